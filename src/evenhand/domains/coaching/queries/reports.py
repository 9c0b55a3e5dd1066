"""Every SELECT about career reports."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from evenhand.domains.coaching.models import CareerReport, ReportWording
from evenhand.domains.resumes.models import Resume
from evenhand.kit.db import Session, locked


async def report(session: Session, *, person_id: UUID, resume_id: UUID, lock: bool = False) -> CareerReport | None:
    """The report on one of this person's resumes."""
    query = select(CareerReport).where(CareerReport.resume_id == resume_id, CareerReport.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def reports(session: Session, *, person_id: UUID) -> Sequence[CareerReport]:
    """All reports of this person, the newest first."""
    query = select(CareerReport).where(CareerReport.person_id == person_id).order_by(CareerReport.asked_at.desc())
    return (await session.scalars(query)).all()


async def wording(session: Session, *, person_id: UUID, resume_id: UUID, lock: bool = False) -> ReportWording | None:
    """How a language model words the report on one of this person's resumes."""
    query = select(ReportWording).where(ReportWording.resume_id == resume_id, ReportWording.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def near(
    session: Session, *, skill_ids: Sequence[str], made_before: datetime, limit: int
) -> Sequence[tuple[UUID, UUID]]:
    """Person and resume of reports that a job with these skills may belong in, the oldest first. For background work
    that follows a job; nobody is shown it."""
    query = (
        select(CareerReport.person_id, CareerReport.resume_id)
        .join(Resume, Resume.id == CareerReport.resume_id)
        .where(CareerReport.made_at < made_before, Resume.skill_ids.bool_op("&&")(list(skill_ids)))
        .order_by(CareerReport.made_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await session.execute(query)]
