"""When an account is looked at again, and for how long what was found is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from evenhand.kit.words import Sentence, say

KEPT = timedelta(days=90)
PAUSES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""After a look that did not work, before the next; then it is left to the person."""
STATES: Mapping[str, Sentence] = {
    "waiting": say("Being looked at"),
    "ready": say("Looked at"),
    "limited": say("The site wants a pause"),
    "away": say("Could not be reached"),
    "missing": say("Not found there"),
    "unusable": say("The answer was of no use"),
    "other": say("Another account now"),
    "idle": say("Not looked at"),
}


def next_try(tries: int, *, now: datetime) -> datetime | None:
    """When to try again after so many looks that did not work; None: not by itself."""
    return now + PAUSES[tries - 1] if 0 < tries <= len(PAUSES) else None
