"""Every SELECT about learning plans."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from evenhand.domains.coaching.models import PlanSource, PlanTask
from evenhand.kit.db import Session, locked


async def rows(session: Session, *, person_id: UUID, lock: bool = False) -> Sequence[PlanTask]:
    """All goals and tasks of this person, those that were dropped too, in the order of the plan. `lock`: nobody adds
    one until the transaction ends."""
    if lock:
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"plan of {person_id}", 0))))
    query = select(PlanTask).where(PlanTask.person_id == person_id).order_by(PlanTask.starts_on, PlanTask.id)
    return (await session.scalars(locked(query) if lock else query)).all()


async def shown(
    session: Session, *, person_id: UUID, goal_id: UUID | None = None, on: date | None = None
) -> Sequence[PlanTask]:
    """Those that are in the plan. `goal_id`: the tasks of one goal; `on`: those whose days hold this one."""
    query = select(PlanTask).where(PlanTask.person_id == person_id, ~PlanTask.dropped)
    if goal_id:
        query = query.where(PlanTask.goal_id == goal_id)
    if on:
        query = query.where(PlanTask.starts_on <= on, PlanTask.ends_on >= on)
    return (await session.scalars(query.order_by(PlanTask.starts_on, PlanTask.id))).all()


async def one(session: Session, *, person_id: UUID, task_id: UUID, lock: bool = False) -> PlanTask | None:
    """One of this person's that was not dropped."""
    query = select(PlanTask).where(PlanTask.id == task_id, PlanTask.person_id == person_id, ~PlanTask.dropped)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def sources(session: Session, *, person_id: UUID, task_id: UUID | None = None) -> Sequence[PlanSource]:
    """Which jobs asked for the tasks of this person, or for one of them, the earliest first."""
    query = select(PlanSource).where(PlanSource.person_id == person_id)
    if task_id:
        query = query.where(PlanSource.task_id == task_id)
    return (await session.scalars(query.order_by(PlanSource.id))).all()


async def for_job(session: Session, *, person_id: UUID, job_id: UUID) -> Sequence[PlanTask]:
    """What of this person's plan the gap report of this job asked for."""
    query = (
        select(PlanTask)
        .join(PlanSource, PlanSource.task_id == PlanTask.id)
        .where(PlanTask.person_id == person_id, PlanSource.job_id == job_id, ~PlanTask.dropped)
    )
    return (await session.scalars(query.order_by(PlanTask.id))).all()
