"""The interview room over real Socket.IO connections to a real server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
import socketio
from tests.conftest import QUICK_PASSWORDS
from tests.interviewing import GOOD, asked, make_interview
from tests.people import Cast, Member, make_cast
from tests.serving import serving

from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Answer, Interview
from evenhand.domains.interviews.rules.taking import DECLINED
from evenhand.kit.clock import utc_now
from evenhand.kit.csrf import session_cookie
from evenhand.kit.ids import new_id
from evenhand.kit.live import EVENT_RATE
from evenhand.kit.settings import Settings
from evenhand.main import create_app
from evenhand.wiring import House

SOON = 10  # seconds within which anything must be answered
NAMESPACE = "/interview"


@dataclass
class Tab:
    """One connection of a person, and the states it was told without asking."""

    client: socketio.AsyncClient
    interview_id: UUID
    states: list[dict[str, Any]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, event: str, **payload: Any) -> dict[str, Any]:
        plain = {name: str(value) if isinstance(value, UUID) else value for name, value in payload.items()}
        return await self.send(event, {"interview_id": str(self.interview_id), **plain})

    async def send(self, event: str, payload: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await self.client.call(event, payload, namespace=NAMESPACE, timeout=SOON)
        return answer

    async def hears(self, count: int) -> list[dict[str, Any]]:
        """The states it was told, once there are so many."""
        async with asyncio.timeout(SOON):
            while len(self.states) < count:
                self.news.clear()
                await self.news.wait()
        return self.states


@dataclass
class Place:
    """A running product in which Mira is invited to an interview of three questions."""

    house: House
    cast: Cast
    interview: Interview
    questions: list[UUID]
    url: str
    stack: AsyncExitStack

    async def tab(self, member: Member) -> Tab:
        house = self.house
        async with house.database.transaction() as session:
            token = await identity.start_web_session(
                session, actor=member.actor, settings=house.settings, now=utc_now()
            )
        client = socketio.AsyncClient(reconnection=False)
        tab = Tab(client, self.interview.id)

        async def heard(state: dict[str, Any]) -> None:
            tab.states.append(state)
            tab.news.set()

        client.on("state", heard, namespace=NAMESPACE)
        self.stack.push_async_callback(client.disconnect)
        cookie = {"Cookie": f"{session_cookie(house.settings)}={token}"}
        await client.connect(self.url, headers=cookie, namespaces=[NAMESPACE], wait_timeout=SOON)
        return tab

    async def stored(self) -> dict[UUID, Answer]:
        """What is committed."""
        async with self.house.database.transaction() as session:
            return await queries.answers(session, org_id=self.interview.org_id, interview_id=self.interview.id)


@pytest.fixture
async def place(own_database: str, settings: Settings) -> AsyncIterator[Place]:
    house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
    cast = await make_cast(house)
    interview = await make_interview(house, cast, now=utc_now())
    ids = [one.id for one in await asked(house, interview)]
    async with serving(create_app(house)) as url, AsyncExitStack() as stack:
        yield Place(house, cast, interview, ids, url, stack)
    await house.database.close()


class TestRoom:
    async def test_takes_an_interview_to_its_end_and_tells_every_tab(self, place: Place) -> None:
        first, second, third = place.questions
        one, two = await place.tab(place.cast.mira), await place.tab(place.cast.mira)
        state = (await one.ask("join"))["state"]
        assert (state["status"], state["total"], state["question"]["id"]) == ("invited", 3, str(first))
        assert (await two.ask("join"))["state"] == state

        saved = await one.ask("draft", question_id=first, text="I roll back")
        assert saved["ok"]
        assert (await two.ask("join"))["state"]["saved_at"] == saved["saved_at"]
        assert not (await place.stored())[first].answered_at

        reply = await one.ask("answer", question_id=first, text=GOOD, client_id="made-here")
        assert reply["state"]["question"]["id"] == str(second)
        assert (await place.stored())[first].answered_at  # before it was acknowledged
        assert (await two.hears(1))[0] == reply["state"]

        reply = await two.ask("decline", question_id=second)
        assert reply["state"]["earlier"][1]["answer"] == DECLINED
        assert (await one.hears(1))[0] == reply["state"]

        reply = await one.ask("answer", question_id=third, text=GOOD, client_id="made-here-too")
        assert (reply["state"]["status"], reply["state"]["question"]) == ("completed", None)
        assert (await two.hears(2))[1] == reply["state"]
        assert one.states == [one.states[0]]  # a tab is not told what it was answered

    async def test_an_answer_sent_again_changes_nothing(self, place: Place) -> None:
        first = place.questions[0]
        one, two = await place.tab(place.cast.mira), await place.tab(place.cast.mira)
        for tab in (one, two):
            await tab.ask("join")
        replies = await asyncio.gather(
            one.ask("answer", question_id=first, text=GOOD, client_id="a"),
            one.ask("answer", question_id=first, text=GOOD, client_id="a"),
            two.ask("answer", question_id=first, text="Words of the other tab.", client_id="b"),
            two.ask("decline", question_id=first),
        )
        assert all(reply["ok"] for reply in replies)
        assert len({reply["state"]["earlier"][0]["answer"] for reply in replies}) == 1
        assert {reply["state"]["answered"] for reply in replies} == {1}

    async def test_refuses_what_comes_out_of_order_and_says_where_the_interview_stands(self, place: Place) -> None:
        first, second, _ = place.questions
        tab = await place.tab(place.cast.mira)
        for question_id in (second, new_id()):
            reply = await tab.ask("answer", question_id=question_id, text=GOOD, client_id="x")
            assert (reply["ok"], reply["code"]) == (False, "not_this_question")
            assert reply["state"]["question"]["id"] == str(first)
        assert (await tab.ask("draft", question_id=second, text="x"))["code"] == "not_this_question"
        assert (await tab.ask("decline", question_id=second))["code"] == "not_this_question"
        assert await place.stored() == {}

    @pytest.mark.parametrize(
        "payload",
        [
            None,
            "words",
            7,
            [],
            {},
            {"interview_id": "no id"},
            {"interview_id": str(new_id()), "question_id": str(new_id()), "text": {"a": 1}},
            {"interview_id": str(new_id()), "question_id": None, "text": "x"},
            {"interview_id": str(new_id()), "question_id": str(new_id()), "text": "x", "client_id": "x" * 101},
        ],
    )
    async def test_answers_what_has_another_shape(self, place: Place, payload: Any) -> None:
        tab = await place.tab(place.cast.mira)
        for event in ("answer",) if isinstance(payload, dict) and "interview_id" in payload else ("join", "answer"):
            reply = await tab.send(event, payload)
            assert (reply["ok"], reply["code"]) == (False, "invalid")
        assert (await tab.ask("join"))["ok"]

    async def test_tells_the_older_tab_that_another_has_the_interview(self, place: Place) -> None:
        first = place.questions[0]
        one, two = await place.tab(place.cast.mira), await place.tab(place.cast.mira)
        await one.ask("join", tab="one")
        await two.ask("join", tab="two")
        assert (await one.hears(1))[0]["held_by"] == "two"
        refused = await one.ask("answer", tab="one", question_id=first, text=GOOD)
        assert (refused["ok"], refused["code"], refused["state"]["held_by"]) == (False, "open_elsewhere", "two")
        assert await place.stored() == {}
        back = await one.ask("join", tab="one", take=False)  # after a lost connection
        assert back["state"]["held_by"] == "two"
        await one.ask("join", tab="one")
        assert (await one.ask("answer", tab="one", question_id=first, text=GOOD))["ok"]

    async def test_takes_acts_in_any_order_and_any_number_without_damage(self, place: Place) -> None:
        first = place.questions[0]
        tab = await place.tab(place.cast.mira)
        for act in ("go_on", "rest", "drop_other", "use_other", "pause", "pause", "go_on", "go_on"):
            assert (await tab.ask("act", act=act))["ok"], act
        for act, code in (("finish", "not_all_answered"), ("change", "not_this_question"), ("explode", "invalid")):
            assert (await tab.ask("act", act=act, question_id=first))["code"] == code
        assert (await tab.ask("act", act="extra", extra=7))["code"] == "invalid"
        assert await place.stored() == {}
        assert (await tab.ask("join"))["state"]["question"]["id"] == str(first)

    async def test_refuses_a_flood_in_words_and_keeps_the_room(self, place: Place) -> None:
        first = place.questions[0]
        tab = await place.tab(place.cast.mira)
        await tab.ask("draft", question_id=first, text="Words before the flood.")
        codes = [(await tab.ask("here")).get("code", "") for _ in range(EVENT_RATE.times + 5)]
        assert set(codes) == {"", "too_many_attempts"}
        other = await place.tab(place.cast.mira)  # a connection of its own is not held up by it
        assert (await other.ask("join"))["state"]["draft"] == "Words before the flood."

    async def test_refuses_empty_and_endless_answers_in_words(self, place: Place) -> None:
        first = place.questions[0]
        tab = await place.tab(place.cast.mira)
        empty = await tab.ask("answer", question_id=first, text=" \n ", client_id="x")
        assert "I don’t know this one" in empty["message"]
        endless = await tab.ask("answer", question_id=first, text="x" * 20_001, client_id="x")
        assert "20,001 characters" in endless["message"]
        assert await place.stored() == {}

    async def test_lets_nobody_else_in(self, place: Place) -> None:
        first = place.questions[0]
        mira = await place.tab(place.cast.mira)
        await mira.ask("join")
        for other in (place.cast.noor, place.cast.bob, place.cast.charlie):
            tab = await place.tab(other)
            for event, payload in (
                ("join", {}),
                ("answer", {"question_id": first, "text": GOOD, "client_id": "x"}),
                ("draft", {"question_id": first, "text": GOOD}),
                ("decline", {"question_id": first}),
                ("here", {}),
                ("act", {"act": "finish"}),
            ):
                refused = "interview_not_found" if other is place.cast.noor else "not_allowed"
                assert (await tab.ask(event, **payload))["code"] == refused
            await mira.ask("answer", question_id=first, text=GOOD, client_id="x")
            assert tab.states == []

    async def test_refuses_a_connection_without_a_sign_in(self, place: Place) -> None:
        client = socketio.AsyncClient(reconnection=False)
        place.stack.push_async_callback(client.disconnect)
        with pytest.raises(socketio.exceptions.ConnectionError):
            await client.connect(place.url, namespaces=[NAMESPACE], wait_timeout=SOON)
