"""Filling a set: generated from the library, written by hand, or taken over from an earlier set."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question, QuestionSet
from evenhand.domains.interviews.rules import questions as rules
from evenhand.domains.interviews.schemas.questions import QuestionIn, Wish
from evenhand.domains.interviews.service.questions.access import (
    QuestionNotFound,
    add_edition,
    contents,
    last_position,
    own_job,
    put,
    set_of,
)
from evenhand.domains.jobs.models import Job
from evenhand.engines.questions import COUNT_RANGE, LANGUAGES, LEVELS, MIXES, GeneratedQuestion
from evenhand.engines.questions import generate as generate_questions
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.words import say

MOST_QUESTIONS = rules.MOST_QUESTIONS


class SetFull(Conflict):
    """More questions than anyone could review."""

    code = "question_set_full"
    message = say("This set holds %(most)s questions. Edit one of them instead.", most=rules.MOST_QUESTIONS)


@dataclass(frozen=True)
class Generated:
    """What generating did: the set, and how many questions it added and took away."""

    set: QuestionSet
    added: int
    removed: int


async def generate(
    session: Session, *, actor: Actor, job_id: UUID, now: datetime, wish: Wish | None = None
) -> Generated:
    """Fill the job's set up with questions for its skills and level by the built-in generator, in the job's language.

    Whatever a person has approved, rejected, edited or written stays as it is, and what was rejected is not offered
    again, in other words neither. Untouched questions about a skill the job does not ask for any more go away.
    Generating twice adds nothing the second time.
    """
    wish = wish or Wish()
    job = await own_job(session, actor=actor, job_id=job_id)
    found = await set_of(session, job, now=now)
    kept = list(await queries.questions(session, org_id=job.org_id, set_id=found.id))
    removed = await _remove_fallen(session, kept, job)
    known = {question.library_id for question in kept}
    live = sum(1 for question in kept if question.library_id and question.status != "rejected")
    room = max(0, min(wish.count - live, MOST_QUESTIONS - len(kept)))
    fresh = [one for one in _offered(job, kept, wish) if one.id not in known][:room]
    for position, one in enumerate(fresh, last_position(kept) + 1):
        question = _new(found, position, _said(one), library_id=one.id, why=asdict(one.why))
        session.add(question)
        add_edition(session, question, contents(question), actor=actor, now=now)
    await session.flush()
    return Generated(found, added=len(fresh), removed=removed)


def _offered(job: Job, kept: Sequence[Question], wish: Wish) -> list[GeneratedQuestion]:
    """Enough of them that those already known can be skipped."""
    return generate_questions(
        required=job.required_skills,
        optional=job.optional_skills,
        level=next(one for one in LEVELS if one == job.level),
        count=min(wish.count + len(kept), COUNT_RANGE[1]),
        language=next((one for one in LANGUAGES if one == job.language), "en"),
        mix=MIXES.get(wish.mix),
        without={question.library_id for question in kept if question.status == "rejected"},
        asked=[question.text for question in kept if not question.library_id or question.editions > 1],
    )


async def _remove_fallen(session: Session, kept: list[Question], job: Job) -> int:
    wanted = [*job.required_skills, *job.optional_skills]
    fallen = [
        question
        for question in kept
        if rules.falls_away(
            status=question.status,
            version=question.version,
            library_id=question.library_id,
            kind=question.kind,
            why=question.why,
            job_skills=wanted,
        )
    ]
    for question in fallen:
        kept.remove(question)
        await session.delete(question)
    return len(fallen)


def _said(one: GeneratedQuestion) -> QuestionIn:
    return QuestionIn.model_construct(
        text=one.text,
        kind=one.kind,
        skill_id=one.skill_id or "",
        difficulty=one.difficulty,
        gold=one.gold,
        key_points=list(one.key_points),
        red_flags=list(one.red_flags),
        follow_ups=list(one.follow_ups),
        **asdict(one.expected),
    )


def _new(found: QuestionSet, position: int, said: QuestionIn, *, library_id: str = "", why: object = None) -> Question:
    question = Question(
        id=new_id(),
        org_id=found.org_id,
        set_id=found.id,
        position=position,
        why=why or {},
        library_id=library_id,
        status="draft",
        review_note="",
        editions=1,
        waiting=1,
        version=1,
    )
    put(question, said, 1)
    return question


async def write(session: Session, new: QuestionIn, *, actor: Actor, job_id: UUID, now: datetime) -> Question:
    """Add a question of one's own; it waits to be approved like any other. The same words twice are one question."""
    job = await own_job(session, actor=actor, job_id=job_id)
    found = await set_of(session, job, now=now)
    kept = await queries.questions(session, org_id=job.org_id, set_id=found.id)
    repeated = next((question for question in kept if contents(question) == new), None)
    if repeated:
        return repeated
    if len(kept) >= MOST_QUESTIONS:
        raise SetFull
    question = _new(found, last_position(kept) + 1, new)
    session.add(question)
    add_edition(session, question, new, actor=actor, now=now)
    await session.flush()
    return question


async def reuse(
    session: Session, *, actor: Actor, job_id: UUID, question_ids: Sequence[UUID], now: datetime
) -> list[Question]:
    """Copy approved questions of other jobs of the organisation into this job's set; what is there already is not
    copied again. A copy taken by someone who may review is approved by that, any other waits for a review.

    Raises QuestionNotFound for one that is not there or not approved, and SetFull.
    """
    job = await own_job(session, actor=actor, job_id=job_id)
    found = await set_of(session, job, now=now)
    kept = list(await queries.questions(session, org_id=job.org_id, set_id=found.id))
    made = []
    for question_id in dict.fromkeys(question_ids):
        source = await queries.question(session, org_id=job.org_id, question_id=question_id)
        if source is None or source.status != "approved":
            raise QuestionNotFound
        said = contents(source)
        if any(one.copied_from == source.id or contents(one) == said for one in kept) or source.set_id == found.id:
            continue
        if len(kept) >= MOST_QUESTIONS:
            raise SetFull
        copy = _copied(session, source, found, last_position(kept) + 1, actor=actor, now=now)
        kept.append(copy)
        made.append(copy)
    await session.flush()
    return made


def _copied(
    session: Session, source: Question, found: QuestionSet, position: int, *, actor: Actor, now: datetime
) -> Question:
    copy = _new(found, position, contents(source), library_id=source.library_id)
    copy.copied_from = source.id
    session.add(copy)
    edition = add_edition(session, copy, contents(source), actor=actor, now=now)
    if actor.may(Permission.QUESTIONS_REVIEW):
        copy.status, copy.waiting = "approved", None
        copy.reviewed_by, copy.reviewed_at = edition.reviewed_by, edition.reviewed_at = actor.person, now
        edition.status = "approved"
    return copy
