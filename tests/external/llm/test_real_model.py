"""The same contract with a real model behind it: SmolLM2 135M, served by llama.cpp. Small prompts, short answers."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel
from tests.people import Cast

from evenhand.domains.coaching.rules.refining import Statement
from evenhand.domains.coaching.service.refining import refine
from evenhand.domains.llm import queries
from evenhand.engines.tailoring import refused_words, sources_of
from evenhand.external.llm import Away, Brief, Message, Tally
from evenhand.external.llm.chain import Chain
from evenhand.kit.endpoints import Endpoint
from evenhand.wiring import House


class Worked(BaseModel):
    """What a sentence says."""

    name: str
    years: int


def chain(url: str, **more: object) -> Chain:
    return Chain(
        [
            Endpoint.model_validate(
                {"key": "local", "url": url, "model": "smollm2", "own": True, "temperature": 0, **more}
            )
        ]
    )


def brief(text: str, *, most_tokens: int) -> Brief:
    return Brief([Message("user", text)], most_tokens=most_tokens)


class TestRewording:
    async def test_keeps_nothing_that_the_resume_does_not_say(self, smollm: str, house: House, cast: Cast) -> None:
        resume = {"work": [{"name": "Depot", "highlights": ["Responsible for building services in Python."]}]}
        sources = sources_of(resume)
        (statement,) = (Statement(one.pointer, one.text) for one in sources if "/highlights/" in one.pointer)
        by = await refine(
            replace(house.asking, models=chain(smollm, seconds=60)),
            feature="review",
            person_id=cast.mira.id,
            statements=[statement],
            sources=sources,
            language="en",
            most_tokens=100,
        )
        assert by.why in {"", "unusable"}
        for one in by.wordings:
            about: dict[str, Any] = {"pointer": statement.pointer, "sources": sources, "language": "en"}
            assert refused_words(statement.text, one.after, **about) == ()
        async with house.database.transaction() as session:
            (call,) = await queries.calls(session, person_id=cast.mira.id)
        assert (call.endpoint, call.prompt) == ("local", "reword.v1")
        assert call.tokens_out > 0
        assert call.state == ("answered" if not by.why else "unusable")
        assert call.said_sealed


class TestSmolLM:
    async def test_completes_and_says_what_it_took(self, smollm: str) -> None:
        answer = await chain(smollm, price_in=1).complete(brief("Say hello.", most_tokens=8))
        assert answer.text
        assert 0 < answer.usage.tokens_out <= 8
        assert answer.usage.cost * 1_000_000 == answer.usage.tokens_in > 0
        assert not answer.usage.estimated
        assert not answer.complete  # eight tokens were not enough, and it says so

    async def test_fills_a_model_by_its_schema(self, smollm: str) -> None:
        asked = brief("Maria Petrova has worked 7 years. Give name and years as JSON.", most_tokens=48)
        filled = await chain(smollm).fill(asked, Worked)
        assert filled.value == Worked(name="Maria Petrova", years=7)
        assert not filled.repaired

    async def test_streams(self, smollm: str) -> None:
        tally = Tally()
        pieces = [piece async for piece in chain(smollm).stream(brief("Count to five.", most_tokens=12), tally)]
        assert len(pieces) > 3
        assert tally.answer
        assert tally.answer.text == "".join(pieces)
        assert 0 < tally.answer.usage.tokens_out <= 12
        assert not tally.answer.usage.estimated

    async def test_stops_when_nobody_reads_any_more(self, smollm: str) -> None:
        tally = Tally()
        stream = chain(smollm).stream(brief("Write a long story.", most_tokens=400), tally)
        assert await anext(stream)
        await stream.aclose()
        assert tally.answer
        assert not tally.answer.complete
        # The one slot it has is free again at once.
        assert (await chain(smollm, seconds=20).complete(brief("Say hello.", most_tokens=4))).text

    async def test_is_given_up_after_its_time(self, smollm: str) -> None:
        with pytest.raises(Away, match="in time"):
            await chain(smollm, seconds=1).complete(brief("Write a long story.", most_tokens=1_500))
