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
)
from evenhand.domains.applications.service.applying import AlreadyApplied, apply
from evenhand.domains.applications.service.histories import Step, history
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
    "ApplicationErased",
    "ApplicationNotFound",
    "MoveNotAllowed",
    "ReasonNeeded",
    "Received",
    "Remark",
    "StaleMove",
    "Step",
    "Summary",
    "WithdrawalTooLate",
    "add_note",
    "apply",
    "history",
    "list_notes",
    "move",
    "open_received",
    "open_summary",
    "own_application",
    "received_application",
    "withdraw",
]
