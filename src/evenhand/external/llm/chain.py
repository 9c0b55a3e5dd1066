"""Several endpoints in the operator's order: the next one is asked when one is away."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TypeVar

from evenhand.external.llm import Answer, Away, Brief, CutOff, Filled, NotThere, Place, Shape, Tally, Unusable, Usage
from evenhand.external.llm.endpoint import Failed, One, Written
from evenhand.external.llm.shapes import Misfit, in_words, read, repair, response_format
from evenhand.kit.endpoints import Endpoint

Result = TypeVar("Result")
NOBODY_TO_ASK = "No endpoint may be asked this: none is the operator's own."


class Chain:
    """Asks its endpoints one after the other, leaving alone those that rest."""

    def __init__(self, endpoints: Iterable[Endpoint | One]) -> None:
        self._all = [one if isinstance(one, One) else One(one) for one in endpoints]

    def places(self) -> Sequence[Place]:
        """What is configured, and how it is."""
        return [
            Place(
                key=one.endpoint.key,
                model=one.endpoint.model,
                url=one.url,
                own=one.endpoint.own,
                has_api_key=one.endpoint.api_key is not None,
                price_in=one.endpoint.price_in,
                price_out=one.endpoint.price_out,
                resting=one.breaker.resting,
                trouble=one.breaker.trouble,
            )
            for one in self._all
        ]

    async def complete(self, brief: Brief) -> Answer:
        """A text. Raises NotThere, Away."""
        return await self._first(brief, lambda one: one.complete(brief))

    async def fill(self, brief: Brief, shape: type[Shape]) -> Filled[Shape]:
        """A filled model. Raises NotThere, Away, Unusable."""
        return await self._first(brief, lambda one: _filled(one, brief, shape))

    async def stream(self, brief: Brief, tally: Tally) -> AsyncGenerator[str, None]:
        """Pieces of a text. The next endpoint is asked only while nothing has come. Raises NotThere, Away, CutOff."""
        troubles: list[str] = []
        for one in self._allowed(brief):
            if not one.breaker.enter():
                troubles.append(_rests(one))
                continue
            written = Written()
            try:
                async with aclosing(one.stream(brief, written)) as pieces:
                    async for piece in pieces:
                        tally.pieces.append(piece)
                        yield piece
            except Failed as failed:
                _note(one, failed)
                if written.text:
                    tally.answer = _told(one, brief, written, complete=False)
                    raise CutOff(str(failed), usage=tally.answer.usage, endpoint=one.endpoint.key) from None
                troubles.append(str(failed))
                continue
            except BaseException:  # whoever reads has gone
                one.breaker.left()
                tally.answer = _told(one, brief, written, complete=False)
                raise
            one.breaker.went_well()
            tally.answer = _told(one, brief, written, complete=written.finish == "stop")
            return
        raise Away(" ".join(troubles), endpoint=self._all[-1].endpoint.key)

    async def _first(self, brief: Brief, ask: Callable[[One], Awaitable[Result]]) -> Result:
        troubles: list[str] = []
        spent, raw = Usage(), list[str]()
        misfit = False
        for one in self._allowed(brief):
            if not one.breaker.enter():
                troubles.append(_rests(one))
                continue
            try:
                found = await ask(one)
            except Failed as failed:
                _note(one, failed)
                troubles.append(str(failed))
            except Unusable as unusable:  # it answers, so it is well; another model may do better
                one.breaker.went_well()
                misfit = True
                spent, raw = spent + unusable.usage, [*raw, *unusable.raw]
                troubles.append(str(unusable))
            except BaseException:
                one.breaker.left()
                raise
            else:
                one.breaker.went_well()
                return found
        kind = Unusable if misfit else Away
        raise kind(" ".join(troubles), usage=spent, endpoint=self._all[-1].endpoint.key, raw=raw)

    def _allowed(self, brief: Brief) -> list[One]:
        found = [one for one in self._all if brief.outside or one.endpoint.own]
        if not found:
            raise NotThere(NOBODY_TO_ASK)
        return found


def _rests(one: One) -> str:
    return f"{one.endpoint.key} rests after failures."


def _note(one: One, failed: Failed) -> None:
    if failed.wait:
        one.breaker.rest(failed.wait, str(failed))
    one.breaker.failed(str(failed))


def _told(one: One, brief: Brief, written: Written, *, complete: bool) -> Answer:
    return Answer(
        text=written.text,
        endpoint=one.endpoint.key,
        model=written.model or one.endpoint.model,
        usage=written.usage or one.guess(brief, written.text),
        raw=(written.text,),
        complete=complete,
    )


async def _filled(one: One, brief: Brief, shape: type[Shape]) -> Filled[Shape]:
    """Ask, check, have it mended once. Raises Failed, Unusable."""
    by_schema = one.manner.shapes == "schema"
    asked = brief if by_schema else replace(brief, messages=[*brief.messages[:1], in_words(shape), *brief.messages[1:]])
    wanted = response_format(shape, by_schema=by_schema)
    first = await one.complete(asked, response_format=wanted)
    try:
        return Filled(read(first.text, shape), first)
    except Misfit as misfit:
        faults = str(misfit) if first.complete else f"It was cut off: be shorter.\n{misfit}"
    again = replace(asked, messages=[*asked.messages, *repair(first.text, faults)])
    try:
        second = await one.complete(again, response_format=wanted)
    except Failed as failed:
        raise Unusable(str(failed), usage=first.usage, endpoint=one.endpoint.key, raw=first.raw) from None
    both = replace(second, usage=first.usage + second.usage, raw=(*first.raw, *second.raw))
    try:
        return Filled(read(second.text, shape), both, repaired=True)
    except Misfit:
        words = f"{one.endpoint.key} did not answer in the shape that was asked for, twice."
        raise Unusable(words, usage=both.usage, endpoint=one.endpoint.key, raw=both.raw) from None
