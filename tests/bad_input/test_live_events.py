"""Live events no page of ours sends: of the wrong shape, before joining, out of order, about what is someone else's."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import socketio

from evenhand.domains.identity import service as identity
from evenhand.kit.clock import utc_now
from evenhand.kit.csrf import session_cookie
from evenhand.kit.ids import new_id
from evenhand.kit.live import MAX_PAYLOAD_BYTES
from evenhand.kit.settings import Settings
from evenhand.main import create_app
from evenhand.wiring import LIVE_EVENTS, House
from tests.bad_input.aftermath import TRACES, nothing_left_behind
from tests.conftest import QUICK_PASSWORDS
from tests.interviewing import make_interview
from tests.people import make_cast
from tests.serving import serving

SOON = 10  # seconds within which anything must be answered
EVENTS = [(group.namespace, event.name) for group in LIVE_EVENTS for event in group.all]
SHAPES: list[tuple[str, Any]] = [
    ("nothing", None),
    ("words", "join"),
    ("a number", 7),
    ("a list", [{"interview_id": str(new_id())}]),
    ("no fields", {}),
    ("no id", {"interview_id": "no id"}),
    ("an id of another type", {"interview_id": 7}),
    ("fields of other types", {"interview_id": {}, "question_id": [], "text": {"a": 1}, "act": None, "tab": 7}),
    ("zero bytes", {"interview_id": "\x00", "question_id": "\x00", "text": "\x00", "act": "\x00"}),
    ("bytes", {"interview_id": b"\x00\xff"}),
    ("a hundred levels", {"interview_id": json.loads("[" * 100 + "]" * 100)}),
    ("nearly too much", {"interview_id": "x" * (MAX_PAYLOAD_BYTES - 1000)}),
]


@pytest.fixture
async def house(own_database: str, settings: Settings) -> AsyncIterator[House]:
    house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
    yield house
    await house.database.close()


@pytest.fixture
async def ask(house: House) -> AsyncIterator[Any]:
    """`await ask(namespace, event, payload)` as Noor, while there is an interview of Mira's."""
    cast = await make_cast(house)
    interview = await make_interview(house, cast, now=utc_now())
    async with house.database.transaction() as session:
        token = await identity.start_web_session(session, actor=cast.noor.actor, settings=house.settings, now=utc_now())
    cookie = {"Cookie": f"{session_cookie(house.settings)}={token}"}
    async with serving(create_app(house)) as url, AsyncExitStack() as stack:
        client = socketio.AsyncClient(reconnection=False)
        stack.push_async_callback(client.disconnect)
        namespaces = sorted({namespace for namespace, _ in EVENTS})
        await client.connect(url, headers=cookie, namespaces=namespaces, wait_timeout=SOON)

        async def send(namespace: str, event: str, payload: Any) -> dict[str, Any]:
            if isinstance(payload, dict) and payload.get("interview_id") == "theirs":
                payload = {**payload, "interview_id": str(interview.id)}
            answer: dict[str, Any] = await client.call(event, payload, namespace=namespace, timeout=SOON)
            return answer

        yield send


class TestEveryEvent:
    async def test_of_another_shape_is_refused_in_words(self, ask: Any, house: House) -> None:
        async with nothing_left_behind(house.database):
            for namespace, event in EVENTS:
                for name, payload in SHAPES:
                    answer = await ask(namespace, event, payload)
                    assert (answer["ok"], answer["code"]) == (False, "invalid"), (event, name)
                    _speaks_plainly(answer)

    async def test_about_what_is_not_theirs_finds_nothing(self, ask: Any, house: House) -> None:
        """Before joining and in no order: whatever is sent, somebody else's interview is not there."""
        rest = {"question_id": str(new_id()), "text": "Words.", "act": "finish", "saved_at": None}
        async with nothing_left_behind(house.database):
            for interview_id in ("theirs", str(new_id())):
                for namespace, event in reversed(EVENTS):
                    answer = await ask(namespace, event, {"interview_id": interview_id, **rest})
                    assert (answer["ok"], answer["code"]) == (False, "interview_not_found"), event
                    _speaks_plainly(answer)

    async def test_nobody_knows_is_refused_in_words(self, ask: Any, house: House) -> None:
        async with nothing_left_behind(house.database):
            for namespace in {namespace for namespace, _ in EVENTS}:
                for event in ("explode", "__class__", "on_connect", "x" * 5000):
                    answer = await ask(namespace, event, {})
                    assert (answer["ok"], answer["code"]) == (False, "unknown_event")


def _speaks_plainly(answer: dict[str, Any]) -> None:
    assert answer["message"].endswith((".", "?")), answer
    assert [trace for trace in TRACES if trace in str(answer)] == []
