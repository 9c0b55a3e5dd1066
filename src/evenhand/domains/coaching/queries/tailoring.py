"""Every SELECT about resumes and letters for a job, always within one person's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from evenhand.domains.coaching.models import Tailoring
from evenhand.kit.db import Session, locked


async def of_job(session: Session, *, person_id: UUID, job_id: UUID, lock: bool = False) -> Tailoring | None:
    """What this person has for a job. `lock` keeps others from changing it."""
    if lock:
        key = func.hashtextextended(f"tailoring of {person_id}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(key)))
    query = select(Tailoring).where(Tailoring.person_id == person_id, Tailoring.job_id == job_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def one(session: Session, *, person_id: UUID, tailoring_id: UUID) -> Tailoring | None:
    """One of this person's, nobody else changing it."""
    query = select(Tailoring).where(Tailoring.person_id == person_id, Tailoring.id == tailoring_id)
    return (await session.scalars(locked(query))).one_or_none()


async def all_of(session: Session, *, person_id: UUID) -> Sequence[Tailoring]:
    """All of this person's, the latest first."""
    query = select(Tailoring).where(Tailoring.person_id == person_id).order_by(Tailoring.id.desc())
    return (await session.scalars(query)).all()
