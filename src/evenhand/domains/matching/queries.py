"""Every SELECT about jobs that people keep, always within one person's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from evenhand.domains.matching.models import GapReport, SavedJob
from evenhand.kit.db import Session, locked
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


async def gap(session: Session, *, person_id: UUID, report_id: UUID, lock: bool = False) -> GapReport | None:
    """One report of this person. `lock` keeps other workers from making it at the same time."""
    query = select(GapReport).where(GapReport.id == report_id, GapReport.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def gap_of_job(session: Session, *, person_id: UUID, job_id: UUID, lock: bool = False) -> GapReport | None:
    """The report of this person for a job they keep."""
    query = select(GapReport).where(GapReport.job_id == job_id, GapReport.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def gaps(session: Session, *, person_id: UUID, job_ids: Sequence[UUID] | None = None) -> Sequence[GapReport]:
    """Reports of this person, the latest first: all, or those for these jobs."""
    query = select(GapReport).where(GapReport.person_id == person_id)
    if job_ids is not None:
        query = query.where(GapReport.job_id.in_(set(job_ids)))
    return (await session.scalars(query.order_by(GapReport.id.desc()))).all()


async def gaps_for_job(session: Session, *, job_id: UUID) -> list[tuple[UUID, UUID]]:
    """The reports for one job, each with whose it is, to have them made again."""
    rows = await session.execute(select(GapReport.id, GapReport.person_id).where(GapReport.job_id == job_id))
    return [(row[0], row[1]) for row in rows]


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """What a person keeps; the jobs are their companies'."""
    if not whose.owns("saved_jobs"):
        return []
    return [
        await delete_rows(session, GapReport, GapReport.person_id == whose.person_id),
        await delete_rows(session, SavedJob, SavedJob.person_id == whose.person_id),
    ]
