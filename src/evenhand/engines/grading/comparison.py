"""Finds the stretch of an answer that speaks to a claim, and how far it makes the claim or denies it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evenhand.engines.grading.alignment import align
from evenhand.engines.grading.features import Comparison
from evenhand.engines.grading.parameters import Parameters
from evenhand.engines.grading.reading import Reading
from evenhand.engines.grading.setting import Setting
from evenhand.engines.grading.text import Passage, Stretch
from evenhand.engines.grading.window import Window

# Only the sentences that cover most of a claim are looked at clause by clause, and only the stretches that rank first
# are searched for contradictions: looking everywhere would take longer and change nothing.
SENTENCES_KEPT = 4
STRETCHES_KEPT = 6
# An answer of so few sentences is also taken as a whole.
WHOLE_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Match:
    """How an answer relates to one claim: the stretch that speaks to it, and three chances that sum to 1."""

    comparison: Comparison
    found: float
    missing: float
    contradicted: float


def best_comparison(phrasings: Sequence[Reading], answer: Reading, setting: Setting) -> Comparison:
    """The stretch of the answer that fits best, over all phrasings of one claim.

    Args:
        phrasings: one claim in one or more wordings; each has at least one word.
        answer: has at least one word.
        setting: what all claims of the question share.
    """
    closest = []
    for phrasing in phrasings:
        alignment = align(phrasing, answer, setting)
        found = [Comparison(Window(alignment, stretch), setting.said) for stretch in _sentences(alignment.answer)]
        found.sort(key=_order)
        kept = [comparison.window.stretch for comparison in found[:SENTENCES_KEPT]]
        narrower = [Comparison(Window(alignment, stretch), setting.said) for stretch in _around(answer.passage, kept)]
        closest += sorted([*found[:SENTENCES_KEPT], *narrower], key=_order)[:STRETCHES_KEPT]
    return min(closest, key=lambda comparison: (-comparison.fit, *_place(comparison)))


def match(phrasings: Sequence[Reading], answer: Reading, setting: Setting, parameters: Parameters) -> Match:
    """How the answer relates to one claim that may be worded in several ways."""
    comparison = best_comparison(phrasings, answer, setting)
    found, missing, contradicted = parameters.chances(comparison.features)
    return Match(comparison, found, missing, contradicted)


def _order(comparison: Comparison) -> tuple[float, int, int]:
    return (-comparison.rank, *_place(comparison))


def _place(comparison: Comparison) -> tuple[int, int]:
    return comparison.window.stretch.first, comparison.window.stretch.last


def _sentences(answer: Reading) -> tuple[Stretch, ...]:
    return answer.passage.sentences


def _around(passage: Passage, kept: Sequence[Stretch]) -> Iterator[Stretch]:
    """The clauses of the kept sentences, the pairs of neighbours they belong to, and a short answer as a whole."""
    for sentence in kept:
        clauses = list(_clauses(passage, sentence))
        if len(clauses) > 1:
            yield from clauses
    for one, other in pairwise(passage.sentences):
        if one in kept or other in kept:
            yield Stretch(one.first, other.last)
    if len(passage.sentences) == WHOLE_SENTENCES:
        yield Stretch(0, len(passage.tokens))


def _clauses(passage: Passage, sentence: Stretch) -> Iterator[Stretch]:
    opens = [place for place in range(sentence.first + 1, sentence.last) if passage.tokens[place].opens]
    for first, last in pairwise([sentence.first, *opens, sentence.last]):
        yield Stretch(first, last)
