"""The measures of how one stretch of an answer relates to one claim; the fitted parameters weigh these."""

from functools import cached_property

import numpy as np

from evenhand.engines.grading.alignment import DECIMALS, SAID_BY_QUESTION
from evenhand.engines.grading.contradiction import Conflict, Sign, find_conflicts
from evenhand.engines.grading.reading import Matrix
from evenhand.engines.grading.window import Window

# How much a stretch's focus counts beside its coverage when stretches are ranked, and how much of the coverage a
# denial takes away; chosen so that the stretch which is picked predicts the labels well.
FOCUS_SHARE = 0.3
DENIED_SHARE = 0.5
# What a high value means, in the order of the values that `Comparison.features` gives.
FEATURES = {
    "covered": "the claim's words have like words here, by weight",
    "covered_in_context": "the same, by vectors that keep what the words' surroundings say",
    "covered_agreeing": "coverage, turned round where one side denies it",
    "focus": "what is new here belongs to the claim",
    "denial_mismatch": "only one side has a denial",
    "answer_denies": "there is a denial here",
    "opposite": "an opposite stands in for a word of the claim, and the rest matches",
    "number": "another number of the same kind, and the rest matches",
    "yes_no": "yes for no, or no for yes",
    "yes_same": "both begin with the same yes or no",
}


class Comparison:
    """One stretch of an answer against one claim, with the signs of contradiction in it."""

    def __init__(self, window: Window, said: frozenset[str]) -> None:
        """`said` holds the stems of the question."""
        self.window = window
        self._said = said

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The signs that the stretch says the opposite."""
        return find_conflicts(self.window)

    @cached_property
    def rank(self) -> float:
        """How well the stretch fits the claim, its conflicts left aside; the best few are looked at closely."""
        return self.window.coverage + FOCUS_SHARE * self.focus

    @cached_property
    def fit(self) -> float:
        """How well the stretch fits the claim; the stretch and the phrasing that fit best are the ones that count."""
        return round(self.rank - DENIED_SHARE * self.window.coverage * self.strength("negation"), DECIMALS)

    @cached_property
    def features(self) -> Matrix:
        """One value for each of `FEATURES`, rounded."""
        window, alignment = self.window, self.window.alignment
        here_denies = any(alignment.answer.negated[window.stretch.first : window.stretch.last])
        values = {
            "covered": window.coverage,
            "covered_in_context": window.coverage_in_context,
            "covered_agreeing": window.coverage * (1.0 - 2.0 * self.strength("negation")),
            "focus": self.focus,
            "denial_mismatch": float(any(alignment.claim.negated) != here_denies),
            "answer_denies": float(here_denies),
            "opposite": self.strength("opposite"),
            "number": self.strength("number"),
            "yes_no": self.strength("yes_no"),
            "yes_same": _yes_same(window),
        }
        rounded: Matrix = np.round(np.array([values[name] for name in FEATURES]), DECIMALS)
        return rounded

    def strength(self, sign: Sign) -> float:
        """The strongest conflict of one kind, 0.0 when there is none."""
        return max((conflict.strength for conflict in self.conflicts if conflict.sign == sign), default=0.0)

    @cached_property
    def focus(self) -> float:
        """Share of the stretch's new words that have a like word in the claim."""
        window = self.window
        if not window.content:
            return 0.0
        stems = window.alignment.answer.stems
        weights = np.array([SAID_BY_QUESTION if stems[place] in self._said else 1.0 for place in window.content])
        like = window.alignment.likeness[:, list(window.content)].max(axis=0)
        return round(float(like @ weights / weights.sum()), DECIMALS)


def _yes_same(window: Window) -> float:
    claim, answer = window.alignment.claim, window.alignment.answer
    first = claim.passage.tokens[0].norm
    return float(first in {"yes", "no", "да", "нет"} and answer.passage.tokens[0].norm == first)
