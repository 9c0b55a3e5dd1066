"""Interviews with their questions and answers: an organisation's, or the person's whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from evenhand.domains.applications.models import Application
from evenhand.domains.identity.models import Organisation
from evenhand.domains.interviews.models import Answer, Interview, InterviewQuestion, Rating
from evenhand.domains.jobs.models import Job
from evenhand.kit.db import Session, locked


@dataclass(frozen=True)
class ReceivedRow:
    """An interview in the organisation's list, with the application it belongs to (without the resume)."""

    interview: Interview
    job_title: str
    application: Application


@dataclass(frozen=True)
class OwnRow:
    """An interview in the list of the person whose it is."""

    interview: Interview
    job_title: str
    company: str
    stage: str  # of the application


async def interview(session: Session, *, org_id: UUID, interview_id: UUID, lock: bool = False) -> Interview | None:
    """One interview of this organisation."""
    query = select(Interview).where(Interview.id == interview_id, Interview.org_id == org_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def interview_of_application(
    session: Session, *, org_id: UUID, application_id: UUID, lock: bool = False
) -> Interview | None:
    """The interview for an application; there is at most one."""
    query = select(Interview).where(Interview.application_id == application_id, Interview.org_id == org_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def completed_of(session: Session, *, person_id: UUID) -> Sequence[Interview]:
    """A person's interviews whose answers are there and not graded."""
    query = select(Interview).where(Interview.person_id == person_id, Interview.status == "completed")
    return (await session.scalars(query.order_by(Interview.id))).all()


async def interviews_for(session: Session, *, org_id: UUID, application_ids: Sequence[UUID]) -> dict[UUID, Interview]:
    """The interviews for these applications, by application."""
    query = select(Interview).where(Interview.org_id == org_id, Interview.application_id.in_(set(application_ids)))
    return {row.application_id: row for row in await session.scalars(query)}


async def interviews(
    session: Session,
    *,
    org_id: UUID,
    interview_id: UUID | None = None,
    before: UUID | None = None,
    limit: int,
) -> list[ReceivedRow]:
    """The organisation's interviews, the newest first; `before` is the last one shown."""
    query = (
        select(Interview, Job.title, Application)
        .join(Job, Job.id == Interview.job_id)
        .join(Application, Application.id == Interview.application_id)
        .options(defer(Application.received_sealed, raiseload=True))
        .where(Interview.org_id == org_id)
    )
    if interview_id:
        query = query.where(Interview.id == interview_id)
    if before:
        query = query.where(Interview.id < before)
    return [ReceivedRow(*row) for row in await session.execute(query.order_by(Interview.id.desc()).limit(limit))]


async def to_review(session: Session, *, org_id: UUID, person_id: UUID, limit: int) -> list[ReceivedRow]:
    """Graded interviews of people who wait for a decision, which this member has not rated; the longest wait first."""
    rated = select(Rating.interview_id).where(Rating.rater_id == person_id, Rating.org_id == org_id)
    query = (
        select(Interview, Job.title, Application)
        .join(Job, Job.id == Interview.job_id)
        .join(Application, Application.id == Interview.application_id)
        .options(defer(Application.received_sealed, raiseload=True))
        .where(
            Interview.org_id == org_id,
            Interview.status == "scored",
            Application.stage == "interview",
            Interview.id.not_in(rated),
        )
    )
    return [ReceivedRow(*row) for row in await session.execute(query.order_by(Interview.scored_at).limit(limit))]


async def own_interview(
    session: Session, *, person_id: UUID, interview_id: UUID, lock: bool = False
) -> Interview | None:
    """One interview of this person. `lock` lets one answer at a time through, from however many tabs they come."""
    query = select(Interview).where(Interview.id == interview_id, Interview.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def own_interviews(
    session: Session,
    *,
    person_id: UUID,
    interview_id: UUID | None = None,
    application_id: UUID | None = None,
    before: UUID | None = None,
    limit: int,
) -> list[OwnRow]:
    """This person's interviews, the newest first; `before` is the last one shown."""
    query = (
        select(Interview, Job.title, Organisation.name, Application.stage)
        .join(Job, Job.id == Interview.job_id)
        .join(Organisation, Organisation.id == Interview.org_id)
        .join(Application, Application.id == Interview.application_id)
        .where(Interview.person_id == person_id)
    )
    if interview_id:
        query = query.where(Interview.id == interview_id)
    if application_id:
        query = query.where(Interview.application_id == application_id)
    if before:
        query = query.where(Interview.id < before)
    return [OwnRow(*row) for row in await session.execute(query.order_by(Interview.id.desc()).limit(limit))]


async def asked(session: Session, *, org_id: UUID, interview_id: UUID) -> Sequence[InterviewQuestion]:
    """The questions of an interview in the order they are asked."""
    query = select(InterviewQuestion).where(
        InterviewQuestion.interview_id == interview_id, InterviewQuestion.org_id == org_id
    )
    return (await session.scalars(query.order_by(InterviewQuestion.position))).all()


async def answers(session: Session, *, org_id: UUID, interview_id: UUID) -> dict[UUID, Answer]:
    """Answers and drafts by the id of their question."""
    query = select(Answer).where(Answer.interview_id == interview_id, Answer.org_id == org_id)
    return {answer.question_id: answer for answer in await session.scalars(query)}


async def said_in(
    session: Session, *, interview_ids: Sequence[UUID]
) -> dict[UUID, list[tuple[InterviewQuestion, Answer]]]:
    """For each interview its questions that have an answer or a draft, in the order they are asked, in one query.

    The ids are those of interviews found within their scope.
    """
    query = (
        select(InterviewQuestion, Answer)
        .join(Answer, Answer.question_id == InterviewQuestion.id)
        .where(InterviewQuestion.interview_id.in_(set(interview_ids)))
        .order_by(InterviewQuestion.interview_id, InterviewQuestion.position)
    )
    found: dict[UUID, list[tuple[InterviewQuestion, Answer]]] = {}
    for question, answer in await session.execute(query):
        found.setdefault(question.interview_id, []).append((question, answer))
    return found


async def progress(session: Session, *, interview_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """For each interview how many questions are answered, and how many there are.

    The ids are those of interviews found within their scope.
    """
    query = (
        select(InterviewQuestion.interview_id, func.count(Answer.answered_at), func.count())
        .outerjoin(Answer, Answer.question_id == InterviewQuestion.id)
        .where(InterviewQuestion.interview_id.in_(set(interview_ids)))
        .group_by(InterviewQuestion.interview_id)
    )
    return {interview_id: (answered, total) for interview_id, answered, total in await session.execute(query)}
