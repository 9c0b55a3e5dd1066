"""Finding a question, its set and its job within the caller's organisation, and what it says just now."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question, QuestionEdition, QuestionSet
from evenhand.domains.interviews.schemas.questions import QuestionIn
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.service import JobNotFound
from evenhand.kit.db import Session
from evenhand.kit.errors import NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say

LEVELS = ("junior", "middle", "senior")


class SetNotFound(NotFound):
    """No such question set in the caller's organisation."""

    code, message = "question_set_not_found", say("There is no such set of questions here.")


class QuestionNotFound(NotFound):
    """No such question in the caller's organisation."""

    code, message = "question_not_found", say("This question is not here. It may have been removed with its job.")


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


async def own_job(session: Session, *, actor: Actor, job_id: UUID) -> Job:
    """The job, locked: two people who prepare its questions at once make one set. Raises JobNotFound."""
    found = await job_queries.own_job(session, org_id=actor.organisation, job_id=job_id, lock=True)
    if found is None:
        raise JobNotFound
    return found.job


async def set_of(session: Session, job: Job, *, now: datetime) -> QuestionSet:
    """The set of a job; a new one if it has none."""
    found = await queries.set_of_job(session, org_id=job.org_id, job_id=job.id)
    if found is None:
        found = QuestionSet(id=new_id(), org_id=job.org_id, job_id=job.id, created_at=now)
        session.add(found)
        await session.flush()
    return found


def contents(question: Question) -> QuestionIn:
    """What a question says as it is asked, without its state."""
    said = {name: getattr(question, name) for name in QuestionIn.model_fields if name not in LEVELS}
    said |= {level: question.expected.get(level, "") for level in LEVELS}
    return QuestionIn.model_construct(**said)


def written(edition: QuestionEdition) -> QuestionIn:
    """What an edition says."""
    return QuestionIn.model_construct(**{name: edition.contents.get(name, "") for name in QuestionIn.model_fields})


async def newest(session: Session, question: Question) -> QuestionIn:
    """What is to be reviewed or edited next: the edition that waits, else the one that is there."""
    if question.waiting is None or question.waiting == question.edition:
        return contents(question)
    found = await queries.waiting_editions(session, org_id=question.org_id, set_id=question.set_id)
    return written(found[question.id])


def put(question: Question, said: QuestionIn, edition: int) -> None:
    """Let the question say this edition."""
    values = said.model_dump()
    question.expected = {level: text for level in LEVELS if (text := values.pop(level))}
    for name, value in values.items():
        setattr(question, name, value)
    question.edition = edition


def add_edition(
    session: Session, question: Question, said: QuestionIn, *, actor: Actor, now: datetime, status: str = "draft"
) -> QuestionEdition:
    """A further edition of a question, or its first one."""
    made = QuestionEdition(
        id=new_id(),
        org_id=question.org_id,
        question_id=question.id,
        number=question.editions,
        contents=said.model_dump(mode="json"),
        status=status,
        note="",
        written_by=actor.person,
        written_at=now,
    )
    session.add(made)
    return made


def last_position(rows: Sequence[Question]) -> int:
    """The place of the last question of a set, 0 in an empty one."""
    return max((row.position for row in rows), default=0)
