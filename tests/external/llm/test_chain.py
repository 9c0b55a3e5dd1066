"""Asking endpoints that fail in every way."""

import asyncio
import json
import time
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, Field, SecretStr
from tests.external.llm import fault_server as does
from tests.external.llm.fault_server import FaultServer

from evenhand.external.llm import Away, Brief, CutOff, Message, NotThere, Tally, Unusable
from evenhand.external.llm.breaker import FAILURES, REST, Breaker
from evenhand.external.llm.chain import Chain
from evenhand.external.llm.endpoint import One, retry_after
from evenhand.external.llm.null import NoLanguageModels
from evenhand.kit.endpoints import Endpoint

BRIEF = Brief([Message("system", "Be kind."), Message("user", "Say something.")], most_tokens=50, outside=True)


class Told(BaseModel):
    """A shape."""

    score: int = Field(ge=0, le=10)
    why: str


class Ticks:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def one(server: FaultServer, key: str = "first", ticks: Ticks | None = None, **more: Any) -> One:
    endpoint = Endpoint.model_validate(
        {"key": key, "url": server.url, "model": "m", "api_key": "very-secret", "seconds": 5, **more}
    )
    return One(endpoint, breaker=Breaker(ticks=ticks) if ticks else None, first_pause=0.01)


class TestComplete:
    async def test_says_text_and_cost(self, faulty: FaultServer) -> None:
        faulty.says = [does.text("Well done.")]
        answer = await Chain([one(faulty, price_in=2, price_out=10)]).complete(BRIEF)
        assert (answer.text, answer.endpoint, answer.model) == ("Well done.", "first", "fault-1")
        assert answer.usage.cost == Decimal("0.0003")

    async def test_asks_as_the_provider_wants_it_and_says_nothing_of_this_machine(self, faulty: FaultServer) -> None:
        faulty.says = [does.text("Yes.")]
        await Chain([one(faulty), one(faulty)]).complete(BRIEF)
        await Chain([one(faulty, preset="openai")]).complete(BRIEF)
        assert faulty.asked[0]["max_tokens"] == faulty.asked[1]["max_completion_tokens"] == 50
        headers = faulty.headers[0]
        assert headers["authorization"] == "Bearer very-secret"
        told = {name for name in headers if name.startswith("x-stainless-")}
        assert told <= {"x-stainless-retry-count", "x-stainless-read-timeout"}  # which the SDK adds to each request
        assert headers["user-agent"] == "Evenhand"

    async def test_takes_no_account_from_the_environment(
        self, faulty: FaultServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_ORG_ID", "somebody-else")
        monkeypatch.setenv("OPENAI_API_KEY", "another-key")
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        faulty.says = [does.text("Yes.")]
        await Chain([one(faulty, api_key=None)]).complete(BRIEF)
        assert "openai-organization" not in faulty.headers[0]
        assert "another-key" not in faulty.headers[0]["authorization"]

    async def test_counts_roughly_where_the_endpoint_does_not(self, faulty: FaultServer) -> None:
        uncounted = does.completion("Some words here.") | {"usage": None}
        faulty.says = [does.rubbish(json.dumps(uncounted).encode())]
        usage = (await Chain([one(faulty)]).complete(BRIEF)).usage
        assert usage.estimated
        assert usage.tokens_in >= 8
        assert usage.tokens_out >= 4

    @pytest.mark.parametrize("number", [429, 500, 502, 503])
    async def test_tries_again_after_a_refusal_that_may_pass(self, faulty: FaultServer, number: int) -> None:
        faulty.says = [does.status(number), does.status(number), does.text("At last.")]
        assert (await Chain([one(faulty)]).complete(BRIEF)).text == "At last."
        assert len(faulty.asked) == 3

    @pytest.mark.parametrize("number", [400, 401, 403, 404])
    async def test_does_not_repeat_what_will_not_change(self, faulty: FaultServer, number: int) -> None:
        faulty.says = [does.status(number)]
        with pytest.raises(Away, match=str(number)) as caught:
            await Chain([one(faulty)]).complete(BRIEF)
        assert len(faulty.asked) == 1
        assert "private detail" not in str(caught.value)

    async def test_waits_as_long_as_it_is_asked_to(self, faulty: FaultServer) -> None:
        faulty.says = [does.status(429, retry_after="1"), does.text("Now.")]
        began = time.monotonic()
        assert (await Chain([one(faulty)]).complete(BRIEF)).text == "Now."
        assert time.monotonic() - began >= 1

    async def test_does_not_wait_for_minutes_but_asks_the_next(self, faulty: FaultServer) -> None:
        ticks = Ticks()
        async with FaultServer([does.text("Here.")]).running() as second:
            faulty.says = [does.status(429, retry_after="90")]
            chain = Chain([one(faulty, ticks=ticks), one(second, "second")])
            assert (await chain.complete(BRIEF)).endpoint == "second"
            assert chain.places()[0].resting == 90
            assert (await chain.complete(BRIEF)).endpoint == "second"
            assert len(faulty.asked) == 1
            ticks.now += 91
            faulty.says = [does.text("Back.")]
            assert (await chain.complete(BRIEF)).endpoint == "first"

    @pytest.mark.parametrize("body", [b"<html>welcome</html>", b"{}", b'{"choices": []}', b"", b"\xff\xfe", b"null"])
    async def test_takes_nothing_that_is_no_completion(self, faulty: FaultServer, body: bytes) -> None:
        faulty.says = [does.rubbish(body)]
        with pytest.raises(Away, match="something else"):
            await Chain([one(faulty)]).complete(BRIEF)

    async def test_follows_no_redirect(self, faulty: FaultServer) -> None:
        async with FaultServer([does.text("Thanks for the text.")]).running() as elsewhere:
            faulty.says = [does.redirect(f"{elsewhere.url}/chat/completions")]
            with pytest.raises(Away):
                await Chain([one(faulty)]).complete(BRIEF)
            assert elsewhere.asked == []

    async def test_gives_up_in_time(self, faulty: FaultServer) -> None:
        faulty.says = [does.never()]
        began = time.monotonic()
        with pytest.raises(Away, match="in time"):
            await Chain([one(faulty, seconds=1)]).complete(BRIEF)
        assert time.monotonic() - began < 15

    async def test_hangs_up_when_whoever_asked_goes(self, faulty: FaultServer) -> None:
        faulty.says = [does.never()]
        chain = Chain([one(faulty)])
        asking = asyncio.create_task(chain.complete(BRIEF))
        while not faulty.asked:  # noqa: ASYNC110 - the server's list is the condition
            await asyncio.sleep(0.01)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await asyncio.wait_for(faulty.gone.wait(), 5)
        assert chain.places()[0].trouble == ""

    async def test_asks_nobody_outside_without_leave(self, faulty: FaultServer) -> None:
        faulty.says = [does.text("Yes.")]
        inside = Brief(BRIEF.messages)
        with pytest.raises(NotThere):
            await Chain([one(faulty)]).complete(inside)
        assert faulty.asked == []
        assert (await Chain([one(faulty), one(faulty, "ours", own=True)]).complete(inside)).endpoint == "ours"

    async def test_says_where_it_failed_and_never_the_key(self, faulty: FaultServer) -> None:
        faulty.says = [does.status(401)]
        chain = Chain([one(faulty)])
        with pytest.raises(Away):
            await chain.complete(BRIEF)
        [place] = chain.places()
        assert place.trouble == "first answered with 401."
        assert place.has_api_key
        assert "very-secret" not in repr(chain.places())


class TestBreaker:
    async def test_leaves_an_endpoint_alone_that_keeps_failing(self, faulty: FaultServer) -> None:
        ticks = Ticks()
        faulty.says = [does.status(400)]
        chain = Chain([one(faulty, ticks=ticks)])
        for _ in range(FAILURES + 3):
            with pytest.raises(Away):
                await chain.complete(BRIEF)
        assert len(faulty.asked) == FAILURES
        ticks.now += REST + 1
        with pytest.raises(Away):
            await chain.complete(BRIEF)
        assert len(faulty.asked) == FAILURES + 1
        ticks.now += REST + 1  # not enough: the second rest is longer
        with pytest.raises(Away, match="rests"):
            await chain.complete(BRIEF)
        ticks.now += REST
        faulty.says = [does.text("Well again.")]
        assert (await chain.complete(BRIEF)).text == "Well again."
        assert chain.places()[0].trouble == ""

    def test_lets_one_try_after_a_rest(self) -> None:
        ticks = Ticks()
        breaker = Breaker(ticks=ticks)
        for _ in range(FAILURES):
            assert breaker.enter()
            breaker.failed("no")
        assert not breaker.enter()
        ticks.now += REST
        assert breaker.enter()
        assert not breaker.enter()
        breaker.left()
        assert breaker.enter()


class TestFill:
    async def test_reads_what_was_wrapped(self, faulty: FaultServer) -> None:
        faulty.says = [does.text('<think>{"score": 1}</think>```json\n{"score": 7, "why": "ok"}\n```')]
        filled = await Chain([one(faulty)]).fill(BRIEF, Told)
        assert filled.value == Told(score=7, why="ok")
        assert faulty.asked[0]["response_format"]["json_schema"]["schema"] == Told.model_json_schema()

    @pytest.mark.parametrize("first", ["No.", '{"score": 7', '{"score": 99, "why": "x"}', "", None, '{"why": "x"}'])
    async def test_has_an_answer_mended_once(self, faulty: FaultServer, first: str | None) -> None:
        faulty.says = [does.text(first), does.value({"score": 9, "why": "better"})]
        filled = await Chain([one(faulty)]).fill(BRIEF, Told)
        assert filled.value.score == 9
        assert filled.repaired
        assert filled.answer.usage.tokens_in == 200
        assert list(filled.answer.raw) == [first or "", '{"score": 9, "why": "better"}']
        said = faulty.asked[1]["messages"]
        assert said[-2]["role"] == "assistant"
        assert "cannot be used" in said[-1]["content"]

    async def test_names_the_fault(self, faulty: FaultServer) -> None:
        faulty.says = [does.value({"score": 99, "why": "x"}), does.value({"score": 9, "why": "x"})]
        await Chain([one(faulty)]).fill(BRIEF, Told)
        assert "score: Input should be less than or equal to 10" in faulty.asked[1]["messages"][-1]["content"]

    async def test_refuses_after_the_second_and_says_what_it_took(self, faulty: FaultServer) -> None:
        faulty.says = [does.value({"wrong": True})]
        chain = Chain([one(faulty)])
        with pytest.raises(Unusable) as caught:
            await chain.fill(BRIEF, Told)
        assert len(faulty.asked) == 2
        assert caught.value.usage.tokens_in == 200
        assert len(caught.value.raw) == 2
        assert chain.places()[0].trouble == ""

    async def test_asks_the_next_model_then(self, faulty: FaultServer) -> None:
        faulty.says = [does.value({"wrong": True})]
        async with FaultServer([does.value({"score": 3, "why": "y"})]).running() as second:
            filled = await Chain([one(faulty), one(second, "second")]).fill(BRIEF, Told)
        assert filled.answer.endpoint == "second"

    async def test_gives_the_schema_in_words_where_it_has_to(self, faulty: FaultServer) -> None:
        faulty.says = [does.value({"score": 3, "why": "y"})]
        await Chain([one(faulty, preset="deepseek")]).fill(BRIEF, Told)
        assert faulty.asked[0]["response_format"] == {"type": "json_object"}
        assert '"maximum": 10' in faulty.asked[0]["messages"][1]["content"]


class TestStream:
    async def test_gives_pieces_as_they_are(self, faulty: FaultServer) -> None:
        faulty.says = [does.pieces("One\n\n", "data: [DONE]\n", "three ", "четыре")]
        tally = Tally()
        assert [p async for p in Chain([one(faulty)]).stream(BRIEF, tally)] == tally.pieces
        assert "".join(tally.pieces) == "One\n\ndata: [DONE]\nthree четыре"
        assert tally.answer
        assert tally.answer.complete
        assert tally.answer.usage.estimated

    async def test_says_when_it_was_cut(self, faulty: FaultServer) -> None:
        faulty.says = [does.pieces("Half of", cut=True)]
        tally = Tally()
        async with FaultServer([does.pieces("all")]).running() as second:
            with pytest.raises(CutOff):
                async for _ in Chain([one(faulty), one(second, "second")]).stream(BRIEF, tally):
                    pass
            assert second.asked == []  # two halves of two models are no answer
        assert tally.pieces == ["Half of"]
        assert tally.answer
        assert not tally.answer.complete

    async def test_without_an_end_is_cut_too(self, faulty: FaultServer) -> None:
        faulty.says = [does.rubbish(does.chunk("Half") + b"data: [DONE]\n\n", does.EVENTS)]
        with pytest.raises(CutOff):
            async for _ in Chain([one(faulty)]).stream(BRIEF, Tally()):
                pass

    @pytest.mark.parametrize("first", [does.status(500), does.status(401), does.rubbish(b"data: {\n\n", does.EVENTS)])
    async def test_asks_the_next_while_nothing_has_come(self, faulty: FaultServer, first: does.Doing) -> None:
        faulty.says = [first]
        async with FaultServer([does.pieces("all")]).running() as second:
            chain = Chain([one(faulty), one(second, "second")])
            assert [p async for p in chain.stream(BRIEF, Tally())] == ["all"]

    async def test_hangs_up_when_it_is_closed(self, faulty: FaultServer) -> None:
        faulty.says = [does.never("One", "two")]
        tally = Tally()
        stream = Chain([one(faulty)]).stream(BRIEF, tally)
        assert await anext(stream) == "One"
        await stream.aclose()
        await asyncio.wait_for(faulty.gone.wait(), 5)
        assert tally.answer
        assert tally.answer.text == "One"


class TestNull:
    async def test_says_that_it_is_not_there(self) -> None:
        nobody = NoLanguageModels()
        assert nobody.places() == ()
        with pytest.raises(NotThere):
            await nobody.complete(BRIEF)
        with pytest.raises(NotThere):
            await nobody.fill(BRIEF, Told)
        with pytest.raises(NotThere):
            await anext(nobody.stream(BRIEF, Tally()))


class TestEndpoint:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"url": ""},
            {"url": "http://models.example/v1"},
            {"preset": "openai", "own": True},
            {"url": "https://a.example/v1?key=1"},
            {"model": "m\n"},
        ],
    )
    def test_is_refused_where_it_makes_no_sense(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match=r"url|own|model|https"):
            Endpoint.model_validate({"key": "a", "url": "https://a.example/v1", "model": "m", **wrong})

    def test_keeps_its_key_to_itself(self) -> None:
        endpoint = Endpoint(key="a", preset="openai", model="m", api_key=SecretStr("very-secret"))
        assert "very-secret" not in repr(endpoint) + endpoint.model_dump_json()

    def test_reads_how_long_it_is_to_wait(self) -> None:
        assert retry_after("3") == 3
        assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
        assert [retry_after(odd) for odd in ("", "soon", "nan", "inf")] == [None] * 4
