"""Taking an interview: every answer is stored before it is acknowledged, and each question is answered once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries as application_queries
from evenhand.domains.applications import rules as application_rules
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.events import InterviewCompleted
from evenhand.domains.interviews.models import Answer, Interview, InterviewQuestion
from evenhand.domains.interviews.rules import taking as rules
from evenhand.domains.interviews.rules.topics import topic
from evenhand.domains.interviews.schemas.taking import EarlierAnswer, RoomQuestion, RoomState
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError, Conflict, Invalid, NotFound, TooLarge
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.text import passage


class InterviewNotFound(NotFound):
    """No such interview of the caller's own or of their organisation."""

    code, message = "interview_not_found", "This interview is not here. The invitation may have been withdrawn."


class AnswerEmpty(Invalid):
    """Nothing to store."""

    code, message = "answer_empty", "Write something, or choose “I don’t know this one”."


class AnswerTooLong(TooLarge):
    """More than anyone would read."""

    code, message = "answer_too_long", f"Shorten this answer to {rules.ANSWER_CHARS:,} characters or fewer."


class NotThisQuestion(Conflict):
    """A question that is not the one asked now. The refusal carries the room as it stands."""

    code, message = "not_this_question", "Another question is being asked now. Load the page again to see it."


class InterviewOver(AppError):
    """The days to answer have passed."""

    status, code = 410, "interview_over"
    message = "The time for this interview has passed. Write to the company if you still want to take it."


class ApplicationEnded(Conflict):
    """The application was withdrawn or rejected in the meantime."""

    code, message = "application_ended", "This application has ended, so the interview is not needed any more."


@dataclass
class _Room:
    """An interview as it is being taken, locked until the transaction ends."""

    interview: Interview
    questions: Sequence[InterviewQuestion]
    answers: dict[UUID, Answer]
    key: DataKey

    @property
    def answered(self) -> set[UUID]:
        """The questions that are answered or declined for good."""
        return {question_id for question_id, answer in self.answers.items() if answer.answered_at}

    @property
    def current(self) -> InterviewQuestion | None:
        return rules.current(self.questions, self.answered)

    def state(self) -> RoomState:
        """As the room shows it."""
        question = self.current
        draft = self.answers.get(question.id) if question else None
        taken = rules.is_taken(self.interview.status)
        return RoomState(
            interview_id=self.interview.id,
            status="completed" if taken else "invited" if self.interview.status == "invited" else "in_progress",
            total=len(self.questions),
            answered=len(self.answered),
            question=_shown(question) if question else None,
            draft=self.key.open_text(draft.text_sealed) if draft else "",
            saved_at=draft.saved_at if draft else None,
            earlier=[self._earlier(one) for one in self.questions if one.id in self.answered],
            expires_at=self.interview.expires_at,
        )

    def _earlier(self, question: InterviewQuestion) -> EarlierAnswer:
        answer = self.answers[question.id]
        words = rules.DECLINED if answer.declined else self.key.open_text(answer.text_sealed)
        return EarlierAnswer(number=question.position, text=question.text, answer=words)


def _shown(question: InterviewQuestion) -> RoomQuestion:
    return RoomQuestion(
        id=question.id,
        number=question.position,
        text=question.text,
        kind=question.kind,
        topic=topic(question.kind, question.skill_id),
    )


async def own(session: Session, *, actor: Actor, interview_id: UUID) -> Interview:
    """One of the caller's own interviews. Raises InterviewNotFound."""
    found = await queries.own_interview(session, person_id=actor.person, interview_id=interview_id)
    if found is None:
        raise InterviewNotFound
    return found


async def state_for(session: Session, *, actor: Actor, interview_id: UUID, vault: Vault) -> RoomState:
    """The room of one of the caller's own interviews. Looking changes nothing."""
    return (await _open(session, actor=actor, interview_id=interview_id, vault=vault)).state()


async def answer(
    session: Session, *, actor: Actor, interview_id: UUID, question_id: UUID, text: str, vault: Vault, now: datetime
) -> RoomState:
    """Store the answer to the current question, for good. An answer that is there already stays as it is.

    Refuses an empty or too long one, a question that is not asked now, and an interview that is over.
    """
    words = passage(text)
    return await _settle(
        session, actor=actor, interview_id=interview_id, question_id=question_id, words=words, vault=vault, now=now
    )


async def decline(
    session: Session, *, actor: Actor, interview_id: UUID, question_id: UUID, vault: Vault, now: datetime
) -> RoomState:
    """Go on without an answer. Words typed before are let go: nobody asked for them to be read."""
    return await _settle(
        session, actor=actor, interview_id=interview_id, question_id=question_id, words=None, vault=vault, now=now
    )


async def save_draft(
    session: Session, *, actor: Actor, interview_id: UUID, question_id: UUID, text: str, vault: Vault, now: datetime
) -> datetime:
    """Keep words that are not sent yet. They are shown to their writer only and never scored."""
    room = await _open(session, actor=actor, interview_id=interview_id, vault=vault, lock=True)
    await _check_open(session, room, now=now)
    if room.current is None or room.current.id != question_id:
        raise _not_this(room)
    _check_length(words := passage(text))
    if room.interview.status == "invited":
        room.interview.status, room.interview.started_at = rules.following("invited", "in_progress"), now
    _keep(session, room, question_id=question_id, words=words, now=now)
    await session.flush()
    return now


async def _settle(
    session: Session,
    *,
    actor: Actor,
    interview_id: UUID,
    question_id: UUID,
    words: str | None,
    vault: Vault,
    now: datetime,
) -> RoomState:
    room = await _open(session, actor=actor, interview_id=interview_id, vault=vault, lock=True)
    if question_id in room.answered:
        return room.state()
    await _check_open(session, room, now=now)
    if room.current is None or room.current.id != question_id:
        raise _not_this(room)
    if words is not None:
        if not words:
            raise AnswerEmpty
        _check_length(words)
    row = _keep(session, room, question_id=question_id, words=words or "", now=now)
    row.declined, row.answered_at = words is None, now
    await _step(session, room, now=now)
    await session.flush()
    return room.state()


async def _step(session: Session, room: _Room, *, now: datetime) -> None:
    interview = room.interview
    step = rules.after_answer(interview.status, total=len(room.questions), answered=len(room.answered))
    interview.status = step.status
    if step.is_first:
        interview.started_at = now
    if step.is_last:
        interview.completed_at = now
        await publish(
            session,
            InterviewCompleted(interview_id=interview.id, org_id=interview.org_id, person_id=interview.person_id),
        )


def _keep(session: Session, room: _Room, *, question_id: UUID, words: str, now: datetime) -> Answer:
    sealed = room.key.seal_text(words)
    row = room.answers.get(question_id)
    if row is None:
        row = room.answers[question_id] = Answer(
            id=new_id(),
            org_id=room.interview.org_id,
            interview_id=room.interview.id,
            question_id=question_id,
            person_id=room.interview.person_id,
            declined=False,
        )
        session.add(row)
    row.text_sealed, row.saved_at = sealed, now
    return row


async def _open(session: Session, *, actor: Actor, interview_id: UUID, vault: Vault, lock: bool = False) -> _Room:
    interview = await queries.own_interview(session, person_id=actor.person, interview_id=interview_id, lock=lock)
    if interview is None:
        raise InterviewNotFound
    try:
        key = await vault.key(interview.person_id, interview.org_id)
    except KeyDestroyed as error:
        raise InterviewNotFound from error
    return _Room(
        interview=interview,
        questions=await queries.asked(session, org_id=interview.org_id, interview_id=interview.id),
        answers=await queries.answers(session, org_id=interview.org_id, interview_id=interview.id),
        key=key,
    )


async def _check_open(session: Session, room: _Room, *, now: datetime) -> None:
    if rules.is_taken(room.interview.status):
        raise _not_this(room)
    if rules.is_over(room.interview.status, room.interview.expires_at, now):
        raise InterviewOver
    application = await application_queries.own_application(
        session, person_id=room.interview.person_id, application_id=room.interview.application_id
    )
    if application is None or application.stage in application_rules.CLOSED:
        raise ApplicationEnded


def _check_length(words: str) -> None:
    if len(words) > rules.ANSWER_CHARS:
        raise AnswerTooLong(
            f"This answer has {len(words):,} characters. Shorten it to {rules.ANSWER_CHARS:,} or fewer."
        )


def _not_this(room: _Room) -> NotThisQuestion:
    return NotThisQuestion(state=room.state().model_dump(mode="json"))
