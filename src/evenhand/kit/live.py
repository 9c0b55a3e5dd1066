"""Live events over Socket.IO: every event names its permission, reads a typed payload, commits, then acknowledges."""

import inspect
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol

import socketio
import structlog
from pydantic import BaseModel, ValidationError
from pydantic_core import to_jsonable_python
from structlog.contextvars import bind_contextvars, clear_contextvars

from evenhand.kit.clock import utc_now
from evenhand.kit.db import Database, Session
from evenhand.kit.errors import AppError, Invalid, NotAllowed, NotSignedIn
from evenhand.kit.languages import Languages, Tongue
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.rates import Rate, Rates
from evenhand.kit.words import read_in, say, tell

log = structlog.get_logger(__name__)

MAX_PAYLOAD_BYTES = 256 * 1024  # above it engine.io drops the connection without a word, so pages check first
EVENT_RATE = Rate("live-event", times=240, seconds=60)  # of one connection; a page that saves what is typed sends 30
TROUBLE = say("Something broke on our side. What was saved is safe. Try again.")
ALWAYS_GIVEN = frozenset({"actor", "session", "now", "room"})


class UnknownEvent(AppError):
    """A page of another version sends what this one does not know."""

    status, code, message = 404, "unknown_event", say("This page is out of date. Load it again.")


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
    needs: tuple[str, ...] = ()


@dataclass
class LiveEvents:
    """The events of one namespace."""

    namespace: str
    all: list[LiveEvent] = field(default_factory=list)

    def on(
        self, name: str, *, permission: Permission
    ) -> Callable[[Callable[..., Awaitable[dict[str, Any]]]], Callable[..., Awaitable[dict[str, Any]]]]:
        """Declare `async def event(payload: Model, *, need, ...) -> dict`, its answer; it is sent once it is committed.

        Needs are filled by name: actor, session, now, room (a Room), and whatever the wiring gives.
        """

        def declare(run: Callable[..., Awaitable[dict[str, Any]]]) -> Callable[..., Awaitable[dict[str, Any]]]:
            payload = next(iter(run.__annotations__.values()))
            if not (isinstance(payload, type) and issubclass(payload, BaseModel)):
                raise TypeError(f"{run.__name__} must take a typed payload first")
            needs = tuple(inspect.signature(run).parameters)[1:]
            self.all.append(LiveEvent(name, permission, payload, run, needs))
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
    rates: Rates,
    languages: Languages,
    needs: Mapping[str, Any],
) -> None:
    """Serve the events of a namespace. Whatever a caller sends is answered, with an error where it is refused.

    Raises TypeError when an event asks for something the wiring does not have.
    """
    namespace = events.namespace

    async def connect(sid: str, environ: Mapping[str, Any], _auth: object = None) -> bool:
        del sid
        read_in(_handshakes_language(environ, languages))
        try:
            async with database.transaction() as session:
                actor = await greeter.by_handshake(environ, session)
        except Exception as error:
            log.exception("live_connect_failed", namespace=namespace)
            raise socketio.exceptions.ConnectionRefusedError(tell(TROUBLE)) from error
        if actor.person_id is None:
            raise socketio.exceptions.ConnectionRefusedError(tell(NotSignedIn.message))
        return True

    async def unknown(_event: str, _sid: str, *_arguments: object) -> dict[str, Any]:
        return _refusal(UnknownEvent())

    server.on("connect", connect, namespace=namespace)
    server.on("*", unknown, namespace=namespace)
    for event in events.all:
        missing = set(event.needs) - ALWAYS_GIVEN - set(needs)
        if missing:
            raise TypeError(f"{event.name} needs {', '.join(sorted(missing))}, which the wiring does not have")
        given = {name: needs[name] for name in event.needs if name not in ALWAYS_GIVEN}
        run = _handler(server, namespace, event, database, greeter, rates, languages, given)
        server.on(event.name, run, namespace=namespace)


def _handler(
    server: socketio.AsyncServer,
    namespace: str,
    event: LiveEvent,
    database: Database,
    greeter: Greeter,
    rates: Rates,
    languages: Languages,
    given: Mapping[str, Any],
) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def handle(sid: str, raw: object = None, *_more: object) -> dict[str, Any]:
        environ = server.get_environ(sid, namespace=namespace) or {}
        read_in(_handshakes_language(environ, languages))
        try:
            payload = event.payload.model_validate(raw)
        except ValidationError:
            return _refusal(Invalid(say("That message is not of the expected shape. Load the page again.")))
        room = Room(sid)
        clear_contextvars()
        bind_contextvars(request_id=secrets.token_hex(8))
        try:
            await rates.hit(EVENT_RATE, sid)
            async with database.transaction() as session:
                # Asked again for each event: a session that was ended must not go on over an open socket.
                actor = await greeter.by_handshake(environ, session)
                if actor.person_id:
                    bind_contextvars(person_id=str(actor.person_id))
                if actor.language:
                    read_in(languages[actor.language])
                _check(actor, event.permission)
                own = {"actor": actor, "session": session, "now": utc_now(), "room": room}
                answer = await event.run(payload, **given, **{name: own[name] for name in event.needs if name in own})
                # Before the commit: an answer that cannot be sent is a mistake of ours, and nothing of it is kept.
                answer, said = to_jsonable_python(answer), to_jsonable_python(room.said)
        except NotSignedIn as error:
            await _leave_all(server, sid, namespace)
            return _refusal(error)
        except AppError as error:
            return _trouble(error.text) if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR else _refusal(error)
        except Exception:
            log.exception("live_event_failed", event_name=event.name)
            return _trouble(TROUBLE)
        with suppress(ValueError):  # the connection has gone meanwhile; the others hear all the same
            for name in room.joined:
                await server.enter_room(sid, name, namespace=namespace)
        for name, content, to in said:
            await server.emit(name, content, to=to, skip_sid=sid, namespace=namespace)
        return {**answer, "ok": True}

    return handle


async def _leave_all(server: socketio.AsyncServer, sid: str, namespace: str) -> None:
    """A connection whose session was ended hears nothing any more."""
    for name in [name for name in server.rooms(sid, namespace=namespace) if name != sid]:
        await server.leave_room(sid, name, namespace=namespace)


def _handshakes_language(environ: Mapping[str, Any], languages: Languages) -> Tongue:
    """Until the caller is known: what their browser wishes."""
    return languages.wished(str(environ.get("HTTP_ACCEPT_LANGUAGE", ""))) or languages.fallback


def _check(actor: Actor, permission: Permission) -> None:
    if not actor.may(permission):
        raise NotSignedIn if actor.person_id is None else NotAllowed


def _trouble(message: str) -> dict[str, Any]:
    """An answer after which the page sends the same again: nothing was wrong with it."""
    return {"ok": False, "code": "server_trouble", "message": tell(message)}


def _refusal(error: AppError) -> dict[str, Any]:
    details = to_jsonable_python(error.details, fallback=str)
    return {**details, "ok": False, "code": error.code, "message": tell(error.text)}
