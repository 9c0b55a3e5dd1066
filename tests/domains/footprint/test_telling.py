"""Public work in talks with the coach: chosen for the talk, quoted with its day, and gone with the agreement."""

import pytest
from tests.domains.footprint.conftest import Sites
from tests.people import NOW, Cast

from evenhand.domains.coaching.schemas.chat import MessageIn, MessageOut, ThreadIn, ThreadOut
from evenhand.domains.coaching.service import chat
from evenhand.domains.consents import service as consents
from evenhand.kit.clock import utc_now

QUESTION = "Which languages do I use on GitHub?"


async def talk(sites: Sites, cast: Cast, question: str, *, chosen: bool = True) -> ThreadOut:
    """A talk with one question in it, and its answer."""
    house, now = sites.house, utc_now()
    wanted = ThreadIn(also=["footprint"] if chosen else [])
    async with house.database.transaction() as session:
        thread = await chat.start(session, wanted, actor=cast.mira.actor, vault=house.vault, now=now)
        said = MessageIn(text=question)
        await chat.put(session, said, actor=cast.mira.actor, thread_id=thread.id, vault=house.vault, now=now)
    await sites.work()
    async with house.database.transaction() as session:
        return await chat.shown(
            session,
            actor=cast.mira.actor,
            thread_id=thread.id,
            vault=house.vault,
            asking=house.asking,
            public_work=house.public_work,
            now=now,
        )


async def told(sites: Sites, cast: Cast, question: str, *, chosen: bool = True) -> MessageOut:
    """What the coach answers."""
    return (await talk(sites, cast, question, chosen=chosen)).messages[-1]


@pytest.fixture
async def looked(sites: Sites, cast: Cast) -> Sites:
    """Mira's accounts at both sites have been looked at."""
    await sites.link(cast.mira, "github", "octo-mira")
    await sites.link(cast.mira, "stackexchange", "https://stackoverflow.com/users/22656")
    await sites.work()
    return sites


class TestWithoutModel:
    @pytest.mark.parametrize(
        ("question", "says"),
        [
            (QUESTION, "Rust (6 projects)"),
            ("What languages are my repositories in?", "Rust (6 projects)"),
            ("Which changes of mine did open source projects take?", "Fix the tides"),
            ("What did I answer on Stack Overflow?", "rust (12 answers)"),
            ("На каких языках программирования мой код на GitHub?", "Rust (6 проектов)"),
            ("На какие вопросы я отвечала на Stack Overflow?", "rust (12 ответов)"),
        ],
    )
    async def test_quotes_what_was_found_with_its_day(
        self, looked: Sites, cast: Cast, question: str, says: str
    ) -> None:
        answer = await told(looked, cast, question)
        assert says in answer.text
        assert answer.sources[0].kind == "footprint"
        assert answer.sources[0].quote in answer.text
        assert "21" in answer.sources[0].quote

    async def test_says_nothing_of_it_where_it_was_not_chosen(self, looked: Sites, cast: Cast) -> None:
        answer = await told(looked, cast, QUESTION, chosen=False)
        assert "Rust" not in answer.text
        assert "footprint" not in {one.kind for one in answer.sources}

    async def test_says_nothing_of_it_once_the_agreement_is_taken_back(self, looked: Sites, cast: Cast) -> None:
        async with looked.house.database.transaction() as session:
            await consents.withdraw(session, actor=cast.mira.actor, name="footprint", now=NOW)
        seen = await talk(looked, cast, QUESTION)
        assert "Rust" not in seen.messages[-1].text
        assert seen.context.also == []


class TestTexts:
    async def test_are_shown_as_what_the_coach_sees(self, looked: Sites, cast: Cast) -> None:
        assert (await talk(looked, cast, QUESTION)).context.also == ["footprint"]

    async def test_name_neither_account_nor_address(self, looked: Sites, cast: Cast) -> None:
        house = looked.house
        async with house.database.transaction() as session:
            made = await house.public_work(session, person_id=cast.mira.id, vault=house.vault)
        assert {one.title for one in made} == {"GitHub", "stackoverflow.com"}
        said = " ".join(one.text for one in made)
        assert "octo-mira" not in said
        assert "22656" not in said
        assert "O'Hara" not in said
        assert "http" not in said

    async def test_are_nobody_elses(self, looked: Sites, cast: Cast) -> None:
        house = looked.house
        async with house.database.transaction() as session:
            assert await house.public_work(session, person_id=cast.noor.id, vault=house.vault) == []
