"""Preparing the questions of a job: generating, writing, editing, approving, rejecting, and trying a grade out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.evaluation.rules import Inputs
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question, QuestionSet
from evenhand.domains.interviews.rules import questions as rules
from evenhand.domains.interviews.rules.topics import skill_name
from evenhand.domains.interviews.schemas.questions import QuestionIn, QuestionOut, SetSummary
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.service import JobNotFound
from evenhand.engines.grading import Grade
from evenhand.engines.questions import COUNT_RANGE, LEVELS, GeneratedQuestion
from evenhand.engines.questions import generate as generate_questions
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate

MOST_QUESTIONS = 60
_MADE = frozenset({"skill_name", "generated"})
TRIAL_RATE = Rate("try-grading", times=60, seconds=600)


class SetNotFound(NotFound):
    """No such question set in the caller's organisation."""

    code, message = "question_set_not_found", "There is no such set of questions here."


class QuestionNotFound(NotFound):
    """No such question in the caller's organisation."""

    code, message = "question_not_found", "This question is not here. It may have been removed with its job."


class QuestionChanged(Conflict):
    """Someone else worked on the question since the caller read it."""

    code, message = (
        "question_changed",
        "Someone else changed this question since you opened it. Compare with what is saved now, then repeat.",
    )


class SetFull(Conflict):
    """More questions than anyone could review."""

    code, message = "question_set_full", f"This set holds {MOST_QUESTIONS} questions. Edit one of them instead."


@dataclass(frozen=True)
class Generated:
    """What generating did: the set, and how many questions it added and took away."""

    set: QuestionSet
    added: int
    removed: int


async def generate(session: Session, *, actor: Actor, job_id: UUID, now: datetime) -> Generated:
    """Fill the job's set up with questions for its skills and level by the built-in generator.

    Whatever a person has approved, rejected, edited or written stays as it is. Untouched questions about a skill the
    job does not ask for any more go away. Generating twice adds nothing the second time.
    """
    job = await _job(session, actor=actor, job_id=job_id)
    found = await _set_of(session, job, now=now)
    kept = list(await queries.questions(session, org_id=job.org_id, set_id=found.id))
    offered = _generated(job, len(kept))
    removed = await _remove_fallen(session, kept, job, offered)
    known = {question.library_id for question in kept}
    live = sum(1 for question in kept if question.library_id and question.status != "rejected")
    room = max(0, min(rules.GENERATED - live, MOST_QUESTIONS - len(kept)))
    fresh = [one for one in offered if one.id not in known][:room]
    first = max((question.position for question in kept), default=0) + 1
    session.add_all(_row(found, one, position) for position, one in enumerate(fresh, first))
    await session.flush()
    return Generated(found, added=len(fresh), removed=removed)


def _generated(job: Job, known: int) -> list[GeneratedQuestion]:
    """Enough of them that those already known can be skipped."""
    level = next(one for one in LEVELS if one == job.level)
    count = min(rules.GENERATED + known, COUNT_RANGE[1])
    return generate_questions(required=job.required_skills, optional=job.optional_skills, level=level, count=count)


async def _remove_fallen(session: Session, kept: list[Question], job: Job, offered: Sequence[GeneratedQuestion]) -> int:
    wanted = {*job.required_skills, *job.optional_skills}
    generated = {one.id for one in offered}
    fallen = [
        question
        for question in kept
        if rules.falls_away(
            status=question.status,
            version=question.version,
            library_id=question.library_id,
            kind=question.kind,
            skill_id=question.skill_id,
            job_skills=wanted,
            generated=generated,
        )
    ]
    for question in fallen:
        kept.remove(question)
        await session.delete(question)
    return len(fallen)


def _row(found: QuestionSet, one: GeneratedQuestion, position: int) -> Question:
    return Question(
        id=new_id(),
        org_id=found.org_id,
        set_id=found.id,
        position=position,
        kind=one.kind,
        skill_id=one.skill_id or "",
        difficulty=one.difficulty,
        text=one.text,
        gold=one.gold,
        key_points=list(one.key_points),
        red_flags=list(one.red_flags),
        why=one.why,
        library_id=one.id,
        status="draft",
        review_note="",
        version=1,
    )


async def write(session: Session, new: QuestionIn, *, actor: Actor, job_id: UUID, now: datetime) -> Question:
    """Add a question of one's own; it waits to be approved like any other. The same words twice are one question."""
    job = await _job(session, actor=actor, job_id=job_id)
    found = await _set_of(session, job, now=now)
    kept = await queries.questions(session, org_id=job.org_id, set_id=found.id)
    repeated = next((question for question in kept if contents(question) == new), None)
    if repeated:
        return repeated
    if len(kept) >= MOST_QUESTIONS:
        raise SetFull
    question = Question(
        id=new_id(),
        org_id=found.org_id,
        set_id=found.id,
        position=max((one.position for one in kept), default=0) + 1,
        why="",
        library_id="",
        status="draft",
        review_note="",
        version=1,
        **new.model_dump(),
    )
    session.add(question)
    await session.flush()
    return question


async def edit(
    session: Session, change: QuestionIn, *, actor: Actor, question_id: UUID, version: int, now: datetime
) -> Question:
    """Save a question as a whole. What was approved has to be approved again; the same form twice changes once."""
    question = await _own(session, actor=actor, question_id=question_id)
    if contents(question) == change:
        return question
    _check_version(question, version)
    _apply(question, change)
    _review(question, "draft", actor=actor, note="", now=now)
    await session.flush()
    return question


async def approve(
    session: Session,
    *,
    actor: Actor,
    question_id: UUID,
    version: int,
    now: datetime,
    change: QuestionIn | None = None,
) -> Question:
    """Agree that a question may be asked, saving `change` first if there is one. Approving twice happens once."""
    question = await _own(session, actor=actor, question_id=question_id)
    is_same = change is None or contents(question) == change
    if question.status == "approved" and is_same and question.version in (version, version + 1):
        return question
    _check_version(question, version)
    if change is not None:
        _apply(question, change)
    _review(question, "approved", actor=actor, note="", now=now)
    await session.flush()
    return question


async def reject(
    session: Session, *, actor: Actor, question_id: UUID, version: int, note: str, now: datetime
) -> Question:
    """Say that a question is not asked, and why. Rejecting twice happens once."""
    question = await _own(session, actor=actor, question_id=question_id)
    is_same = question.status == "rejected" and question.review_note == note
    if is_same and question.version in (version, version + 1):
        return question
    _check_version(question, version)
    _review(question, "rejected", actor=actor, note=note, now=now)
    await session.flush()
    return question


async def try_out(session: Session, *, actor: Actor, question_id: UUID, answer: str) -> Grade:
    """The grade a made-up answer would get on the question as it is saved. Nothing is kept."""
    question = await get(session, actor=actor, question_id=question_id)
    inputs = Inputs(
        question=question.text,
        gold=question.gold,
        key_points=tuple(question.key_points),
        red_flags=tuple(question.red_flags),
        answer=answer,
    )
    return await asyncio.to_thread(evaluation.grade_answer, inputs)


async def get(session: Session, *, actor: Actor, question_id: UUID, set_id: UUID | None = None) -> Question:
    """One question of the caller's organisation, and of this set where one is named. Raises QuestionNotFound."""
    question = await queries.question(session, org_id=actor.organisation, question_id=question_id)
    if question is None or (set_id and question.set_id != set_id):
        raise QuestionNotFound
    return question


async def get_set(session: Session, *, actor: Actor, set_id: UUID) -> queries.SetRow:
    """One set of the caller's organisation, counted. Raises SetNotFound."""
    found = await queries.question_set(session, org_id=actor.organisation, set_id=set_id)
    if found is None:
        raise SetNotFound
    rows = await queries.sets(session, org_id=actor.organisation, job_id=found.job_id, limit=1)
    return rows[0]


def contents(question: Question) -> QuestionIn:
    """What a question says, without its state."""
    return QuestionIn.model_construct(**{name: getattr(question, name) for name in QuestionIn.model_fields})


async def _job(session: Session, *, actor: Actor, job_id: UUID) -> Job:
    """The job, locked: two people who prepare its questions at once make one set."""
    found = await job_queries.own_job(session, org_id=actor.organisation, job_id=job_id, lock=True)
    if found is None:
        raise JobNotFound
    return found.job


async def _set_of(session: Session, job: Job, *, now: datetime) -> QuestionSet:
    found = await queries.set_of_job(session, org_id=job.org_id, job_id=job.id)
    if found is None:
        found = QuestionSet(id=new_id(), org_id=job.org_id, job_id=job.id, created_at=now)
        session.add(found)
        await session.flush()
    return found


async def _own(session: Session, *, actor: Actor, question_id: UUID) -> Question:
    question = await queries.question(session, org_id=actor.organisation, question_id=question_id, lock=True)
    if question is None:
        raise QuestionNotFound
    return question


def _check_version(question: Question, version: int) -> None:
    if question.version != version:
        raise QuestionChanged(version=question.version)


def _apply(question: Question, change: QuestionIn) -> None:
    for name, value in change.model_dump().items():
        setattr(question, name, value)


def _review(question: Question, status: rules.Status, *, actor: Actor, note: str, now: datetime) -> None:
    question.status = status
    question.review_note = note
    question.reviewed_by, question.reviewed_at = actor.person, now
    question.version += 1


def shown(question: Question) -> QuestionOut:
    """A question for those who prepare interviews."""
    return QuestionOut(
        **{name: getattr(question, name) for name in QuestionOut.model_fields if name not in _MADE},
        skill_name=skill_name(question.skill_id),
        generated=bool(question.library_id),
    )


def summary(row: queries.SetRow) -> SetSummary:
    """A set, counted."""
    return SetSummary(
        id=row.set.id,
        job_id=row.set.job_id,
        job_title=row.job_title,
        approved=row.approved,
        waiting=row.waiting,
        rejected=row.rejected,
        created_at=row.set.created_at,
    )


def counts(rows: Sequence[Question]) -> dict[str, int]:
    """How many questions there are in each state."""
    return {status: sum(1 for row in rows if row.status == status) for status in ("approved", "draft", "rejected")}
