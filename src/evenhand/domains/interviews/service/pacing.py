"""What someone who takes an interview may do besides answering: begin, pause, take their time, take more time, choose
between two versions of a draft, change an answer in the review, and finish. None of it is told to anyone else."""

from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries as application_queries
from evenhand.domains.applications import rules as application_rules
from evenhand.domains.consents import service as consents
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Answer
from evenhand.domains.interviews.rules import clock
from evenhand.domains.interviews.rules import taking as rules
from evenhand.domains.interviews.schemas.taking import Act, RoomState
from evenhand.domains.interviews.service import writing
from evenhand.domains.interviews.service.rooms import Room, check_open, open_room
from evenhand.domains.interviews.service.taking import complete
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say


class NotAllAnswered(Conflict):
    """There is a question left."""

    code = "not_all_answered"
    message = say("A question is still open. Answer it, or choose “I don’t know this one”; then you can finish.")


class TimeUsedUp(Conflict):
    """An answer whose time has run out."""

    code = "time_used_up"
    message = say("The time for this question is used up, so its answer stays. More time can be chosen in Adjustments.")


class ExtraTimeInUse(Conflict):
    """Less time than this question has taken already."""

    code = "extra_time_in_use"
    message = say("This question has already used some of the extra time. Choose less once it is answered.")


async def act(
    session: Session,
    *,
    actor: Actor,
    interview_id: UUID,
    act: Act,
    question_id: UUID | None = None,
    extra: int = 0,
    tab: str = "",
    vault: Vault,
    now: datetime,
) -> RoomState:
    """Do one of these things; doing it twice changes nothing more. Afterwards the room as it stands.

    Raises what `check_open` does, NotAllAnswered, TimeUsedUp, ExtraTimeInUse and NotThisQuestion.
    """
    room = await open_room(session, actor=actor, interview_id=interview_id, vault=vault, lock=True)
    room.check_tab(tab)
    if act == "finish" and rules.is_taken(room.sitting.status):
        return room.state()
    await check_open(session, room, now=now)
    room.count(now)
    match act:
        case "go_on":
            _go_on(room, now)
        case "pause":
            _pause(room)
        case "rest":
            if room.limit and not room.waiting:
                room.sitting.rest_until = now + clock.REST
        case "extra":
            _choose_extra(room, extra, now)
        case "change":
            _change(room, question_id, now)
        case "use_other" | "drop_other":
            _choose_version(room, use=act == "use_other", now=now)
        case "finish":
            if room.current:
                raise NotAllAnswered
            await complete(session, room.sitting, now=now)
    await session.flush()
    return room.state()


def _go_on(room: Room, now: datetime) -> None:
    if not room.waiting:
        return
    sitting = room.sitting
    if sitting.status == "invited" and sitting.minutes_each is not None:
        sitting.status, sitting.started_at = rules.following("invited", "in_progress"), now
    sitting.pause = ""
    room.run(now)


def _pause(room: Room) -> None:
    if room.waiting != "begin":
        room.sitting.pause = room.sitting.pause or "own"
        room.sitting.counted_at = room.sitting.rest_until = None


def _choose_extra(room: Room, extra: int, now: datetime) -> None:
    before = room.sitting.extra_asked
    room.sitting.extra_asked = extra
    if extra < before and room.is_out_of_time(now):
        room.sitting.extra_asked = before
        raise ExtraTimeInUse


def _change(room: Room, question_id: UUID | None, now: datetime) -> None:
    """Open an answer again: its words become a draft, and the question is the one asked now."""
    if room.waiting != "review" or question_id is None or question_id not in room.answered:
        raise room.not_this()
    row = room.answers[question_id]
    answered_at, row.answered_at = row.answered_at, None
    if room.is_out_of_time(now):
        row.answered_at = answered_at
        raise TimeUsedUp
    row.declined = False
    room.run(now)


def _choose_version(room: Room, *, use: bool, now: datetime) -> None:
    row = room.answers.get(room.current.id) if room.current else None
    if row is None or row.other_sealed is None:
        return
    if use:
        chosen, left = writing.typed_elsewhere(row, room.key), writing.typed(row, room.key)
        writing.keep_elsewhere(row, left, room.key, at=row.saved_at)
        writing.keep(row, chosen, room.key, at=now)
    else:
        row.other_sealed = row.other_at = None


async def finish_what_is_there(
    session: Session, *, org_id: UUID, interview_id: UUID, vault: Vault, now: datetime
) -> None:
    """At the end of the days: complete an interview whose questions were all answered, though nobody chose “Finish”.

    An answer that was opened again and not sent is taken as it was typed. Giving more time has this done then.
    """
    interview = await queries.interview(session, org_id=org_id, interview_id=interview_id, lock=True)
    if interview is None or interview.status != "in_progress" or now < interview.expires_at:
        return
    application = await application_queries.application(session, org_id=org_id, application_id=interview.application_id)
    if application is None or application.stage in application_rules.CLOSED:
        return
    if not await consents.allows(session, person_id=interview.person_id, purpose=consents.Purpose.INTERVIEW):
        return
    questions = await queries.asked(session, org_id=org_id, interview_id=interview_id)
    answers = await queries.answers(session, org_id=org_id, interview_id=interview_id)
    try:
        key = await vault.key(interview.person_id, org_id)
    except KeyDestroyed:
        return
    if len(answers) < len(questions):
        return
    for row in answers.values():
        if row.answered_at is None:
            _take_as_typed(row, blank=not writing.typed(row, key), now=now)
    await complete(session, interview, now=now)


def _take_as_typed(row: Answer, *, blank: bool, now: datetime) -> None:
    row.declined, row.answered_at = blank, now
