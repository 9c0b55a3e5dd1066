"""Talks with the coach, over the API. An answer is read as server-sent events while it is written, or afterwards."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Query, Request
from fastapi.responses import StreamingResponse

from evenhand.domains.coaching.schemas.chat import (
    Asked,
    MessageIn,
    ThreadChange,
    ThreadIn,
    ThreadList,
    ThreadOut,
)
from evenhand.domains.coaching.service import chat
from evenhand.domains.llm.service import Asking
from evenhand.kit.clock import utc_now
from evenhand.kit.cursor import DEFAULT_LIMIT
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="api", prefix="/chats", tag="chat")

LastEvent = Annotated[str, Header(alias="Last-Event-ID", max_length=20, description="The id of the last event read.")]
EVENT = {"type": "object", "properties": {name: {"type": "string"} for name in ("id", "event", "data")}}
EVENTS = {200: {"content": {"text/event-stream": {"schema": EVENT}}, "description": "The answer, event by event."}}


@routes.get("", permission=Permission.RESUMES_OWN, response_model=ThreadList)
async def list_chats(
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    cursor: Annotated[str, Query(max_length=300)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = DEFAULT_LIMIT,
) -> ThreadList:
    """The caller's talks, the newest first."""
    items, following = await chat.own_list(session, actor=actor, vault=vault, cursor=cursor, limit=limit)
    return ThreadList(items=items, next_cursor=following)


@routes.post("", permission=Permission.RESUMES_OWN, status_code=201, response_model=ThreadOut)
async def start_chat(
    request: Request, body: ThreadIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> ThreadOut:
    """Start a talk about a resume, a job, both, or neither."""
    made = await chat.start(session, body, actor=actor, vault=vault, now=now)
    return await _shown(request, made.id, actor, session, vault, now)


@routes.get("/{chat_id}", permission=Permission.RESUMES_OWN, response_model=ThreadOut)
async def show_chat(
    request: Request, chat_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> ThreadOut:
    """A talk with everything that was said."""
    return await _shown(request, chat_id, actor, session, vault, now)


@routes.put("/{chat_id}", permission=Permission.RESUMES_OWN, response_model=ThreadOut)
async def change_chat(
    request: Request,
    chat_id: UUID,
    body: ThreadChange,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> ThreadOut:
    """Another title, and what the talk is about from now on."""
    await chat.change(session, body, actor=actor, thread_id=chat_id, vault=vault, now=now)
    return await _shown(request, chat_id, actor, session, vault, now)


async def _shown(request: Request, chat_id: UUID, actor: Actor, session: Session, vault: Keys, now: Now) -> ThreadOut:
    asking: Asking = request.app.state.asking
    public_work: chat.PublicWork = request.app.state.public_work
    return await chat.shown(
        session, actor=actor, thread_id=chat_id, vault=vault, asking=asking, public_work=public_work, now=now
    )


@routes.delete("/{chat_id}", permission=Permission.RESUMES_OWN, status_code=204, response_model=None)
async def delete_chat(chat_id: UUID, actor: CurrentActor, session: Transaction) -> None:
    """Take a talk away with everything in it."""
    await chat.delete(session, actor=actor, thread_id=chat_id)


@routes.post("/{chat_id}/messages", permission=Permission.RESUMES_OWN, status_code=202, response_model=Asked)
async def say_in_chat(
    chat_id: UUID,
    body: MessageIn,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> Asked:
    """Say something. The answer is written in the background; follow its `events`."""
    await rates.hit(chat.SAY_RATE, str(actor.person))
    mine, answer = await chat.put(session, body, actor=actor, thread_id=chat_id, vault=vault, now=now)
    path = f"/api/v1/chats/{chat_id}/messages/{answer.id}/events"
    return Asked(message_id=mine.id, answer_id=answer.id, events=path)


@routes.post(
    "/{chat_id}/messages/{message_id}/stop",
    permission=Permission.RESUMES_OWN,
    status_code=204,
    response_model=None,
)
async def stop_answer(chat_id: UUID, message_id: UUID, actor: CurrentActor, session: Transaction) -> None:
    """Have an answer written no further. What is there stays."""
    await chat.stop(session, actor=actor, thread_id=chat_id, message_id=message_id)


@routes.get(
    "/{chat_id}/messages/{message_id}/events",
    permission=Permission.RESUMES_OWN,
    response_class=StreamingResponse,
    response_model=None,
    responses=EVENTS,
)
async def follow_answer(
    request: Request,
    chat_id: UUID,
    message_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    last_event_id: LastEvent = "",
) -> StreamingResponse:
    """An answer as it is written: pieces as JSON strings, an event `over` with its state, then `[DONE]`.

    The id of an event is how many characters have come; with it in Last-Event-ID a lost line goes on where it ended.
    """
    return await follow(request, chat_id, message_id, actor, session, last_event_id)


async def follow(
    request: Request, chat_id: UUID, message_id: UUID, actor: Actor, session: Session, last_event_id: str
) -> StreamingResponse:
    """The same for pages. This request's transaction ends before the first event; each look has one of its own."""
    await chat.check_answer(session, actor=actor, thread_id=chat_id, message_id=message_id)
    state = request.app.state
    stream = chat.events(
        state.database,
        person_id=actor.person,
        message_id=message_id,
        vault=state.vault,
        after=int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() else 0,
        clock=utc_now,
    )
    quiet = {"Cache-Control": "private, no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=quiet)
