"""Erasing what coaching keeps."""

from evenhand.domains.coaching.models import ResumeReview
from evenhand.kit.db import Session
from evenhand.kit.erasing import Erased, Whose, delete_rows


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """Everything made for a person. A review goes with the resumes."""
    if not whose.owns("resumes"):
        return []
    return [await delete_rows(session, ResumeReview, ResumeReview.person_id == whose.person_id)]
