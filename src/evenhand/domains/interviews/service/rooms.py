"""The room of one interview or practice: opened, read, counted on its clock, and written to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.applications import queries as application_queries
from evenhand.domains.applications import rules as application_rules
from evenhand.domains.consents import service as consents
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import (
    Answer,
    Interview,
    InterviewQuestion,
    Practice,
    PracticeAnswer,
    PracticeQuestion,
)
from evenhand.domains.interviews.rules import clock
from evenhand.domains.interviews.rules import taking as rules
from evenhand.domains.interviews.rules.hints import hint
from evenhand.domains.interviews.rules.topics import topic
from evenhand.domains.interviews.schemas.taking import (
    Clock,
    EarlierAnswer,
    OtherDraft,
    RoomQuestion,
    RoomState,
    Waiting,
)
from evenhand.domains.interviews.service import writing
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError, Conflict, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say

Asked = InterviewQuestion | PracticeQuestion
Given = Answer | PracticeAnswer


class InterviewNotFound(NotFound):
    """No such interview of the caller's own or of their organisation."""

    code = "interview_not_found"
    message = say("This interview is not here. The invitation may have been withdrawn.")


class NotThisQuestion(Conflict):
    """A question that is not the one asked now. The refusal carries the room as it stands."""

    code = "not_this_question"
    message = say("Another question is being asked now. Load the page again to see it.")


class OpenElsewhere(Conflict):
    """Another tab or device has taken over. The refusal carries the room as it stands."""

    code = "open_elsewhere"
    message = say("This interview is open in another tab. Go on there, or choose “Go on here”.")


class InterviewOver(AppError):
    """The days to answer have passed."""

    status, code = 410, "interview_over"
    message = say("The time for this interview has passed. Write to the company if you still want to take it.")


class ApplicationEnded(Conflict):
    """The application was withdrawn or rejected in the meantime."""

    code = "application_ended"
    message = say("This application has ended, so the interview is not needed any more.")


@dataclass
class Room:
    """An interview or practice as it is being taken; locked until the transaction ends where it is to be changed."""

    sitting: Interview | Practice
    questions: Sequence[Asked]
    answers: dict[UUID, Given]
    key: DataKey

    @property
    def answered(self) -> set[UUID]:
        """The questions that are answered or declined."""
        return {question_id for question_id, answer in self.answers.items() if answer.answered_at}

    @property
    def current(self) -> Asked | None:
        """The question that is asked now."""
        return rules.current(self.questions, self.answered)

    @property
    def extra(self) -> int:
        """Per cent of time more: chosen by the person or given by the company, whichever is more."""
        given = self.sitting.extra_given if isinstance(self.sitting, Interview) else 0
        return max(self.sitting.extra_asked, given)

    @property
    def limit(self) -> timedelta | None:
        """The time for one question."""
        return clock.limit(self.sitting.minutes_each, extra=self.extra)

    @property
    def waiting(self) -> Waiting:
        """What the room waits for before it asks a question."""
        if rules.is_taken(self.sitting.status):
            return ""
        if self.sitting.status == "invited" and self.sitting.minutes_each is not None:
            return "begin"
        if self.sitting.pause:
            return "time_over" if self.sitting.pause == "time" else "paused"
        return "" if self.current else "review"

    def state(self) -> RoomState:
        """As the room shows it."""
        sitting, waiting = self.sitting, self.waiting
        question = None if waiting else self.current
        draft = self.answers.get(question.id) if question else None
        taken = rules.is_taken(sitting.status)
        return RoomState(
            interview_id=sitting.id,
            status="completed" if taken else "invited" if sitting.status == "invited" else "in_progress",
            waiting=waiting,
            total=len(self.questions),
            answered=len(self.answered),
            question=_shown(question) if question else None,
            draft=writing.typed(draft, self.key) if draft else "",
            saved_at=draft.saved_at if draft else None,
            other=self.other(draft),
            earlier=[self._earlier(one) for one in self.questions if one.id in self.answered],
            minutes_each=sitting.minutes_each,
            extra=self.extra,
            clock=self._clock(question) if question else None,
            held_by=sitting.held_by,
            expires_at=sitting.expires_at if isinstance(sitting, Interview) else None,
        )

    def other(self, draft: Given | None) -> OtherDraft | None:
        """The words of another device beside a draft."""
        if draft is None or draft.other_sealed is None or draft.other_at is None:
            return None
        return OtherDraft(text=writing.typed_elsewhere(draft, self.key), saved_at=draft.other_at)

    def _clock(self, question: Asked) -> Clock | None:
        if self.limit is None:
            return None
        return Clock(
            limit_seconds=int(self.limit.total_seconds()),
            spent_seconds=question.spent_ms / 1000,
            counted_at=self.sitting.counted_at,
            rest_until=self.sitting.rest_until,
        )

    def _earlier(self, question: Asked) -> EarlierAnswer:
        answer = self.answers[question.id]
        words = writing.said(answer, self.key)
        return EarlierAnswer(
            question_id=question.id,
            number=question.position,
            text=question.text,
            answer=words,
            declined=answer.declined,
        )

    def count(self, now: datetime) -> None:
        """Put the time since the last look onto the question's clock."""
        sitting, question = self.sitting, self.current
        if question is None or sitting.counted_at is None:
            return
        passed = clock.passed(sitting.counted_at, sitting.rest_until, now)
        question.spent_ms += round(passed.total_seconds() * 1000)
        sitting.counted_at = now

    def run(self, now: datetime) -> None:
        """Let the clock of the question that is asked now run; it stands still where none is, or without a limit."""
        self.sitting.rest_until = None
        self.sitting.counted_at = now if self.limit and self.current and not self.sitting.pause else None

    def is_out_of_time(self, now: datetime, *, grace: timedelta = timedelta()) -> bool:
        """Whether the time for this question has run out, as far as it is counted."""
        question = self.current
        if self.limit is None or question is None or clock.is_resting(self.sitting.rest_until, now):
            return False
        return timedelta(milliseconds=question.spent_ms) >= self.limit + grace

    def keep(self, session: Session, *, question_id: UUID, words: str, now: datetime) -> Given:
        """Write down a draft."""
        row = self.answers.get(question_id)
        if row is None:
            row = self.answers[question_id] = self._new_answer(question_id)
            session.add(row)
        writing.keep(row, words, self.key, at=now)
        return row

    def _new_answer(self, question_id: UUID) -> Given:
        if isinstance(self.sitting, Practice):
            return PracticeAnswer(
                id=new_id(),
                practice_id=self.sitting.id,
                question_id=question_id,
                person_id=self.sitting.person_id,
                declined=False,
            )
        return Answer(
            id=new_id(),
            org_id=self.sitting.org_id,
            interview_id=self.sitting.id,
            question_id=question_id,
            person_id=self.sitting.person_id,
            declined=False,
        )

    def not_this(self) -> NotThisQuestion:
        """The refusal of a question that is not asked now."""
        return NotThisQuestion(state=self.state().model_dump(mode="json"))

    def check_tab(self, tab: str) -> None:
        """Raises OpenElsewhere for a tab that another one has taken over from. Who names no tab is not asked."""
        if tab and self.sitting.held_by and tab != self.sitting.held_by:
            raise OpenElsewhere(state=self.state().model_dump(mode="json"))


def _shown(question: Asked) -> RoomQuestion:
    return RoomQuestion(
        id=question.id,
        number=question.position,
        text=question.text,
        kind=question.kind,
        topic=topic(question.kind, question.skill_id),
        hint=hint(question.kind),
    )


async def open_room(session: Session, *, actor: Actor, interview_id: UUID, vault: Vault, lock: bool = False) -> Room:
    """The room of the caller's own interview or practice of this id.

    Raises InterviewNotFound, and ConsentNeeded for an interview that is to be taken without their agreement.
    """
    person = actor.person
    interview = await queries.own_interview(session, person_id=person, interview_id=interview_id, lock=lock)
    sitting = interview or await queries.own_practice(session, person_id=person, practice_id=interview_id, lock=lock)
    if sitting is None:
        raise InterviewNotFound
    if isinstance(sitting, Interview) and not rules.is_taken(sitting.status):
        await consents.require(session, person_id=person, purpose=consents.Purpose.INTERVIEW)
    try:
        key = await vault.key(sitting.person_id, sitting.custodian)
    except KeyDestroyed as error:
        raise InterviewNotFound from error
    if isinstance(sitting, Interview):
        asked = await queries.asked(session, org_id=sitting.org_id, interview_id=sitting.id)
        answers = await queries.answers(session, org_id=sitting.org_id, interview_id=sitting.id)
        return Room(sitting, asked, {**answers}, key)
    practised = await queries.practised(session, person_id=person, practice_id=sitting.id)
    given = await queries.practice_answers(session, person_id=person, practice_id=sitting.id)
    return Room(sitting, practised, {**given}, key)


async def check_open(session: Session, room: Room, *, now: datetime) -> None:
    """Raises what keeps an answer out: everything is answered, the days are over, the application has ended."""
    sitting = room.sitting
    if rules.is_taken(sitting.status):
        raise room.not_this()
    if isinstance(sitting, Practice):
        return
    if rules.is_over(sitting.status, sitting.expires_at, now):
        raise InterviewOver
    application = await application_queries.own_application(
        session, person_id=sitting.person_id, application_id=sitting.application_id
    )
    if application is None or application.stage in application_rules.CLOSED:
        raise ApplicationEnded
