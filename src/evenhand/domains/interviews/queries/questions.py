"""Question sets and their questions, always within one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from evenhand.domains.applications.models import Application
from evenhand.domains.interviews.models import Interview, Question, QuestionSet
from evenhand.domains.interviews.rules.questions import FEWEST_APPROVED
from evenhand.domains.jobs.models import Job
from evenhand.kit.db import Session, locked

BEFORE_INTERVIEW = ("review", "interview")
"""The stages in which someone may be invited next."""


@dataclass(frozen=True)
class SetRow:
    """A set in a list: its job, how many of its questions are approved, waiting and rejected, and how many applicants
    have no interview yet. A question whose approved edition is asked while another one waits counts as both."""

    set: QuestionSet
    job_title: str
    job_status: str
    approved: int
    waiting: int
    rejected: int
    people: int


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
    """The sets with questions nobody has reviewed yet: the expert's queue.

    First those of open jobs in which people wait and nobody can be invited, those with the most people before; then
    other sets that are too small; the rest by age.
    """
    approved, waiting, people = _count("approved"), _waiting(), _people()
    is_short = approved < FEWEST_APPROVED
    query = _rows().where(QuestionSet.org_id == org_id).having(waiting > 0)
    order = (
        and_(is_short, people > 0, Job.status == "open").desc(),
        case((is_short, people), else_=0).desc(),
        is_short.desc(),
        QuestionSet.id,
    )
    return [SetRow(*row) for row in await session.execute(query.order_by(*order).limit(limit))]


async def people_waiting(session: Session, *, org_id: UUID, job_ids: Sequence[UUID]) -> dict[UUID, int]:
    """For each of these jobs how many applicants have no interview yet."""
    query = select(Job.id, _people()).where(Job.org_id == org_id, Job.id.in_(set(job_ids)))
    found: dict[UUID, int] = {row[0]: row[1] for row in await session.execute(query)}
    return found


def _rows() -> Select[QuestionSet, str, str, int, int, int, int]:
    return (
        select(QuestionSet, Job.title, Job.status, _count("approved"), _waiting(), _count("rejected"), _people())
        .join(Job, Job.id == QuestionSet.job_id)
        .outerjoin(Question, Question.set_id == QuestionSet.id)
        .group_by(QuestionSet.id, Job.id)
    )


def _count(status: str) -> ColumnElement[int]:
    return func.count().filter(Question.status == status)


def _waiting() -> ColumnElement[int]:
    return func.count(Question.waiting)


def _people() -> ColumnElement[int]:
    """Applicants of a job that were looked at or are to be interviewed, and have no interview."""
    return (
        select(func.count())
        .select_from(Application)
        .outerjoin(Interview, Interview.application_id == Application.id)
        .where(Application.job_id == Job.id, Application.stage.in_(BEFORE_INTERVIEW), Interview.id.is_(None))
        .correlate(Job)
        .scalar_subquery()
    )


async def earlier(
    session: Session, *, org_id: UUID, job_id: UUID, skill_ids: Sequence[str], words: str = "", limit: int
) -> list[tuple[Question, str]]:
    """Approved questions of the organisation's other jobs with the title of their job: those about these skills first,
    then the newest. What this job's set has already, in the same words or as a copy, is left out."""
    mine = aliased(Question)
    own = select(QuestionSet.id).where(QuestionSet.org_id == org_id, QuestionSet.job_id == job_id).scalar_subquery()
    is_here = (
        select(mine.id)
        .where(mine.set_id == own, or_(mine.copied_from == Question.id, mine.text == Question.text))
        .correlate(Question)
        .exists()
    )
    query = (
        select(Question, Job.title)
        .join(QuestionSet, QuestionSet.id == Question.set_id)
        .join(Job, Job.id == QuestionSet.job_id)
        .where(Question.org_id == org_id, QuestionSet.job_id != job_id, Question.status == "approved", ~is_here)
        .ext(distinct_on(Question.text))
        .order_by(Question.text, Question.reviewed_at.desc(), Question.id)
    )
    if words:
        query = query.where(Question.text.icontains(words, autoescape=True))
    found = query.subquery()
    one = aliased(Question, found)
    ordered = select(one, found.c.title).order_by(one.skill_id.in_(skill_ids).desc(), one.reviewed_at.desc(), one.id)
    return [(question, title) for question, title in await session.execute(ordered.limit(limit))]


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
