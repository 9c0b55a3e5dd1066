"""Question sets and their questions, always within one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from evenhand.domains.interviews.models import Question, QuestionSet
from evenhand.domains.jobs.models import Job
from evenhand.kit.db import Session, locked


@dataclass(frozen=True)
class SetRow:
    """A set in a list: its job, and how many of its questions are approved, waiting and rejected."""

    set: QuestionSet
    job_title: str
    job_status: str
    approved: int
    waiting: int
    rejected: int


async def question_set(session: Session, *, org_id: UUID, set_id: UUID) -> QuestionSet | None:
    """One set."""
    query = select(QuestionSet).where(QuestionSet.id == set_id, QuestionSet.org_id == org_id)
    return (await session.scalars(query)).one_or_none()


async def set_of_job(session: Session, *, org_id: UUID, job_id: UUID) -> QuestionSet | None:
    """The set of a job; there is at most one."""
    query = select(QuestionSet).where(QuestionSet.job_id == job_id, QuestionSet.org_id == org_id)
    return (await session.scalars(query)).one_or_none()


async def sets(
    session: Session, *, org_id: UUID, job_id: UUID | None = None, before: UUID | None = None, limit: int
) -> list[SetRow]:
    """The organisation's sets, the newest first; `before` is the last one shown."""
    query = _rows().where(QuestionSet.org_id == org_id)
    if job_id:
        query = query.where(QuestionSet.job_id == job_id)
    if before:
        query = query.where(QuestionSet.id < before)
    return [SetRow(*row) for row in await session.execute(query.order_by(QuestionSet.id.desc()).limit(limit))]


async def waiting_sets(session: Session, *, org_id: UUID, limit: int) -> list[SetRow]:
    """The sets with questions nobody has approved or rejected yet, the oldest first: the expert's queue."""
    query = _rows().where(QuestionSet.org_id == org_id).having(_count("draft") > 0)
    return [SetRow(*row) for row in await session.execute(query.order_by(QuestionSet.id).limit(limit))]


def _rows() -> Select[QuestionSet, str, str, int, int, int]:
    return (
        select(QuestionSet, Job.title, Job.status, _count("approved"), _count("draft"), _count("rejected"))
        .join(Job, Job.id == QuestionSet.job_id)
        .outerjoin(Question, Question.set_id == QuestionSet.id)
        .group_by(QuestionSet.id, Job.id)
    )


def _count(status: str) -> ColumnElement[int]:
    return func.count().filter(Question.status == status)


async def questions(session: Session, *, org_id: UUID, set_id: UUID, status: str | None = None) -> Sequence[Question]:
    """The questions of a set in their order."""
    query = select(Question).where(Question.org_id == org_id, Question.set_id == set_id)
    if status:
        query = query.where(Question.status == status)
    return (await session.scalars(query.order_by(Question.position, Question.id))).all()


async def question(session: Session, *, org_id: UUID, question_id: UUID, lock: bool = False) -> Question | None:
    """One question. `lock` keeps others from changing it in the meantime."""
    query = select(Question).where(Question.id == question_id, Question.org_id == org_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()
