"""Every SELECT about reviews."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from evenhand.domains.coaching.models import ResumeReview
from evenhand.kit.db import Session, locked


async def review(session: Session, *, person_id: UUID, resume_id: UUID, lock: bool = False) -> ResumeReview | None:
    """The review of one of this person's resumes."""
    query = select(ResumeReview).where(ResumeReview.resume_id == resume_id, ResumeReview.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def reviews(session: Session, *, person_id: UUID) -> Sequence[ResumeReview]:
    """All reviews of this person's resumes, the newest first."""
    query = select(ResumeReview).where(ResumeReview.person_id == person_id).order_by(ResumeReview.asked_at.desc())
    return (await session.scalars(query)).all()
