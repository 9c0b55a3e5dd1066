"""What somebody asked for and waits for while it is made in the background: generating, ready, or failed, never stuck.

Such a row has `state`, `why` (the code of a failure) and `asked_at`. Whoever waits longer than PATIENCE, or what is
said in its place, may ask again, whatever became of the first time; until then asking again is asking once.
"""

from datetime import datetime, timedelta
from typing import Any, Protocol

PATIENCE = timedelta(minutes=1)


class Asked(Protocol):
    """A row that is asked for."""

    state: Any
    why: Any
    asked_at: Any


def is_made(row: Asked, now: datetime, *, patience: timedelta = PATIENCE) -> bool:
    """Whether somebody is at work on it, as far as patience goes."""
    return bool(row.state == "generating" and row.asked_at + patience > now)


def ask_for(row: Asked, now: datetime) -> None:
    """From now on it is being made."""
    row.state, row.why, row.asked_at = "generating", "", now


def fail(row: Asked, why: str) -> None:
    """It could not be made; `why` says the reason by its code."""
    row.state, row.why = "failed", why


def done(row: Asked) -> None:
    """It is there."""
    row.state, row.why = "ready", ""


def give_up(row: Asked | None, why: str = "broken") -> bool:
    """Nobody tries any more; whether that is news. What was made meanwhile stays."""
    if row is None or row.state != "generating":
        return False
    fail(row, why)
    return True


def told(row: Asked | None, now: datetime, *, patience: timedelta = PATIENCE) -> str:
    """As whoever waits is told: none, generating, ready, or failed, which it is too where it takes too long."""
    if row is None:
        return "none"
    late = row.state == "generating" and not is_made(row, now, patience=patience)
    return "failed" if late else str(row.state)
