"""Rate limits."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import text

from evenhand.kit.db import Database, Session, make_engine
from evenhand.kit.errors import TooManyAttempts
from evenhand.kit.rates import Rate, Rates, RatesOfProcess, SharedRates, _try_again
from evenhand.kit.settings import Settings
from evenhand.wiring import House

EXACTLY = Rate("test", times=2, seconds=240)


@pytest.fixture(params=["of the process", "shared"])
def rates(request: pytest.FixtureRequest, house: House) -> Rates:
    return RatesOfProcess() if request.param == "of the process" else SharedRates(house.database, key=b"key")


class TestHit:
    async def test_refuses_the_one_too_many_and_says_how_long_to_wait(self, rates: Rates) -> None:
        await rates.hit(EXACTLY, "someone")
        await rates.hit(EXACTLY, "someone")
        for _ in range(3):  # nobody waits longer for having asked too early
            with pytest.raises(TooManyAttempts, match="Try again in 4 minutes") as refusal:
                await rates.hit(EXACTLY, "someone")
            assert 238 <= int(refusal.value.headers["Retry-After"]) <= 240

    async def test_counts_each_caller_and_each_kind_apart(self, rates: Rates) -> None:
        await rates.hit(Rate("a", 1, 60), "someone")
        await rates.hit(Rate("a", 1, 60), "someone else")
        await rates.hit(Rate("b", 1, 60), "someone")


class TestSharedRates:
    async def test_are_one_count_for_several_processes_and_hold_under_a_flood(self, own_database: str) -> None:
        databases = [Database(make_engine(own_database, pool_size=4)) for _ in range(2)]
        processes = [SharedRates(database, key=b"key") for database in databases]
        flood = [processes[number % 2].hit(Rate("flood", 5, 60), "someone") for number in range(40)]
        ended = await asyncio.gather(*flood, return_exceptions=True)
        assert [one for one in ended if one is not None and not isinstance(one, TooManyAttempts)] == []
        assert ended.count(None) == 5
        for database in databases:
            await database.close()

    async def test_let_somebody_in_again_as_their_attempts_grow_old(self, house: House, session: Session) -> None:
        rates = SharedRates(house.database, key=b"key")
        for _ in range(2):
            await rates.hit(EXACTLY, "someone")
        await session.execute(text("UPDATE rate_window SET hits[1] = hits[1] - 241"))
        await rates.hit(EXACTLY, "someone")
        with pytest.raises(TooManyAttempts):
            await rates.hit(EXACTLY, "someone")

    async def test_keep_no_address_and_forget_what_has_ended(self, house: House, session: Session) -> None:
        rates = SharedRates(house.database, key=b"key")
        await rates.hit(EXACTLY, "192.0.2.7")
        kept = (await session.execute(text("SELECT name, encode(caller, 'escape') FROM rate_window"))).all()
        assert "192.0.2.7" not in str(kept)
        await session.execute(text("UPDATE rate_window SET ends_at = now() - interval '1 second'"))
        await rates.hit(EXACTLY, "192.0.2.8")
        assert await session.scalar(text("SELECT count(*) FROM rate_window")) == 1

    async def test_count_an_attempt_whose_request_was_undone(self, own_database: str, settings: Settings) -> None:
        house = House.build(settings, database_url=own_database)
        with suppress(ZeroDivisionError):
            async with house.database.transaction():
                await house.rates.hit(Rate("once", 1, 60), "someone")
                raise ZeroDivisionError
        with pytest.raises(TooManyAttempts):
            await house.rates.hit(Rate("once", 1, 60), "someone")
        await house.database.close()


class TestTryAgain:
    @pytest.mark.parametrize(
        ("seconds", "words"),
        [(1, "a second"), (40, "40 seconds"), (60, "60 seconds"), (100, "2 minutes"), (6000, "2 hours")],
    )
    def test_says_it_as_a_person_would(self, seconds: int, words: str) -> None:
        assert _try_again(seconds) == f"Too many attempts. Try again in {words}."
