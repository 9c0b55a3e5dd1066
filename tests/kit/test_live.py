"""Live events over real Socket.IO connections to a real server."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import aiohttp
import pytest
import socketio
import socketio.exceptions
import structlog.testing
from pydantic import BaseModel
from sqlalchemy import text
from tests.conftest import QUICK_PASSWORDS
from tests.people import Cast, Member, make_cast
from tests.serving import serving

from evenhand import wiring
from evenhand.domains.identity import service
from evenhand.kit import live
from evenhand.kit.clock import utc_now
from evenhand.kit.csrf import session_cookie
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError
from evenhand.kit.ids import new_id
from evenhand.kit.live import MAX_PAYLOAD_BYTES, LiveEvents, Room
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.rates import Rate
from evenhand.kit.settings import Settings
from evenhand.kit.words import say
from evenhand.main import create_app
from evenhand.wiring import House

NAMESPACE = "/test"
SOON = 5  # seconds within which anything must be answered
events = LiveEvents(NAMESPACE)


class Words(BaseModel):
    words: str


class Closed(AppError):
    """A refusal whose details are not JSON by themselves."""

    status, code = 409, "closed"
    message = say("This has closed.")


@events.on("repeat", permission=Permission.ACCOUNT_USE)
async def repeat(payload: Words, *, actor: Actor, now: datetime) -> dict[str, Any]:
    return {"words": payload.words, "person": actor.person, "now": now}


@events.on("come_in", permission=Permission.ACCOUNT_USE)
async def come_in(payload: Words, *, room: Room) -> dict[str, Any]:
    room.join(payload.words)
    return {}


@events.on("note", permission=Permission.ACCOUNT_USE)
async def note(payload: Words, *, session: Session, room: Room) -> dict[str, Any]:
    """Written, said, and refused where the words ask for it."""
    await session.execute(text("INSERT INTO noted VALUES (:words)"), {"words": payload.words})
    room.say("noted", {"words": payload.words, "id": new_id()}, to="everyone")
    if payload.words == "refuse":
        raise Closed(at=utc_now(), thing=new_id())
    if payload.words == "break":
        raise RuntimeError("broken")
    if payload.words == "invalid inside":
        Words.model_validate({})
    if payload.words == "unsayable":
        return {"thing": object()}
    if payload.words == "fail at commit":
        await session.execute(text("INSERT INTO noted VALUES ('twice'), ('twice')"))
    return {}


@events.on("staff_only", permission=Permission.JOBS_WRITE)
async def staff_only(payload: Words) -> dict[str, Any]:
    return {"words": payload.words}


@dataclass
class Line:
    """One connection and what it heard."""

    client: socketio.AsyncClient
    heard: list[dict[str, Any]] = field(default_factory=list)

    async def ask(self, event: str, payload: Any = None) -> dict[str, Any]:
        answer: dict[str, Any] = await self.client.call(event, payload, namespace=NAMESPACE, timeout=SOON)
        return answer


@dataclass
class Floor:
    """A running product with the events above, its people, and a way to connect."""

    house: House
    cast: Cast
    url: str
    stack: AsyncExitStack
    refusals: list[Any] = field(default_factory=list)

    async def token_of(self, member: Member) -> str:
        async with self.house.database.transaction() as session:
            return await service.start_web_session(
                session, actor=member.actor, settings=self.house.settings, now=utc_now()
            )

    async def line(self, member: Member | None = None, *, token: str = "", **headers: str) -> Line:
        if member:
            token = await self.token_of(member)
        client = socketio.AsyncClient(reconnection=False)
        line = Line(client)

        async def noted(about: dict[str, Any]) -> None:
            line.heard.append({**about, "rows": await self.noted()})

        async def refused(about: Any) -> None:
            self.refusals.append(about)

        client.on("noted", noted, namespace=NAMESPACE)
        client.on("connect_error", refused, namespace=NAMESPACE)
        cookie = {"Cookie": f"{session_cookie(self.house.settings)}={token}"} if token else {}
        self.stack.push_async_callback(client.disconnect)
        await client.connect(self.url, headers={**cookie, **headers}, namespaces=[NAMESPACE], wait_timeout=SOON)
        return line

    async def noted(self) -> list[str]:
        """What is committed."""
        async with self.house.database.transaction() as session:
            return [words for (words,) in await session.execute(text("SELECT words FROM noted ORDER BY words"))]


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """Log lines; writing the traces of the mistakes below would take longer than the tests."""
    with structlog.testing.capture_logs() as lines:
        yield lines


@pytest.fixture
async def floor(own_database: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Floor]:
    monkeypatch.setattr(wiring, "LIVE_EVENTS", (events,))
    house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
    async with house.database.transaction() as session:
        await session.execute(text("CREATE TABLE noted (words text UNIQUE DEFERRABLE INITIALLY DEFERRED)"))
    async with serving(create_app(house)) as url, AsyncExitStack() as stack:
        yield Floor(house, await make_cast(house), url, stack)
    await house.database.close()


class TestConnecting:
    async def test_lets_in_whoever_is_signed_in(self, floor: Floor) -> None:
        line = await floor.line(floor.cast.mira)
        answer = await line.ask("repeat", {"words": "привет"})
        assert answer["ok"] is True
        assert answer["words"] == "привет"
        assert UUID(answer["person"]) == floor.cast.mira.id
        assert datetime.fromisoformat(answer["now"]).tzinfo is not None

    @pytest.mark.parametrize("token", ["", "made up", '"; drop', "a=b; =;", "x" * 4000])
    async def test_refuses_nobody_with_words(self, floor: Floor, token: str) -> None:
        with pytest.raises(socketio.exceptions.ConnectionError):
            await floor.line(token=token)
        assert floor.refusals == [{"message": "Sign in to go on."}]

    async def test_refuses_a_page_of_another_site(self, floor: Floor) -> None:
        for origin in ("http://elsewhere.example", "null", floor.url.replace("http", "https")):
            with pytest.raises(socketio.exceptions.ConnectionError):
                await floor.line(floor.cast.mira, Origin=origin)
        own = await floor.line(floor.cast.mira, Origin=floor.url)
        assert (await own.ask("repeat", {"words": "x"}))["ok"]

    async def test_refuses_a_websocket_of_another_site(self, floor: Floor) -> None:
        """Browsers send no preflight for one, so this check is all there is."""
        address = f"{floor.url}/socket.io/?EIO=4&transport=websocket"
        cookie = f"{session_cookie(floor.house.settings)}={await floor.token_of(floor.cast.mira)}"
        async with aiohttp.ClientSession() as browser:
            with pytest.raises(aiohttp.ClientError):
                await browser.ws_connect(address, headers={"Cookie": cookie, "Origin": "http://elsewhere.example"})
            async with browser.ws_connect(address, headers={"Cookie": cookie, "Origin": floor.url}) as allowed:
                assert (await allowed.receive_str()).startswith("0")

    async def test_refuses_a_namespace_without_events(self, floor: Floor) -> None:
        """Nobody would ask there who comes in."""
        client = socketio.AsyncClient(reconnection=False)
        with pytest.raises(socketio.exceptions.ConnectionError):
            await client.connect(floor.url, namespaces=["/"], wait_timeout=SOON)

    async def test_says_that_there_is_trouble_when_the_database_is_away(
        self, floor: Floor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        token = await floor.token_of(floor.cast.mira)
        async with floor.house.database.transaction() as session:
            await session.execute(text("ALTER TABLE web_session RENAME TO away"))
        with pytest.raises(socketio.exceptions.ConnectionError):
            await floor.line(token=token)
        assert "Something broke on our side" in floor.refusals[0]["message"]


class TestAnswers:
    @pytest.mark.parametrize("payload", [None, {}, {"words": 1}, [], "words", 1, {"words": None}, b"\x00", {"a": b"b"}])
    async def test_a_payload_of_another_shape(self, floor: Floor, payload: Any) -> None:
        line = await floor.line(floor.cast.mira)
        answer = await line.ask("repeat", payload)
        assert (answer["ok"], answer["code"]) == (False, "invalid")
        assert "Load the page again" in answer["message"]

    async def test_more_arguments_than_one(self, floor: Floor) -> None:
        line = await floor.line(floor.cast.mira)
        assert (await line.ask("repeat", ({"words": "one"}, {"words": "two"}, 3)))["words"] == "one"

    @pytest.mark.parametrize("event", ["no_such_event", "connection", "*", ""])
    async def test_an_event_nobody_knows(self, floor: Floor, event: str) -> None:
        line = await floor.line(floor.cast.mira)
        answer = await line.ask(event, {"words": "x"})
        assert (answer["ok"], answer["code"]) == (False, "unknown_event")

    async def test_a_missing_permission(self, floor: Floor) -> None:
        line = await floor.line(floor.cast.mira)
        answer = await line.ask("staff_only", {"words": "x"})
        assert (answer["ok"], answer["code"]) == (False, "not_allowed")
        assert (await (await floor.line(floor.cast.bob)).ask("staff_only", {"words": "x"}))["ok"]

    async def test_more_than_anyone_could_write(self, floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(live, "EVENT_RATE", Rate("live-event", times=2, seconds=60))
        line, other = await floor.line(floor.cast.mira), await floor.line(floor.cast.mira)
        codes = [(await line.ask("note", {"words": str(number)})).get("code") for number in range(3)]
        assert codes == [None, None, "too_many_attempts"]
        assert await floor.noted() == ["0", "1"]
        assert (await other.ask("repeat", {"words": "x"}))["ok"]

    async def test_a_refusal_with_its_details(self, floor: Floor) -> None:
        line = await floor.line(floor.cast.mira)
        answer = await line.ask("note", {"words": "refuse"})
        assert (answer["ok"], answer["code"], answer["message"]) == (False, "closed", "This has closed.")
        assert UUID(answer["thing"])
        assert datetime.fromisoformat(answer["at"]).tzinfo == UTC
        assert await floor.noted() == []

    @pytest.mark.parametrize("words", ["break", "invalid inside", "unsayable", "fail at commit"])
    async def test_a_mistake_of_ours(self, floor: Floor, words: str, logged: list[MutableMapping[str, Any]]) -> None:
        line = await floor.line(floor.cast.mira)
        answer = await line.ask("note", {"words": words})
        assert answer == {
            "ok": False,
            "code": "server_trouble",
            "message": "Something broke on our side. What was saved is safe. Try again.",
        }
        assert await floor.noted() == []
        assert [line["event"] for line in logged] == ["live_event_failed"]
        assert (await line.ask("repeat", {"words": "still here"}))["ok"]

    async def test_a_payload_that_is_too_large_ends_the_connection(self, floor: Floor) -> None:
        line = await floor.line(floor.cast.mira)
        largest = MAX_PAYLOAD_BYTES - 100
        assert (await line.ask("repeat", {"words": "x" * largest}))["ok"]
        await line.client.emit("repeat", {"words": "x" * (MAX_PAYLOAD_BYTES + 100)}, namespace=NAMESPACE)
        await until(lambda: not line.client.connected)
        assert (await (await floor.line(floor.cast.mira)).ask("repeat", {"words": "x"}))["ok"]


class TestEndedSession:
    async def test_is_refused_at_the_next_event_and_hears_nothing_after_it(self, floor: Floor) -> None:
        token = await floor.token_of(floor.cast.mira)
        ended, other = await floor.line(token=token), await floor.line(floor.cast.mira)
        for line in (ended, other):
            assert (await line.ask("come_in", {"words": "everyone"}))["ok"]
        async with floor.house.database.transaction() as session:
            await service.end_web_session(session, token=token)
        answer = await ended.ask("note", {"words": "late"})
        assert (answer["ok"], answer["code"]) == (False, "not_signed_in")
        assert await floor.noted() == []
        assert (await (await floor.line(floor.cast.noor)).ask("note", {"words": "secret"}))["ok"]
        await until(lambda: other.heard)
        assert ended.heard == []


class TestRoom:
    async def test_hears_what_is_said_once_it_is_committed_and_the_sender_does_not(self, floor: Floor) -> None:
        sender, same_person, other, outside = [
            await floor.line(member) for member in (floor.cast.mira, floor.cast.mira, floor.cast.bob, floor.cast.noor)
        ]
        for line in (sender, same_person, other):
            assert (await line.ask("come_in", {"words": "everyone"}))["ok"]
        await outside.ask("come_in", {"words": "elsewhere"})
        assert (await sender.ask("note", {"words": "first"})) == {"ok": True}
        await until(lambda: same_person.heard and other.heard)
        for line in (same_person, other):
            [heard] = line.heard
            assert heard["words"] == "first"
            assert UUID(heard["id"])
            assert heard["rows"] == ["first"]  # read by another connection at the moment it was heard
        assert sender.heard == outside.heard == []

    @pytest.mark.parametrize("words", ["refuse", "break", "unsayable", "fail at commit"])
    async def test_hears_nothing_of_what_was_rolled_back(self, floor: Floor, words: str) -> None:
        sender, other = await floor.line(floor.cast.mira), await floor.line(floor.cast.bob)
        await other.ask("come_in", {"words": "everyone"})
        assert not (await sender.ask("note", {"words": words}))["ok"]
        assert (await sender.ask("note", {"words": "afterwards"}))["ok"]
        await until(lambda: other.heard)
        assert [heard["words"] for heard in other.heard] == ["afterwards"]

    async def test_hears_of_a_sender_who_is_gone(self, floor: Floor) -> None:
        sender, other = await floor.line(floor.cast.mira), await floor.line(floor.cast.bob)
        await other.ask("come_in", {"words": "everyone"})
        await sender.client.emit("note", {"words": "last words"}, namespace=NAMESPACE)
        await until(lambda: other.heard)
        await sender.client.disconnect()
        assert await floor.noted() == ["last words"]


class TestOn:
    def test_refuses_an_event_without_a_typed_payload(self) -> None:
        with pytest.raises(TypeError, match="typed payload"):

            @LiveEvents("/x").on("x", permission=Permission.ANYONE)
            async def event(payload: dict[str, Any]) -> dict[str, Any]:
                return payload


async def until(look: Callable[[], object]) -> None:
    for _ in range(SOON * 50):
        if look():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"waited {SOON} s in vain")
