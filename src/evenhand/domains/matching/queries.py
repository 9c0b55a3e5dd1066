"""Every SELECT about jobs that people keep, always within one person's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from evenhand.domains.matching.models import SavedJob
from evenhand.kit.db import Session
from evenhand.kit.erasing import Erased, Whose, delete_rows


async def saved(session: Session, *, person_id: UUID, job_id: UUID) -> SavedJob | None:
    """One job that this person keeps."""
    query = select(SavedJob).where(SavedJob.person_id == person_id, SavedJob.job_id == job_id)
    return (await session.scalars(query)).one_or_none()


async def saved_jobs(
    session: Session, *, person_id: UUID, before: UUID | None = None, limit: int | None = None
) -> Sequence[SavedJob]:
    """What this person keeps, the latest first; `before` is the last one shown."""
    query = select(SavedJob).where(SavedJob.person_id == person_id)
    if before:
        query = query.where(SavedJob.id < before)
    return (await session.scalars(query.order_by(SavedJob.id.desc()).limit(limit))).all()


async def saved_among(session: Session, *, person_id: UUID, job_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these jobs this person keeps."""
    query = select(SavedJob.job_id).where(SavedJob.person_id == person_id, SavedJob.job_id.in_(set(job_ids)))
    return set(await session.scalars(query))


async def count_to_change(session: Session, *, person_id: UUID) -> int:
    """How many jobs this person keeps, nobody adding one until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"saved jobs of {person_id}", 0))))
    query = select(func.count()).select_from(SavedJob).where(SavedJob.person_id == person_id)
    return await session.scalar(query) or 0


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """What a person keeps; the jobs are their companies'."""
    if not whose.owns("saved_jobs"):
        return []
    return [await delete_rows(session, SavedJob, SavedJob.person_id == whose.person_id)]
