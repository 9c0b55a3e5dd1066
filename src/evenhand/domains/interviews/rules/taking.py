"""The course of an interview: which states follow each other, and which question is asked now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeVar
from uuid import UUID

Status = Literal["invited", "in_progress", "completed", "scored"]

FOLLOWS: Mapping[Status, tuple[Status, ...]] = {
    "invited": ("in_progress", "completed"),  # at once completed where there is a single question
    "in_progress": ("completed",),
    "completed": ("scored",),
    "scored": (),
}
ASKED_IN_DAYS = 14
OPEN_FOR = timedelta(days=ASKED_IN_DAYS)
ANSWER_CHARS = 20_000
DECLINED = "I don’t know this one."
CLOCKS_APART = timedelta(minutes=1)
"""The database says when a task is due and the worker what time it is: on two machines they differ a little. One that
came early would find nothing to do yet, and never come again."""
SLOW_AFTER = timedelta(minutes=2)
"""Grading takes seconds. After this long the page stops promising that."""


class OutOfTurn(Exception):
    """A step that does not follow the state an interview is in: a mistake in the program, never a person's."""


class Placed(Protocol):
    """A question of an interview."""

    @property
    def id(self) -> UUID:
        """Its own."""

    @property
    def position(self) -> int:
        """Its place, counted from 1."""


Q = TypeVar("Q", bound=Placed)


@dataclass(frozen=True)
class Step:
    """What an answer makes of the interview."""

    status: Status
    is_first: bool
    is_last: bool


def following(status: str, to: Status) -> Status:
    """The next state, when it may follow. Raises OutOfTurn."""
    if to not in FOLLOWS[known(status)]:
        raise OutOfTurn(f"{status} is not followed by {to}")
    return to


def known(status: str) -> Status:
    """A state as it was stored."""
    return next(one for one in FOLLOWS if one == status)


def current(questions: Sequence[Q], answered: Collection[UUID]) -> Q | None:
    """The question that is asked now; None when all are answered."""
    ordered = sorted(questions, key=lambda question: question.position)
    return next((question for question in ordered if question.id not in answered), None)


def after_answer(status: str, *, total: int, answered: int, review: bool = False) -> Step:
    """The step an answer makes, `answered` counting it; with `review` the last one leaves it open. Raises OutOfTurn."""
    is_last = answered == total and not review
    if is_last:
        return Step(following(status, "completed"), status == "invited", is_last=True)
    if status == "in_progress":
        return Step("in_progress", is_first=False, is_last=False)
    return Step(following(status, "in_progress"), is_first=True, is_last=False)


def is_taken(status: str) -> bool:
    """Whether the candidate has answered everything."""
    return status in ("completed", "scored")


def is_over(status: str, expires_at: datetime, now: datetime) -> bool:
    """Whether the time to answer has run out before the end."""
    return not is_taken(status) and now >= expires_at


def may_grade_again(stalled_at: datetime | None, completed_at: datetime | None, now: datetime) -> bool:
    """Whether grading was given up, or takes so long that asking again is reasonable."""
    return stalled_at is not None or (completed_at is not None and now - completed_at > SLOW_AFTER)


def minutes(started_at: datetime | None, completed_at: datetime | None) -> int | None:
    """How long it took from the first words to the last answer, breaks included; at least one minute."""
    if started_at is None or completed_at is None:
        return None
    return max(1, round((completed_at - started_at).total_seconds() / 60))
