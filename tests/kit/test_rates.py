"""Rate limits."""

import pytest

from evenhand.kit.errors import TooManyAttempts
from evenhand.kit.rates import Rate, Rates, _try_again


class TestHit:
    async def test_refuses_the_one_too_many_and_says_how_long_to_wait(self) -> None:
        rates = Rates()
        rate = Rate("test", times=2, seconds=240)
        await rates.hit(rate, "someone")
        await rates.hit(rate, "someone")
        with pytest.raises(TooManyAttempts, match="Try again in 4 minutes") as refusal:
            await rates.hit(rate, "someone")
        assert 238 <= int(refusal.value.headers["Retry-After"]) <= 240

    async def test_counts_each_caller_and_each_kind_apart(self) -> None:
        rates = Rates()
        await rates.hit(Rate("a", 1, 60), "someone")
        await rates.hit(Rate("a", 1, 60), "someone else")
        await rates.hit(Rate("b", 1, 60), "someone")


class TestTryAgain:
    @pytest.mark.parametrize(
        ("seconds", "words"),
        [(1, "a second"), (40, "40 seconds"), (60, "60 seconds"), (100, "2 minutes"), (6000, "2 hours")],
    )
    def test_says_it_as_a_person_would(self, seconds: int, words: str) -> None:
        assert _try_again(seconds) == f"Too many attempts. Try again in {words}."
