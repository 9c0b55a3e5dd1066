"""Erasing what coaching keeps."""

from evenhand.domains.coaching.models import (
    CareerReport,
    ChatMessage,
    ChatThread,
    PlanSource,
    PlanTask,
    ReportWording,
    ResumeReview,
    Tailoring,
)
from evenhand.kit.db import Session
from evenhand.kit.erasing import Erased, Whose, delete_rows


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """Everything made for a person. Reviews and what was made for a job go with the resumes, talks and the learning
    plan with the account."""
    erased = list[Erased]()
    if whose.account:
        erased.append(await delete_rows(session, ChatMessage, ChatMessage.person_id == whose.person_id))
        erased.append(await delete_rows(session, ChatThread, ChatThread.person_id == whose.person_id))
        erased.append(await delete_rows(session, PlanSource, PlanSource.person_id == whose.person_id))
        erased.append(await delete_rows(session, PlanTask, PlanTask.person_id == whose.person_id))
    if whose.owns("resumes"):
        erased.append(await delete_rows(session, ReportWording, ReportWording.person_id == whose.person_id))
        erased.append(await delete_rows(session, CareerReport, CareerReport.person_id == whose.person_id))
        erased.append(await delete_rows(session, ResumeReview, ResumeReview.person_id == whose.person_id))
        erased.append(await delete_rows(session, Tailoring, Tailoring.person_id == whose.person_id))
    return erased
