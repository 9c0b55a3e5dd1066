"""One stretch of an answer, seen through its alignment with a claim."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evenhand.engines.grading.alignment import DECIMALS, Alignment
from evenhand.engines.grading.quantities import Quantity
from evenhand.engines.grading.reading import Matrix
from evenhand.engines.grading.text import Stretch

# How much of a claim's coverage must come from one clause.
CLAUSE_SHARE = 0.75


@dataclass(frozen=True)
class Window:
    """One stretch of the answer, compared with a claim."""

    alignment: Alignment
    stretch: Stretch

    @cached_property
    def likeness(self) -> Matrix:
        """The alignment's likeness, columns of this stretch only."""
        return self.alignment.likeness[:, self.stretch.first : self.stretch.last]

    @cached_property
    def best(self) -> Matrix:
        """For each content word of the claim, how like the closest word here is."""
        best: Matrix = self.likeness.max(axis=1)
        return best

    @cached_property
    def partners(self) -> tuple[int, ...]:
        """For each content word of the claim, the place in the answer of its closest word."""
        return tuple(int(column) + self.stretch.first for column in self.likeness.argmax(axis=1))

    @cached_property
    def same(self) -> Matrix:
        """For each content word of the claim, 1.0 where the same word or number stands here."""
        same: Matrix = self.alignment.same[:, self.stretch.first : self.stretch.last].max(axis=1)
        return same

    @cached_property
    def coverage(self) -> float:
        """Share of the claim's words that have a like word here, by weight."""
        return self._covered(self.likeness)

    @cached_property
    def coverage_in_context(self) -> float:
        """The same by plain vectors."""
        return self._covered(self.alignment.in_context[:, self.stretch.first : self.stretch.last])

    @cached_property
    def best_clause(self) -> Stretch:
        """The clause of this stretch that covers most of the claim."""
        starts = [0, *self._clause_starts, self.stretch.last - self.stretch.first]
        best = int(np.argmax(self._by_clause(self.likeness)))
        return Stretch(self.stretch.first + starts[best], self.stretch.first + starts[best + 1])

    def _covered(self, likeness: Matrix) -> float:
        """Partly by the whole stretch, partly by its best clause alone: words strewn over many clauses say less."""
        weights = self.alignment.weights
        whole = float(weights @ likeness.max(axis=1))
        covered = CLAUSE_SHARE * float(self._by_clause(likeness).max()) + (1.0 - CLAUSE_SHARE) * whole
        return round(covered / float(weights.sum()), DECIMALS)

    def _by_clause(self, likeness: Matrix) -> Matrix:
        return np.asarray(self.alignment.weights @ np.maximum.reduceat(likeness, [0, *self._clause_starts], axis=1))

    @cached_property
    def _clause_starts(self) -> list[int]:
        tokens = self.alignment.answer.passage.tokens
        first, last = self.stretch.first, self.stretch.last
        return [place - first for place in range(first + 1, last) if tokens[place].opens]

    @cached_property
    def content(self) -> tuple[int, ...]:
        """Places of the answer's meaningful words in this stretch."""
        places = self.alignment.answer.content
        return places[bisect_left(places, self.stretch.first) : bisect_left(places, self.stretch.last)]

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The answer's numbers in this stretch."""
        first, last = self.stretch.first, self.stretch.last
        return tuple(q for q in self.alignment.answer.quantities if first <= q.token < last)

    @cached_property
    def opposites(self) -> tuple[tuple[int, int], ...]:
        """The alignment's opposites whose word stands in this stretch."""
        first, last = self.stretch.first, self.stretch.last
        return tuple(pair for pair in self.alignment.opposites if first <= pair[1] < last)
