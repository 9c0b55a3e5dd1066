"""How an export is asked for, how long it can be had, and how far it is."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from evenhand.kit.words import Sentence, say

KEPT = timedelta(hours=48)
DAY = timedelta(hours=24)
MOST_A_DAY = 3
MAKING = ("asked", "collecting", "packing")
STATES: Mapping[str, Sentence] = {
    "asked": say("Waiting for its turn"),
    "collecting": say("Collecting everything that is held about you"),
    "packing": say("Packing and sealing the archive"),
    "ready": say("Ready"),
    "failed": say("This did not work. Nothing is lost; ask for it again."),
    "gone": say("Deleted, as announced"),
}


def is_being_made(state: str) -> bool:
    """Whether it is still under way."""
    return state in MAKING


def can_be_had(state: str, expires_at: datetime | None, now: datetime) -> bool:
    """Whether it can be downloaded."""
    return state == "ready" and expires_at is not None and now < expires_at
