"""Leaving an endpoint alone that keeps failing, so that nobody waits for what will not come."""

import time
from collections.abc import Callable

FAILURES = 4
"""In a row, and it rests."""
REST = 30.0
LONGEST_REST = 600.0


class Breaker:
    """Counts failures in a row. After a rest one caller tries; when that fails too, the next rest is twice as long."""

    def __init__(self, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._failures = 0
        self._until = 0.0
        self._rest = REST
        self.trouble = ""

    @property
    def resting(self) -> float:
        """Seconds left of a rest."""
        return max(0.0, self._until - self._ticks())

    def enter(self) -> bool:
        """Whether it may be asked now. After a rest one caller may, and the others wait for how that goes."""
        if self.resting:
            return False
        if self._failures >= FAILURES:
            self._until = self._ticks() + self._rest
        return True

    def went_well(self) -> None:
        """It answered."""
        self._failures, self._until, self._rest, self.trouble = 0, 0.0, REST, ""

    def failed(self, trouble: str) -> None:
        """It did not. `trouble` is for the operator."""
        self._failures += 1
        self.trouble = trouble
        if self._failures > FAILURES:
            self._rest = min(self._rest * 2, LONGEST_REST)
        if self._failures >= FAILURES:
            self._until = self._ticks() + self._rest

    def left(self) -> None:
        """Whoever asked went away before there was an answer: says nothing about the endpoint."""
        if self._failures >= FAILURES:
            self._until = self._ticks()

    def rest(self, seconds: float, trouble: str) -> None:
        """It asked to be left alone for so long."""
        self.trouble = trouble
        self._until = max(self._until, self._ticks() + min(seconds, LONGEST_REST))
