"""The clock of a question: long, the server's own, stopped by whoever answers, and not run by a lost connection."""

from datetime import datetime, timedelta
from typing import Literal, get_args

Extra = Literal[0, 50, 100]
"""Per cent of time more than everyone has. Who takes it gives no reason."""
MinutesEach = Literal[10, 15, 20, 30, 45, 60]

LIMITS: tuple[int, ...] = get_args(MinutesEach)
"""Minutes for a question, where a company wants a limit at all. None is short."""

REST = timedelta(minutes=5)
"""How long “Take your time” stops the clock, as often as it is asked for."""
AWAY = timedelta(seconds=30)
"""More than this is never counted at once: the page says every 20 seconds that it is there, and a person whose
connection, device or server broke did not use the time that passed."""
LATE = timedelta(seconds=20)
"""So long after the end the page may still send what was typed, before what is stored is taken as the answer."""


def limit(minutes_each: int | None, *, extra: int) -> timedelta | None:
    """The time for one question; None where there is no clock."""
    return None if minutes_each is None else timedelta(minutes=minutes_each) * (100 + extra) / 100


def passed(counted_at: datetime | None, rest_until: datetime | None, now: datetime) -> timedelta:
    """What goes onto the clock since it was last counted: nothing while it stands still or rests."""
    if counted_at is None:
        return timedelta()
    since = counted_at if rest_until is None else max(counted_at, rest_until)
    return min(max(now - since, timedelta()), AWAY)


def is_resting(rest_until: datetime | None, now: datetime) -> bool:
    """Whether “Take your time” holds the clock."""
    return rest_until is not None and now < rest_until
