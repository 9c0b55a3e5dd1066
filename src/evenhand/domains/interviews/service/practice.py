"""Practising for oneself: the library's questions, the same room and the same engine, and nobody else who sees it."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import get_args
from uuid import UUID

from pydantic import TypeAdapter

from evenhand.domains.evaluation import rules as evaluation_rules
from evenhand.domains.evaluation.rules import Graded, Inputs, words
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.events import PracticeCompleted
from evenhand.domains.interviews.models import Practice, PracticeAnswer, PracticeQuestion
from evenhand.domains.interviews.rules import taking as rules
from evenhand.domains.interviews.rules.topics import topic
from evenhand.domains.interviews.schemas.practice import PracticeCard, PracticeIn, PracticeOut, PracticeSummary
from evenhand.domains.interviews.schemas.scorecard import FindingOut, Made, TopicOut
from evenhand.domains.interviews.service import writing
from evenhand.domains.interviews.service.grades import graded_answer, overall_dimensions
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.jobs.service import JobNotFound
from evenhand.domains.skills.rules import known_ids, named, skill_name
from evenhand.engines.grading import DEFAULT_RUBRIC, Grade
from evenhand.engines.questions import GeneratedQuestion, Language, Level, generate
from evenhand.kit.background import publish
from evenhand.kit.crypto import DataKey, KeyDestroyed, Vault
from evenhand.kit.cursor import cut, from_cursor
from evenhand.kit.db import Session, place
from evenhand.kit.errors import Conflict, Invalid, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import reader, say

SAME_WITHIN = timedelta(seconds=10)  # whoever presses a button twice does it sooner
TITLE_CHARS = 200
START_RATE = Rate("practice", times=30, seconds=3600)
_GRADE: TypeAdapter[Grade] = TypeAdapter(Grade)


class PracticeNotFound(NotFound):
    """No such practice of the caller's own."""

    code = "practice_not_found"
    message = say("This practice is not here. It may have been deleted.")


class SkillUnknown(Invalid):
    """A skill by a name the taxonomy does not have."""

    code = "skill_unknown"
    message = say("Name a skill that we know.")


class NothingToPractise(Conflict):
    """The library has no question for this."""

    code = "nothing_to_practise"
    message = say("There are no questions for this yet. Choose another skill or level.")


@dataclass(frozen=True)
class ToGrade:
    """An answer without its grade."""

    answer_id: UUID
    inputs: Inputs


async def start(session: Session, wanted: PracticeIn, *, actor: Actor, vault: Vault, now: datetime) -> Practice:
    """Prepare the questions for a published job, or for skills and a level, in the reader's language.

    The same form sent twice prepares one practice. Raises JobNotFound, SkillUnknown and NothingToPractise.
    """
    title, chosen = await _chosen(session, wanted)
    if not chosen:
        raise NothingToPractise
    title = title[:TITLE_CHARS]
    again = await queries.begun_alike(session, person_id=actor.person, title=title, since=now - SAME_WITHIN)
    if again:
        return again
    await vault.key(actor.person, actor.person, create=True)
    practice = Practice(
        id=new_id(),
        person_id=actor.person,
        title=title,
        created_at=now,
        status="invited",
        minutes_each=wanted.minutes_each,
        extra_asked=0,
        held_by="",
        pause="",
    )
    session.add(practice)
    await session.flush()
    session.add_all(_copied(question, practice, place) for place, question in enumerate(chosen, 1))
    await session.flush()
    return practice


async def _chosen(session: Session, wanted: PracticeIn) -> tuple[str, list[GeneratedQuestion]]:
    required, optional, level, title = list[str](), list[str](), wanted.level, ""
    if wanted.job_id:
        opening = await job_queries.published_job(session, job_id=wanted.job_id)
        if opening is None:
            raise JobNotFound
        required, optional = opening.job.required_skills, opening.job.optional_skills
        level = next(one for one in get_args(Level) if one == opening.job.level)
        title = f"{opening.job.title}, {opening.company.name}"
    else:
        try:
            required = known_ids(wanted.skills)
        except ValueError as error:
            raise SkillUnknown(error.args[0]) from error
        title = ", ".join(skill_name(skill) for skill in named(required))
    language: Language = "ru" if reader().tag == "ru" else "en"
    return title, generate(required=required, optional=optional, level=level, count=wanted.count, language=language)


def _copied(question: GeneratedQuestion, practice: Practice, place: int) -> PracticeQuestion:
    return PracticeQuestion(
        id=new_id(),
        practice_id=practice.id,
        person_id=practice.person_id,
        position=place,
        kind=question.kind,
        skill_id=question.skill_id or "",
        difficulty=question.difficulty,
        text=question.text,
        gold=question.gold,
        key_points=list(question.key_points),
        red_flags=list(question.red_flags),
        spent_ms=0,
    )


async def own(session: Session, *, person_id: UUID, practice_id: UUID, lock: bool = False) -> Practice:
    """One of a person's practices. Raises PracticeNotFound."""
    found = await queries.own_practice(session, person_id=person_id, practice_id=practice_id, lock=lock)
    if found is None:
        raise PracticeNotFound
    return found


async def own_list(
    session: Session, *, actor: Actor, cursor: str = "", limit: int
) -> tuple[list[PracticeSummary], str | None]:
    """One page of the caller's practices, the newest first, and the cursor of the next. Raises BadCursor."""
    after = from_cursor(cursor, UUID)
    rows = await queries.own_practices(
        session, person_id=actor.person, before=after[0] if after else None, limit=limit + 1
    )
    shown, following = cut(rows, limit, lambda row: (row.id,))
    return [summary(row) for row in shown], following


def summary(row: Practice) -> PracticeSummary:
    """As it stands in a list."""
    return PracticeSummary(
        id=row.id,
        title=say("%(title)s", title=row.title),
        status=rules.known(row.status),
        created_at=row.created_at,
        completed_at=row.completed_at,
        stalled=row.stalled_at is not None,
        overall=None if row.overall is None else float(row.overall),
    )


async def delete(session: Session, *, actor: Actor, practice_id: UUID) -> None:
    """Take a practice away with everything in it. Raises PracticeNotFound."""
    await session.delete(await own(session, person_id=actor.person, practice_id=practice_id, lock=True))
    await session.flush()


async def ask_again(session: Session, *, actor: Actor, practice_id: UUID, now: datetime) -> Practice:
    """Have the grading tried again that was given up or takes too long. Asking twice grades nothing twice."""
    practice = await own(session, person_id=actor.person, practice_id=practice_id, lock=True)
    if practice.status == "completed" and rules.may_grade_again(practice.stalled_at, practice.completed_at, now):
        practice.stalled_at = None
        await session.flush()
        await publish(session, PracticeCompleted(practice_id=practice.id, person_id=practice.person_id))
    return practice


async def left_to_grade(session: Session, *, person_id: UUID, practice_id: UUID, vault: Vault) -> list[ToGrade]:
    """The answers of a completed practice without a grade; none once it was deleted."""
    practice = await queries.own_practice(session, person_id=person_id, practice_id=practice_id)
    if practice is None or practice.status != "completed":
        return []
    try:
        key = await vault.key(person_id, person_id)
    except KeyDestroyed:
        return []
    pairs = await _pairs(session, practice)
    return [
        ToGrade(answer.id, _inputs(question, writing.said(answer, key)))
        for question, answer in pairs
        if answer.grade_sealed is None
    ]


async def _pairs(session: Session, practice: Practice) -> list[tuple[PracticeQuestion, PracticeAnswer]]:
    about = {"person_id": practice.person_id, "practice_id": practice.id}
    questions = await queries.practised(session, **about)
    answers = await queries.practice_answers(session, **about)
    return [(one, answers[one.id]) for one in questions if one.id in answers and answers[one.id].answered_at]


def _inputs(question: PracticeQuestion, answer: str) -> Inputs:
    return Inputs(
        question=question.text,
        gold=question.gold,
        key_points=tuple(question.key_points),
        red_flags=tuple(question.red_flags),
        answer=answer,
    )


def _grade(answer: PracticeAnswer, key: DataKey) -> Grade | None:
    if answer.grade_sealed is None:
        return None
    return _GRADE.validate_python(key.open_json(answer.grade_sealed, place(PracticeAnswer.grade_sealed, answer.id)))


async def keep_grade(
    session: Session, *, person_id: UUID, practice_id: UUID, answer_id: UUID, made: Grade, vault: Vault
) -> None:
    """Keep the grade of one answer, under the person's own key. The first one stays."""
    practice = await queries.own_practice(session, person_id=person_id, practice_id=practice_id, lock=True)
    if practice is None:
        return
    key = await vault.key(person_id, person_id)
    answers = await queries.practice_answers(session, person_id=person_id, practice_id=practice_id)
    for row in answers.values():
        if row.id == answer_id and row.grade_sealed is None:
            row.grade_sealed = key.seal_json(made.to_dict(), place(PracticeAnswer.grade_sealed, row.id))
    await session.flush()


async def conclude(session: Session, *, person_id: UUID, practice_id: UUID, vault: Vault, now: datetime) -> None:
    """Keep the overall figure once every answer has its grade."""
    practice = await queries.own_practice(session, person_id=person_id, practice_id=practice_id, lock=True)
    if practice is None or practice.status != "completed":
        return
    pairs = await _pairs(session, practice)
    key = await vault.key(person_id, person_id)
    grades = [grade for _, answer in pairs if (grade := _grade(answer, key)) is not None]
    if len(grades) < len(pairs):
        return
    together = evaluation_rules.overall(grades)
    practice.status = rules.following(practice.status, "scored")
    practice.overall, practice.scored_at, practice.stalled_at = together.overall, now, None
    await session.flush()


async def stall(session: Session, *, person_id: UUID, practice_id: UUID, now: datetime) -> None:
    """Grading was given up: the page says so, and offers to try again."""
    practice = await queries.own_practice(session, person_id=person_id, practice_id=practice_id, lock=True)
    if practice and practice.status == "completed":
        practice.stalled_at = now
        await session.flush()


async def shown(session: Session, *, actor: Actor, practice_id: UUID, vault: Vault) -> PracticeOut:
    """A practice with its scorecard, where it is graded. Raises PracticeNotFound."""
    practice = await own(session, person_id=actor.person, practice_id=practice_id)
    card = await _card(session, practice, vault=vault) if practice.status == "scored" else None
    return PracticeOut(**dict(summary(practice)), card=card)


async def _card(session: Session, practice: Practice, *, vault: Vault) -> PracticeCard:
    try:
        key = await vault.key(practice.person_id, practice.person_id)
    except KeyDestroyed as error:
        raise PracticeNotFound from error
    pairs = await _pairs(session, practice)
    rows = [(question, answer, grade) for question, answer in pairs if (grade := _grade(answer, key)) is not None]
    graded = [Graded(question.position, topic(question.kind, question.skill_id), grade) for question, _, grade in rows]
    together = evaluation_rules.overall([one.grade for one in graded])
    return PracticeCard(
        completed_at=practice.completed_at,
        overall=_figure(together.overall),
        dimensions=overall_dimensions(together),
        thresholds=[DEFAULT_RUBRIC.next_round, DEFAULT_RUBRIC.select],
        remarks=[one for one in (words.left_out(together), words.of_answers(together)) if one],
        answers=[
            graded_answer(
                one,
                answer_id=answer.id,
                question=question.text,
                kind=question.kind,
                difficulty=question.difficulty,
                answer=writing.said(answer, key),
                declined=answer.declined,
                gold=None,  # companies ask questions of the same library
            )
            for one, (question, answer, _) in zip(graded, rows, strict=True)
        ],
        strengths=[FindingOut.model_validate(asdict(one)) for one in evaluation_rules.strengths(graded)],
        gaps=[FindingOut.model_validate(asdict(one)) for one in evaluation_rules.gaps(graded)],
        topics=[TopicOut.model_validate(asdict(one)) for one in evaluation_rules.topics(graded)],
        made=_made([one.grade for one in graded]),
    )


def _figure(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _made(grades: Sequence[Grade]) -> Made:
    manifests = [one.manifest for one in grades]
    return Made(
        engine=", ".join(dict.fromkeys(one.engine for one in manifests)),
        version=", ".join(dict.fromkeys(one.version for one in manifests)),
        rubric=", ".join(dict.fromkeys(one.rubric["version"] for one in manifests)),
        model=", ".join(dict.fromkeys(one.model["name"] for one in manifests)),
        seal=hashlib.sha256("".join(one.seal for one in grades).encode()).hexdigest(),
    )
