"""Applying, moving, writing notes; and reading what an organisation received with the keys it was sealed under."""

from evenhand.domains.applications.service.access import (
    ApplicationErased,
    ApplicationNotFound,
    Received,
    Summary,
    open_received,
    open_summary,
    own_application,
    received_application,
    received_file,
)
from evenhand.domains.applications.service.applicants import (
    Applicant,
    ApplicantHeader,
    applicant_header,
    job_of,
    open_applicant,
    page_of,
    ranked_applicants,
)
from evenhand.domains.applications.service.applying import AlreadyApplied, ResumeNotUsable, apply
from evenhand.domains.applications.service.histories import Step, history
from evenhand.domains.applications.service.home import (
    Home,
    NextStep,
    OwnResume,
    Standing,
    home,
    own_resumes,
    standings,
    summary_of,
)
from evenhand.domains.applications.service.moving import (
    MoveNotAllowed,
    ReasonNeeded,
    StaleMove,
    WithdrawalTooLate,
    move,
    withdraw,
)
from evenhand.domains.applications.service.notes import Remark, add_note, list_notes

__all__ = [
    "AlreadyApplied",
    "Applicant",
    "ApplicantHeader",
    "ApplicationErased",
    "ApplicationNotFound",
    "Home",
    "MoveNotAllowed",
    "NextStep",
    "OwnResume",
    "ReasonNeeded",
    "Received",
    "Remark",
    "ResumeNotUsable",
    "StaleMove",
    "Standing",
    "Step",
    "Summary",
    "WithdrawalTooLate",
    "add_note",
    "applicant_header",
    "apply",
    "history",
    "home",
    "job_of",
    "list_notes",
    "move",
    "open_applicant",
    "open_received",
    "open_summary",
    "own_application",
    "own_resumes",
    "page_of",
    "ranked_applicants",
    "received_application",
    "received_file",
    "standings",
    "summary_of",
    "withdraw",
]
