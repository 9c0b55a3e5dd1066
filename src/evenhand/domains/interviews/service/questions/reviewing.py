"""Reviewing questions: editing, approving and rejecting them, one or several at once, and trying a grade out."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.evaluation.rules import Inputs
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question, QuestionEdition
from evenhand.domains.interviews.schemas.questions import Picked, QuestionIn, Reviewed
from evenhand.domains.interviews.service.questions.access import (
    QuestionNotFound,
    add_edition,
    get,
    newest,
    put,
    written,
)
from evenhand.engines.grading import Grade
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import say

TRIAL_RATE = Rate("try-grading", times=60, seconds=600)


class QuestionChanged(Conflict):
    """Someone else worked on the question since the caller read it."""

    code = "question_changed"
    message = say(
        "Someone else changed this question since you opened it. Compare with what is saved now, then repeat."
    )


async def edit(
    session: Session, change: QuestionIn, *, actor: Actor, question_id: UUID, version: int, now: datetime
) -> Question:
    """Save a question as a whole, as a further edition that waits for a review. What was approved before goes on being
    asked until then. The same form twice changes once."""
    question = await _own(session, actor=actor, question_id=question_id)
    if await newest(session, question) == change:
        return question
    _check_version(question, version)
    await _add(session, question, change, actor=actor, now=now)
    question.version += 1
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
    is_same = change is None or await newest(session, question) == change
    is_settled = question.status == "approved" and question.waiting is None
    if is_settled and is_same and question.version in (version, version + 1):
        return question
    _check_version(question, version)
    if change is not None and not is_same:
        await _add(session, question, change, actor=actor, now=now)
    editions = await _editions(session, question)
    number = question.waiting or question.edition
    if question.status == "approved" and number != question.edition:
        editions[question.edition].status = "replaced"
    put(question, written(editions[number]), number)
    question.status, question.waiting, question.review_note = "approved", None, ""
    _sign(question, editions[number], "approved", actor=actor, note="", now=now)
    await session.flush()
    _tell(session, question, Act.QUESTION_APPROVED, actor=actor, edition=number, now=now)
    return question


async def reject(
    session: Session, *, actor: Actor, question_id: UUID, version: int, note: str, now: datetime
) -> Question:
    """Say that a question is not asked, and why. Of a question whose approved edition is asked only the edition that
    waits is rejected; without one, the question is asked no more. Rejecting twice happens once."""
    question = await _own(session, actor=actor, question_id=question_id)
    editions = await _editions(session, question)
    last = editions[max(editions)]
    is_same = question.waiting is None and last.status == "rejected" and last.note == note
    if is_same and question.version in (version, version + 1):
        return question
    _check_version(question, version)
    edition = editions[question.waiting or question.edition]
    if question.waiting is None or question.status != "approved":
        question.status, question.review_note = "rejected", note
    question.waiting = None
    _sign(question, edition, "rejected", actor=actor, note=note, now=now)
    await session.flush()
    _tell(session, question, Act.QUESTION_REJECTED, actor=actor, edition=edition.number, now=now)
    return question


async def review_many(
    session: Session, picked: Sequence[Picked], *, act: str, actor: Actor, set_id: UUID, note: str, now: datetime
) -> Reviewed:
    """Approve several questions of a set, or reject them for one reason. Those that someone else changed meanwhile are
    left as they are and named; the others are done. Raises QuestionNotFound for one that is not of this set."""
    for one in picked:
        await get(session, actor=actor, question_id=one.id, set_id=set_id)
    done, changed = [], []
    for one in sorted(picked, key=lambda pick: pick.id):  # in one order, so that two reviewers never wait in a circle
        try:
            if act == "approve":
                await approve(session, actor=actor, question_id=one.id, version=one.version, now=now)
            else:
                await reject(session, actor=actor, question_id=one.id, version=one.version, note=note, now=now)
            done.append(one.id)
        except QuestionChanged:
            changed.append(one.id)
    return Reviewed(done=done, changed=changed)


async def try_out(session: Session, *, actor: Actor, question_id: UUID, answer: str) -> Grade:
    """The grade a made-up answer would get on the newest edition as it is saved. Nothing is kept."""
    said = await newest(session, await get(session, actor=actor, question_id=question_id))
    inputs = Inputs(
        question=said.text,
        gold=said.gold,
        key_points=tuple(said.key_points),
        red_flags=tuple(said.red_flags),
        answer=answer,
    )
    return await asyncio.to_thread(evaluation.grade_answer, inputs)


async def _own(session: Session, *, actor: Actor, question_id: UUID) -> Question:
    question = await queries.question(session, org_id=actor.organisation, question_id=question_id, lock=True)
    if question is None:
        raise QuestionNotFound
    return question


async def _editions(session: Session, question: Question) -> dict[int, QuestionEdition]:
    rows = await queries.editions(session, org_id=question.org_id, question_id=question.id)
    return {row.number: row for row in rows}


async def _add(session: Session, question: Question, change: QuestionIn, *, actor: Actor, now: datetime) -> None:
    """A further edition that waits; one that waited before, unreviewed, is replaced by it."""
    if question.waiting is not None:
        (await _editions(session, question))[question.waiting].status = "replaced"
    question.editions += 1
    question.waiting = question.editions
    add_edition(session, question, change, actor=actor, now=now)
    if question.status != "approved":
        put(question, change, question.editions)
        question.status, question.review_note = "draft", ""
    await session.flush()


def _sign(question: Question, edition: QuestionEdition, status: str, *, actor: Actor, note: str, now: datetime) -> None:
    edition.status, edition.note = status, note
    edition.reviewed_by, edition.reviewed_at = actor.person, now
    question.reviewed_by, question.reviewed_at = actor.person, now
    question.version += 1


def _tell(session: Session, question: Question, act: Act, *, actor: Actor, edition: int, now: datetime) -> None:
    after = {"edition": edition, "version": question.version}
    audit.record(session, act, actor=actor, about=(Object.QUESTION, question.id), after=after, now=now)


def _check_version(question: Question, version: int) -> None:
    if question.version != version:
        raise QuestionChanged(version=question.version)
