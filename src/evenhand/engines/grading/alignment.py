"""Which words of an answer stand for which words of a claim, and how much of the claim they cover."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.meanings import opposite, synonymous
from evenhand.engines.grading.quantities import Quantity, agree
from evenhand.engines.grading.reading import Matrix, Reading
from evenhand.engines.grading.setting import Setting
from evenhand.engines.grading.text import Stretch
from evenhand.engines.grading.words import stem

# The likeness of two words when the model has not read both: what unrelated words usually have.
UNRELATED = 0.2
# The same where the surroundings count, which make all words of one topic look alike.
UNRELATED_IN_CONTEXT = 0.4
MISSPELT = 0.9
SAME_ROOT = 0.85
SYNONYM = 0.8
# From here on a word of the answer counts as standing for the claim's word.
ALIGNED = 0.55
# A word of the claim that the question already says proves little when the answer says it too.
SAID_BY_QUESTION = 0.1
# So does a word that says little anywhere ("put", "take").
LIGHT = 0.3
# How much of a claim's coverage must come from one clause.
CLAUSE_SHARE = 0.75
DECIMALS = 3
_SHORTEST_MISSPELT = 5
_SHORTEST_ROOT = 5


@dataclass(frozen=True)
class Alignment:
    """A claim against a whole answer.

    The matrices have shape (content words of the claim, words of the answer), 0.0 to 1.0 and rounded: `likeness` is
    taken from the topic's centre and knows word forms, numbers and opposites, `in_context` is the plain likeness of
    the vectors, `same` marks the pairs that share a stem or a number. `weights` says how much each content word of
    the claim counts.
    """

    claim: Reading
    answer: Reading
    likeness: Matrix
    in_context: Matrix
    same: Matrix
    weights: Matrix
    setting: Setting

    def within(self, window: Stretch) -> "Window":
        """The alignment seen through one stretch of the answer."""
        return Window(self, window)


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
        return tuple(i for i in self.alignment.answer.content if self.stretch.first <= i < self.stretch.last)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The answer's numbers in this stretch."""
        first, last = self.stretch.first, self.stretch.last
        return tuple(q for q in self.alignment.answer.quantities if first <= q.token < last)


def align(claim: Reading, answer: Reading, setting: Setting) -> Alignment:
    """Compare every content word of a claim with every word of an answer.

    Args:
        claim: what should be in the answer.
        answer: what is looked through; it has at least one word.
        setting: what all claims of the question share.
    """
    rows = list(claim.content)
    unread = ~(claim.read[rows][:, None] & answer.read[None, :])
    in_context = np.clip(claim.directions[rows] @ answer.directions.T, 0.0, 1.0)
    likeness = np.clip(claim.away_from(setting.centre)[rows] @ answer.away_from(setting.centre).T, 0.0, 1.0)
    likeness[unread] = UNRELATED
    same = np.zeros_like(likeness)
    clashes = _compare_forms(claim, answer, likeness, same) + _compare_numbers(claim, answer, likeness, same)
    in_context[unread] = (UNRELATED_IN_CONTEXT + (1.0 - UNRELATED_IN_CONTEXT) * likeness)[unread]
    for row, columns in clashes:
        in_context[row, columns] = UNRELATED_IN_CONTEXT
    numbers = list(_number_rows(claim))
    in_context[numbers] = np.maximum(in_context, same)[numbers]
    weights = np.array([_weight(claim.stems[place], setting) for place in rows])
    likeness, in_context = np.round(likeness, DECIMALS), np.round(in_context, DECIMALS)
    return Alignment(claim, answer, likeness, in_context, same, weights, setting)


def _weight(mine: str, setting: Setting) -> float:
    if mine in setting.said:
        return SAID_BY_QUESTION
    return LIGHT if mine in _light_stems() else 1.0


@cache
def _light_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon.words("light words"))


def _compare_forms(claim: Reading, answer: Reading, likeness: Matrix, same: Matrix) -> list[tuple[int, list[int]]]:
    """Fill in what the words' letters say; gives back the pairs that are opposites, which vectors take for alike."""
    clashes = []
    columns: dict[str, list[int]] = {}
    for column, theirs in enumerate(answer.stems):
        columns.setdefault(theirs, []).append(column)
    for row, place in enumerate(claim.content):
        for theirs, where in columns.items():
            value = _by_form(claim.stems[place], theirs)
            if value == UNRELATED:
                likeness[row, where] = value
                clashes.append((row, where))
            elif value is not None:
                likeness[row, where] = np.maximum(likeness[row, where], value)
                same[row, where] = float(value == 1.0)
    return clashes


def _number_rows(claim: Reading) -> Iterator[int]:
    """The rows of a claim's numbers and their units: vectors cannot tell one number from another."""
    for row, place in enumerate(claim.content):
        if any(quantity.token <= place <= quantity.last for quantity in claim.quantities):
            yield row


def _compare_numbers(claim: Reading, answer: Reading, likeness: Matrix, same: Matrix) -> list[tuple[int, list[int]]]:
    """Fill in which numbers agree; gives back the pairs that do not, which vectors take for alike."""
    clashes = []
    rows = {place: row for row, place in enumerate(claim.content)}
    for mine in claim.quantities:
        # The unit belongs to the number: "0.005 s" says all of "5 ms".
        held = [rows[place] for place in range(mine.token, mine.last + 1) if place in rows]
        for given in answer.quantities:
            equal = agree(mine, given)
            likeness[held, given.token] = 1.0 if equal else UNRELATED
            same[held, given.token] = float(equal)
            if not equal:
                clashes += [(row, [given.token]) for row in held]
    return clashes


@lru_cache(maxsize=200_000)
def _by_form(a: str, b: str) -> float | None:
    """What two stems' letters say: the same word, a slip of the pen, one root, an opposite; None when nothing."""
    if a == b:
        return 1.0
    if opposite(a, b):
        return UNRELATED
    if synonymous(a, b):
        return SYNONYM
    if a[:2] != b[:2] or not (a.isalpha() and b.isalpha()):
        return None
    if min(len(a), len(b)) >= _SHORTEST_MISSPELT and _one_slip(a, b):
        return MISSPELT
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if shared >= _SHORTEST_ROOT and shared >= 0.7 * max(len(a), len(b)):
        return SAME_ROOT
    return None


def _one_slip(a: str, b: str) -> bool:
    """One letter too many, too few, wrong, or two neighbours swapped (Damerau 1964)."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        swapped = len(rest_a) > 1 and rest_a[1] + rest_a[0] + rest_a[2:] == rest_b
        return rest_a[1:] == rest_b[1:] or swapped
    return rest_a[1:] == rest_b or rest_a == rest_b[1:]
