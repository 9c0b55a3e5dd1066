"""The interview room over Socket.IO. What is sent is stored first; then every tab of the person hears the new state."""

from datetime import datetime
from typing import Any
from uuid import UUID

from evenhand.domains.interviews.schemas.taking import (
    Join,
    LiveAct,
    LiveAnswer,
    LiveDecline,
    LiveDraft,
    LiveHere,
    RoomState,
)
from evenhand.domains.interviews.service import pacing, taking
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.live import LiveEvents, Room
from evenhand.kit.permissions import Actor, Permission

events = LiveEvents("/interview")


@events.on("join", permission=Permission.INTERVIEWS_TAKE)
async def join(
    payload: Join, *, actor: Actor, session: Session, now: datetime, room: Room, vault: Vault
) -> dict[str, Any]:
    """Come in and see where the interview stands; with `take` a tab takes over from any other one."""
    state = await taking.enter(
        session,
        actor=actor,
        interview_id=payload.interview_id,
        tab=payload.tab,
        take=payload.take,
        vault=vault,
        now=now,
    )
    room.join(_tabs(payload.interview_id))
    if payload.tab and payload.take:
        room.say("state", _plain(state), to=_tabs(payload.interview_id))
    return {"state": _plain(state), "now": now}


@events.on("here", permission=Permission.INTERVIEWS_TAKE)
async def here(payload: LiveHere, *, actor: Actor, session: Session, now: datetime, vault: Vault) -> dict[str, Any]:
    """The page is open and its clock runs."""
    state = await taking.here(
        session, actor=actor, interview_id=payload.interview_id, tab=payload.tab, vault=vault, now=now
    )
    return {"state": _plain(state), "now": now}


@events.on("answer", permission=Permission.INTERVIEWS_TAKE)
async def answer(
    payload: LiveAnswer, *, actor: Actor, session: Session, now: datetime, room: Room, vault: Vault
) -> dict[str, Any]:
    """Answer the current question."""
    state = await taking.answer(
        session,
        actor=actor,
        interview_id=payload.interview_id,
        question_id=payload.question_id,
        text=payload.text,
        tab=payload.tab,
        review=payload.review,
        time_over=payload.time_over,
        vault=vault,
        now=now,
    )
    return _tell(room, state, now)


@events.on("decline", permission=Permission.INTERVIEWS_TAKE)
async def decline(
    payload: LiveDecline, *, actor: Actor, session: Session, now: datetime, room: Room, vault: Vault
) -> dict[str, Any]:
    """Go on without an answer."""
    state = await taking.decline(
        session,
        actor=actor,
        interview_id=payload.interview_id,
        question_id=payload.question_id,
        tab=payload.tab,
        review=payload.review,
        vault=vault,
        now=now,
    )
    return _tell(room, state, now)


@events.on("draft", permission=Permission.INTERVIEWS_TAKE)
async def draft(payload: LiveDraft, *, actor: Actor, session: Session, now: datetime, vault: Vault) -> dict[str, Any]:
    """Keep words that are not sent yet."""
    saved = await taking.save_draft(
        session,
        actor=actor,
        interview_id=payload.interview_id,
        question_id=payload.question_id,
        text=payload.text,
        tab=payload.tab,
        began_from=payload.saved_at,
        aside=payload.aside,
        vault=vault,
        now=now,
    )
    return saved.model_dump(mode="json")


@events.on("act", permission=Permission.INTERVIEWS_TAKE)
async def act(
    payload: LiveAct, *, actor: Actor, session: Session, now: datetime, room: Room, vault: Vault
) -> dict[str, Any]:
    """Pause and go on, take one's time, take more time, change an answer, finish."""
    state = await pacing.act(
        session,
        actor=actor,
        interview_id=payload.interview_id,
        act=payload.act,
        question_id=payload.question_id,
        extra=payload.extra,
        tab=payload.tab,
        vault=vault,
        now=now,
    )
    return _tell(room, state, now)


def _tabs(interview_id: UUID) -> str:
    return f"interview:{interview_id}"


def _tell(room: Room, state: RoomState, now: datetime) -> dict[str, Any]:
    plain = _plain(state)
    room.say("state", plain, to=_tabs(state.interview_id))
    return {"state": plain, "now": now}


def _plain(state: RoomState) -> dict[str, Any]:
    return state.model_dump(mode="json")
