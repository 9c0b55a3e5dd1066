"""The interview room over Socket.IO. What is sent is stored first; then every tab of the person hears the new state."""

from datetime import datetime
from typing import Any
from uuid import UUID

from evenhand.domains.interviews.schemas.taking import Join, LiveAnswer, LiveDecline, LiveDraft, RoomState
from evenhand.domains.interviews.service import taking
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.live import LiveEvents, Room
from evenhand.kit.permissions import Actor, Permission

events = LiveEvents("/interview")


@events.on("join", permission=Permission.INTERVIEWS_TAKE)
async def join(payload: Join, *, actor: Actor, session: Session, room: Room, vault: Vault) -> dict[str, Any]:
    """Come in and see where the interview stands."""
    state = await taking.state_for(session, actor=actor, interview_id=payload.interview_id, vault=vault)
    room.join(_tabs(payload.interview_id))
    return {"state": _plain(state)}


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
        vault=vault,
        now=now,
    )
    return _tell(room, state)


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
        vault=vault,
        now=now,
    )
    return _tell(room, state)


@events.on("draft", permission=Permission.INTERVIEWS_TAKE)
async def draft(payload: LiveDraft, *, actor: Actor, session: Session, now: datetime, vault: Vault) -> dict[str, Any]:
    """Keep words that are not sent yet."""
    saved_at = await taking.save_draft(
        session,
        actor=actor,
        interview_id=payload.interview_id,
        question_id=payload.question_id,
        text=payload.text,
        vault=vault,
        now=now,
    )
    return {"saved_at": saved_at}


def _tabs(interview_id: UUID) -> str:
    return f"interview:{interview_id}"


def _tell(room: Room, state: RoomState) -> dict[str, Any]:
    plain = _plain(state)
    room.say("state", plain, to=_tabs(state.interview_id))
    return {"state": plain}


def _plain(state: RoomState) -> dict[str, Any]:
    return state.model_dump(mode="json")
