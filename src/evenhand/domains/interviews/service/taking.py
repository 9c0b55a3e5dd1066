"""Taking an interview or a practice: every answer is stored before it is acknowledged, and each question is answered
once. Beginning, pausing, extra time and finishing are in `pacing`."""

from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.events import AllAnswered, InterviewCompleted, PracticeCompleted
from evenhand.domains.interviews.models import Interview, Practice
from evenhand.domains.interviews.rules import taking as rules
from evenhand.domains.interviews.rules.clock import LATE
from evenhand.domains.interviews.schemas.taking import RoomState, Saved
from evenhand.domains.interviews.service import writing
from evenhand.domains.interviews.service.rooms import (
    ApplicationEnded,
    Given,
    InterviewNotFound,
    InterviewOver,
    NotThisQuestion,
    OpenElsewhere,
    Room,
    check_open,
    open_room,
)
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Invalid, TooLarge
from evenhand.kit.permissions import Actor
from evenhand.kit.text import passage
from evenhand.kit.words import say

__all__ = [  # the refusals of the room are named here for those who take
    "AnswerEmpty",
    "AnswerTooLong",
    "ApplicationEnded",
    "InterviewNotFound",
    "InterviewOver",
    "NotThisQuestion",
    "OpenElsewhere",
    "answer",
    "complete",
    "decline",
    "enter",
    "here",
    "own",
    "save_draft",
    "state_for",
]


class AnswerEmpty(Invalid):
    """Nothing to store."""

    code, message = "answer_empty", say("Write something, or choose “I don’t know this one”.")


class AnswerTooLong(TooLarge):
    """More than anyone would read."""

    code = "answer_too_long"
    message = say("Shorten this answer to %(limit)s characters or fewer.", limit=rules.ANSWER_CHARS)


async def own(session: Session, *, actor: Actor, interview_id: UUID) -> Interview:
    """One of the caller's own interviews. Raises InterviewNotFound."""
    found = await queries.own_interview(session, person_id=actor.person, interview_id=interview_id)
    if found is None:
        raise InterviewNotFound
    return found


async def state_for(session: Session, *, actor: Actor, interview_id: UUID, vault: Vault) -> RoomState:
    """The room of one of the caller's own interviews or practices. Looking changes nothing."""
    return (await open_room(session, actor=actor, interview_id=interview_id, vault=vault)).state()


async def enter(
    session: Session, *, actor: Actor, interview_id: UUID, tab: str, take: bool, vault: Vault, now: datetime
) -> RoomState:
    """Come in. With `take` this tab is the one the interview is open in from now on; others are told to stop."""
    room = await open_room(session, actor=actor, interview_id=interview_id, vault=vault, lock=True)
    if take and tab and not rules.is_taken(room.sitting.status):
        room.sitting.held_by = tab
    room.count(now)
    await session.flush()
    return room.state()


async def here(
    session: Session, *, actor: Actor, interview_id: UUID, tab: str, vault: Vault, now: datetime
) -> RoomState:
    """The page is open: count its clock. Long past the end what is stored becomes the answer."""
    room = await open_room(session, actor=actor, interview_id=interview_id, vault=vault, lock=True)
    room.check_tab(tab)
    room.count(now)
    question = room.current
    if question and room.is_out_of_time(now, grace=LATE) and not room.waiting:
        await check_open(session, room, now=now)
        draft = room.answers.get(question.id)
        words = writing.typed(draft, room.key) if draft else ""
        await _settle(session, room, question_id=question.id, words=words or None, review=True, time_over=True, now=now)
    await session.flush()
    return room.state()


async def answer(
    session: Session,
    *,
    actor: Actor,
    interview_id: UUID,
    question_id: UUID,
    text: str,
    vault: Vault,
    now: datetime,
    tab: str = "",
    review: bool = False,
    time_over: bool = False,
) -> RoomState:
    """Store the answer to the current question. An answer that is there already stays as it is.

    The last one completes the interview, unless a `review` is asked for before it is finished. With `time_over` these
    are the words typed until the time ran out, possibly none, and the room waits before it asks the next question.
    Refuses an empty or too long one, a question that is not asked now, and an interview that is over.
    """
    room = await open_room(session, actor=actor, interview_id=interview_id, vault=vault, lock=True)
    room.check_tab(tab)
    words = passage(text)
    if await _is_settled(session, room, question_id, now=now):
        return room.state()
    if not words and not time_over:
        raise AnswerEmpty
    _check_length(words)
    await _settle(
        session, room, question_id=question_id, words=words or None, review=review, time_over=time_over, now=now
    )
    return room.state()


async def decline(
    session: Session,
    *,
    actor: Actor,
    interview_id: UUID,
    question_id: UUID,
    vault: Vault,
    now: datetime,
    tab: str = "",
    review: bool = False,
) -> RoomState:
    """Go on without an answer. Words typed before are let go: nobody asked for them to be read."""
    room = await open_room(session, actor=actor, interview_id=interview_id, vault=vault, lock=True)
    room.check_tab(tab)
    if not await _is_settled(session, room, question_id, now=now):
        await _settle(session, room, question_id=question_id, words=None, review=review, time_over=False, now=now)
    return room.state()


async def save_draft(
    session: Session,
    *,
    actor: Actor,
    interview_id: UUID,
    question_id: UUID,
    text: str,
    vault: Vault,
    now: datetime,
    tab: str = "",
    began_from: datetime | None = None,
    aside: bool = False,
) -> Saved:
    """Keep words that are not sent yet. They are shown to their writer only and never scored.

    A page names its `tab` and the stored draft its words `began_from`: another draft stored meanwhile, from another
    device, is then kept as the other version and not overwritten. With `aside` these words become the other version.
    """
    room = await open_room(session, actor=actor, interview_id=interview_id, vault=vault, lock=True)
    room.check_tab(tab)
    await check_open(session, room, now=now)
    if room.waiting or room.current is None or room.current.id != question_id:
        raise room.not_this()
    _check_length(words := passage(text))
    if room.sitting.status == "invited":
        room.sitting.status, room.sitting.started_at = rules.following("invited", "in_progress"), now
    room.count(now)
    row = room.answers.get(question_id)
    if row and aside:
        _put_aside(room, row, words, now=now)
    else:
        if row and tab and row.saved_at != began_from:
            _put_aside(room, row, writing.typed(row, room.key), now=row.saved_at, beside=words)
        row = room.keep(session, question_id=question_id, words=words, now=now)
    await session.flush()
    return Saved(saved_at=row.saved_at, other=room.other(row))


def _put_aside(room: Room, row: Given, words: str, *, now: datetime, beside: str = "") -> None:
    """Keep words as the other version, together with those that are there, unless the draft says them already."""
    before = writing.typed_elsewhere(row, room.key)
    if not words or words in (beside or writing.typed(row, room.key)) or words in before:
        return
    writing.keep_elsewhere(row, f"{before}\n\n{words}" if before else words, room.key, at=now)


async def _is_settled(session: Session, room: Room, question_id: UUID, *, now: datetime) -> bool:
    """Whether this question is answered already. Raises where it cannot be answered now."""
    if question_id in room.answered:
        return True
    await check_open(session, room, now=now)
    if room.current is None or room.current.id != question_id:
        raise room.not_this()
    return False


async def _settle(
    session: Session,
    room: Room,
    *,
    question_id: UUID,
    words: str | None,
    review: bool,
    time_over: bool,
    now: datetime,
) -> None:
    """Make these words, or none, the answer, and go on to the next question."""
    sitting = room.sitting
    room.count(now)
    row = room.keep(session, question_id=question_id, words=words or "", now=now)
    row.declined, row.answered_at = words is None, now
    row.other_sealed = row.other_at = None
    step = rules.after_answer(sitting.status, total=len(room.questions), answered=len(room.answered), review=review)
    if step.is_first:
        sitting.started_at = now
    if step.is_last:
        await complete(session, room.sitting, now=now)
    else:
        sitting.status = step.status
        sitting.pause = "time" if time_over and room.current else ""
        room.run(now)
        if room.current is None and isinstance(sitting, Interview):
            # Who never comes back to finish it has answered everything all the same.
            left = max(sitting.expires_at - now, timedelta())
            await publish(session, AllAnswered(**_about(sitting)), after=left + rules.CLOCKS_APART)
    await session.flush()


async def complete(session: Session, sitting: Interview | Practice, *, now: datetime) -> None:
    """Every question is answered and nothing is to be changed any more: have the answers graded."""
    sitting.status, sitting.completed_at = rules.following(sitting.status, "completed"), now
    sitting.pause, sitting.counted_at, sitting.rest_until = "", None, None
    if isinstance(sitting, Practice):
        await publish(session, PracticeCompleted(practice_id=sitting.id, person_id=sitting.person_id))
    else:
        await publish(session, InterviewCompleted(**_about(sitting)))
    await session.flush()


def _about(interview: Interview) -> dict[str, UUID]:
    return {"interview_id": interview.id, "org_id": interview.org_id, "person_id": interview.person_id}


def _check_length(words: str) -> None:
    if len(words) > rules.ANSWER_CHARS:
        raise AnswerTooLong(
            say(
                "This answer has %(count)s characters. Shorten it to %(limit)s or fewer.",
                count=len(words),
                limit=rules.ANSWER_CHARS,
            )
        )
