"""Rate limits on what costs or guesses: so many attempts in a time, for each caller and each kind of attempt."""

import hashlib
import hmac
import math
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from sqlalchemy import ARRAY, Float, String, delete, func, text
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Database, plain
from evenhand.kit.errors import TooManyAttempts
from evenhand.kit.words import Sentence, say_many


@dataclass(frozen=True)
class Rate:
    """At most `times` in `seconds`, counted under `name`."""

    name: str
    times: int
    seconds: int


class Rates(Protocol):
    """Counts attempts."""

    async def hit(self, rate: Rate, key: str) -> None:
        """Count one attempt. Raises TooManyAttempts, which says in words and in Retry-After how long to wait."""


class RatesOfProcess:
    """Counts in this process, in a moving window: for what belongs to one process, such as a live connection."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())

    async def hit(self, rate: Rate, key: str) -> None:
        """Count one attempt. Raises TooManyAttempts."""
        item = RateLimitItemPerSecond(rate.times, rate.seconds)
        if await self._window.hit(item, rate.name, key):
            return
        reset = (await self._window.get_window_stats(item, rate.name, key)).reset_time
        raise _refusal(reset - time.time())


class RateWindow(Base):
    """When a caller's attempts of one kind were let through, in seconds since 1970. Not worth a crash's recovery."""

    __tablename__ = "rate_window"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    name: Mapped[str] = plain(String(60), primary_key=True)
    caller: Mapped[bytes] = plain(primary_key=True)  # a keyed hash of an address or an id; gone when it ends
    hits: Mapped[list[float]] = plain(ARRAY(Float))
    ends_at: Mapped[datetime] = plain(index=True)


# The database's clock counts, which all processes share.
_HIT = text("""
    INSERT INTO rate_window AS kept (name, caller, hits, ends_at)
    SELECT :name, :caller, ARRAY[clock.now], to_timestamp(clock.now + :seconds)
    FROM (SELECT extract(epoch FROM clock_timestamp())::float8 AS now) AS clock
    ON CONFLICT (name, caller) DO UPDATE SET
        hits = ARRAY(SELECT hit FROM unnest(kept.hits) AS hit WHERE hit > EXCLUDED.hits[1] - :seconds) || EXCLUDED.hits,
        ends_at = EXCLUDED.ends_at
    WHERE (SELECT count(*) FROM unnest(kept.hits) AS hit WHERE hit > EXCLUDED.hits[1] - :seconds) < :times
    RETURNING cardinality(hits)
""")
_WAIT = text("""
    SELECT min(hit) + :seconds - extract(epoch FROM clock_timestamp())
    FROM rate_window, unnest(hits) AS hit
    WHERE name = :name AND caller = :caller AND hit > extract(epoch FROM clock_timestamp()) - :seconds
""")


class SharedRates:
    """Counts in the database, in a moving window that is the same for every process of the installation.

    Refused attempts are not counted, so nobody waits longer for having asked too early. Callers are kept as hashes
    under a key of the installation. Counted is on connections kept for this (`Database.apart`): a request that is
    undone is an attempt all the same, and a flood of requests cannot hold up what is to stop it.
    """

    def __init__(self, database: Database, *, key: bytes) -> None:
        self._database = database
        self._key = key

    async def hit(self, rate: Rate, key: str) -> None:
        """Count one attempt. Raises TooManyAttempts."""
        caller = hmac.new(self._key, f"{rate.name}:{key}".encode(), hashlib.sha256).digest()[:16]
        about = {"name": rate.name, "caller": caller, "seconds": float(rate.seconds)}
        async with self._database.apart() as session:
            count = await session.scalar(_HIT, {**about, "times": rate.times})
            if count == 1:
                await session.execute(delete(RateWindow).where(RateWindow.ends_at < func.now()))
            wait = 0.0 if count else float(await session.scalar(_WAIT, about) or 0.0)
        if count is None:
            raise _refusal(wait)


def _refusal(seconds: float) -> TooManyAttempts:
    wait = max(1, math.ceil(seconds))
    return TooManyAttempts(_try_again(wait), headers={"Retry-After": str(wait)}, seconds=wait)


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
