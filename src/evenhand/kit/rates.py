"""Rate limits on what costs or guesses: a moving window for each caller and each kind of attempt."""

import math
import time
from dataclasses import dataclass

from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from evenhand.kit.errors import TooManyAttempts
from evenhand.kit.words import Sentence, say_many


@dataclass(frozen=True)
class Rate:
    """At most `times` in `seconds`, counted under `name`."""

    name: str
    times: int
    seconds: int


class Rates:
    """Counts attempts of one process. Behind several processes the limit is per process."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())

    async def hit(self, rate: Rate, key: str) -> None:
        """Count one attempt. Raises TooManyAttempts, which says in words and in Retry-After how long to wait."""
        item = RateLimitItemPerSecond(rate.times, rate.seconds)
        if await self._window.hit(item, rate.name, key):
            return
        reset = (await self._window.get_window_stats(item, rate.name, key)).reset_time
        wait = max(1, math.ceil(reset - time.time()))
        raise TooManyAttempts(_try_again(wait), headers={"Retry-After": str(wait)}, seconds=wait)


def _try_again(seconds: int) -> Sentence:
    """A wait as a person would say it."""
    if seconds < 90:
        return say_many(
            "Too many attempts. Try again in a second.", "Too many attempts. Try again in %(count)s seconds.", seconds
        )
    if seconds < 90 * 60:
        return say_many(
            "Too many attempts. Try again in a minute.",
            "Too many attempts. Try again in %(count)s minutes.",
            math.ceil(seconds / 60),
        )
    return say_many(
        "Too many attempts. Try again in an hour.",
        "Too many attempts. Try again in %(count)s hours.",
        math.ceil(seconds / 3600),
    )
