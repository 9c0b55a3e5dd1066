"""The stages of an application: their words, which moves are allowed, and how long somebody has waited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from evenhand.kit.words import Sentence, say

PipelineStage = Literal["applied", "review", "interview", "task", "finalist", "offer", "hired"]
ClosedStage = Literal["rejected", "withdrawn"]
Stage = Literal[PipelineStage, ClosedStage]

PIPELINE: tuple[PipelineStage, ...] = get_args(PipelineStage)
CLOSED: tuple[ClosedStage, ...] = get_args(ClosedStage)
MOVABLE_TO: tuple[Stage, ...] = (*PIPELINE, "rejected")
LABELS: Mapping[str, Sentence] = {
    "applied": say("Applied"),
    "review": say("Under review"),
    "interview": say("Interview"),
    "task": say("Test task"),
    "finalist": say("Finalist"),
    "offer": say("Offer"),
    "hired": say("Hired"),
    "rejected": say("Rejected"),
    "withdrawn": say("Withdrawn"),
}
ADVERSE = frozenset({"rejected"})
"""Moves that end someone's hopes: a person makes them, by name and with a reason."""

DECIDED = ADVERSE | {"offer", "hired"}
"""Where somebody has decided about the person."""

LETTER_CHARS = 8_000
REASON_CHARS = 2_000
SHORTEST_REASON_CHARS = 10
NOTE_CHARS = 4_000
MOST_AT_ONCE = 100
"""How many applications one act may move."""
WAITS_LONG = timedelta(days=7)
UNDONE_QUIETLY = timedelta(seconds=60)
"""A move taken back within this time was never told to anyone."""
MAIL_AFTER = UNDONE_QUIETLY + timedelta(seconds=15)
"""When a move that can be undone is told: later than that, since an undo in the last second takes time to arrive."""
EDITABLE_FOR = timedelta(minutes=15)
"""How long an author may change or take back a note."""
MOST_NOTES = 500
"""About one application."""
MOST_MENTIONS = 10
"""In one note."""
LOOKED_AGAIN = timedelta(minutes=10)
"""Looking at the same thing within this time is one look."""
SAME_NOTE = timedelta(minutes=1)
"""The same words by the same author within this time are a form that was sent twice."""


def moves_from(stage: str) -> tuple[Stage, ...]:
    """Where a member of the organisation may move an application.

    Within the pipeline in both directions, since people correct themselves; a rejection can be taken back. Withdrawing
    is the candidate's own act, and nobody takes that back for them.
    """
    if stage == "withdrawn":
        return ()
    return tuple(other for other in MOVABLE_TO if other != stage)


def may_withdraw(stage: str) -> bool:
    """Whether the candidate can still take the application back."""
    return stage in PIPELINE


def next_stage(stage: str) -> PipelineStage | None:
    """The usual way on."""
    place = position(stage)
    return PIPELINE[place + 1] if place is not None and place + 1 < len(PIPELINE) else None


def position(stage: str) -> int | None:
    """The place in the pipeline, from 0; None once the application is closed."""
    return next((place for place, name in enumerate(PIPELINE) if name == stage), None)


def can_be_undone(from_stage: str, to_stage: str) -> bool:
    """Whether one click may take this step back: not where that would reject someone, or take a rejection lightly."""
    return to_stage in PIPELINE and from_stage in PIPELINE


def ring(stage: str) -> str:
    """The name of the picture beside the stage's word; both ways of ending share one."""
    return "closed" if stage in CLOSED else stage


def age(since: datetime, now: datetime) -> Sentence:
    """A short time for the corner of a tile: "now", "40 min", "2 h", "8 d"."""
    minutes = int((now - since).total_seconds() // 60)
    if minutes < 1:
        return say("now")
    if minutes < 60:
        return say("%(count)s min", count=minutes)
    hours = minutes // 60
    return say("%(count)s h", count=hours) if hours < 24 else say("%(count)s d", count=hours // 24)


@dataclass(frozen=True)
class Naming:
    """Where a note names someone: "@Bob Recruiter" from `start` to `end`. `person_id` is None where several fit."""

    start: int
    end: int
    person_id: UUID | None


def mentions(text: str, names: Mapping[UUID, str]) -> list[Naming]:
    """Who is named after an "@": by the whole name, or by a first name that one of them alone has.

    An "@" within a word is an address, and one before anything else stays what it is.
    """
    found: list[Naming] = []
    for at in (place for place, letter in enumerate(text) if letter == "@"):
        if at and (text[at - 1].isalnum() or text[at - 1] in "._-"):
            continue
        naming = _named_at(text, at, names)
        if naming and not (found and found[-1].end > at):
            found.append(naming)
    return found


def _named_at(text: str, at: int, names: Mapping[UUID, str]) -> Naming | None:
    whole = {one: name for one, name in names.items() if _stands_at(text, at + 1, name)}
    if whole:
        longest = max(len(name) for name in whole.values())
        people = [one for one, name in whole.items() if len(name) == longest]
        return Naming(at, at + 1 + longest, people[0] if len(people) == 1 else None)
    first = {one: name.split()[0] for one, name in names.items() if name.split()}
    people = [one for one, name in first.items() if _stands_at(text, at + 1, name)]
    if not people:
        return None
    return Naming(at, at + 1 + len(first[people[0]]), people[0] if len(people) == 1 else None)


def _stands_at(text: str, start: int, name: str) -> bool:
    end = start + len(name)
    return text[start:end].casefold() == name.casefold() and not (end < len(text) and text[end].isalnum())


def waiting_days(stage: str, since: datetime, now: datetime) -> int | None:
    """How many days somebody has waited for the first word; None where that is not long, or they had one."""
    waited = now - since
    return waited.days if stage == "applied" and waited > WAITS_LONG else None
