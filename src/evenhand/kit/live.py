"""Live events over Socket.IO: every event names its permission, reads a typed payload, commits, then acknowledges."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import socketio
import structlog
from pydantic import BaseModel, ValidationError

from evenhand.kit.clock import utc_now
from evenhand.kit.db import Database, Session
from evenhand.kit.errors import AppError, Invalid, NotAllowed, NotSignedIn
from evenhand.kit.permissions import Actor, Permission

log = structlog.get_logger(__name__)

MAX_PAYLOAD_BYTES = 256 * 1024  # above it engine.io drops the connection without a word, so pages check first


class Greeter(Protocol):
    """Recognises who is behind a socket, from the environment of its handshake."""

    async def by_handshake(self, environ: Mapping[str, Any], session: Session) -> Actor:
        """The actor of the session cookie, or NOBODY."""


@dataclass(frozen=True)
class LiveEvent:
    """One event a client may send."""

    name: str
    permission: Permission
    payload: type[BaseModel]
    run: Callable[..., Awaitable[dict[str, Any]]]


@dataclass
class LiveEvents:
    """The events of one namespace."""

    namespace: str
    all: list[LiveEvent] = field(default_factory=list)

    def on(
        self, name: str, *, permission: Permission
    ) -> Callable[[Callable[..., Awaitable[dict[str, Any]]]], Callable[..., Awaitable[dict[str, Any]]]]:
        """Declare `async def event(payload: Model, *, actor, session, now, room, ...) -> dict`, its answer."""

        def declare(run: Callable[..., Awaitable[dict[str, Any]]]) -> Callable[..., Awaitable[dict[str, Any]]]:
            payload = next(iter(run.__annotations__.values()))
            if not (isinstance(payload, type) and issubclass(payload, BaseModel)):
                raise TypeError(f"{run.__name__} must take a typed payload first")
            self.all.append(LiveEvent(name, permission, payload, run))
            return run

        return declare


@dataclass
class Room:
    """What an event may do with its connection; what it says is sent only after the commit."""

    sid: str
    joined: list[str] = field(default_factory=list)
    said: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)

    def join(self, room: str) -> None:
        """Hear what is said in this room from now on."""
        self.joined.append(room)

    def say(self, event: str, payload: dict[str, Any], *, to: str) -> None:
        """Tell everyone in the room, other connections of the same person included, once it has committed."""
        self.said.append((event, payload, to))


def attach(
    server: socketio.AsyncServer,
    events: LiveEvents,
    *,
    database: Database,
    greeter: Greeter,
    needs: Mapping[str, Any],
) -> None:
    """Serve the events of a namespace. A caller without the permission is answered with an error, never ignored."""
    namespace = events.namespace

    async def connect(sid: str, environ: Mapping[str, Any], _auth: object = None) -> bool:
        async with database.transaction() as session:
            actor = await greeter.by_handshake(environ, session)
        if actor.person_id is None:
            raise socketio.exceptions.ConnectionRefusedError(NotSignedIn.message)
        await server.save_session(sid, {"environ": environ}, namespace=namespace)
        return True

    server.on("connect", connect, namespace=namespace)
    for event in events.all:
        server.on(event.name, _handler(server, namespace, event, database, greeter, needs), namespace=namespace)


def _handler(
    server: socketio.AsyncServer,
    namespace: str,
    event: LiveEvent,
    database: Database,
    greeter: Greeter,
    needs: Mapping[str, Any],
) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def handle(sid: str, raw: object = None) -> dict[str, Any]:
        room = Room(sid)
        try:
            payload = event.payload.model_validate(raw)
            environ = (await server.get_session(sid, namespace=namespace))["environ"]
            async with database.transaction() as session:
                # Asked again for each event: a session that was ended must not go on over an open socket.
                actor = await greeter.by_handshake(environ, session)
                _check(actor, event.permission)
                answer = await event.run(payload, actor=actor, session=session, now=utc_now(), room=room, **needs)
        except ValidationError:
            return _refusal(Invalid("That message is not of the expected shape. Load the page again."))
        except AppError as error:
            return _refusal(error)
        except Exception:
            log.exception("live_event_failed", event_name=event.name)
            return {
                "ok": False,
                "code": "server_trouble",
                "message": "Something broke on our side. What was saved is safe. Try again.",
            }
        for name in room.joined:
            await server.enter_room(sid, name, namespace=namespace)
        for name, content, to in room.said:
            await server.emit(name, content, to=to, skip_sid=sid, namespace=namespace)
        return {"ok": True, **answer}

    return handle


def _check(actor: Actor, permission: Permission) -> None:
    if not actor.may(permission):
        raise NotSignedIn if actor.person_id is None else NotAllowed


def _refusal(error: AppError) -> dict[str, Any]:
    return {"ok": False, "code": error.code, "message": error.text, **error.details}
