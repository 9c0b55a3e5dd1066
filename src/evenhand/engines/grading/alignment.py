"""Which words of an answer stand for which words of a claim, and how much of the claim they cover."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.forms import Kinship, kinship
from evenhand.engines.grading.quantities import agree
from evenhand.engines.grading.reading import Matrix, Reading
from evenhand.engines.grading.setting import Setting
from evenhand.engines.grading.words import stem

# The likeness of two words when the model has not read both: what unrelated words usually have.
UNRELATED = 0.2
# The same where the surroundings count, which make all words of one topic look alike.
UNRELATED_IN_CONTEXT = 0.4
# What related word forms are worth.
LIKENESS: Mapping[Kinship, float] = {"same": 1.0, "misspelt": 0.9, "root": 0.85, "synonym": 0.8}
# From here on a word of the answer counts as standing for the claim's word.
ALIGNED = 0.55
# A word of the claim that the question already says proves little when the answer says it too.
SAID_BY_QUESTION = 0.1
# So does a word that says little anywhere ("put", "take").
LIGHT = 0.3
DECIMALS = 3
_ORDER = frozenset({"before", "after", "afterwards", "then", "later", "earlier", "до", "после", "потом", "затем"})
_POINTING = frozenset({"that", "this", "which", "it", "them", "этого", "того", "чего"})


@dataclass(frozen=True)
class Alignment:
    """A claim against a whole answer.

    The matrices have shape (content words of the claim, words of the answer), 0.0 to 1.0 and rounded: `likeness` is
    taken from the topic's centre and knows word forms, numbers and opposites, `in_context` is the plain likeness of
    the vectors, `same` marks the pairs that share a stem or a number. `opposites` holds the pairs that are opposites,
    as row and column. `weights` says how much each content word of the claim counts.
    """

    claim: Reading
    answer: Reading
    likeness: Matrix
    in_context: Matrix
    same: Matrix
    weights: Matrix
    opposites: tuple[tuple[int, int], ...]
    setting: Setting


def align(claim: Reading, answer: Reading, setting: Setting) -> Alignment:
    """Compare every content word of a claim with every word of an answer.

    Args:
        claim: what should be in the answer.
        answer: what is looked through; it has at least one word.
        setting: what all claims of the question share.
    """
    rows = list(claim.content)
    in_context = _by_vectors(claim.directions[rows], answer.directions, answer)
    likeness = _by_vectors(claim.away_from(setting.centre)[rows], answer.away_from(setting.centre), answer)
    unread = ~(claim.read[rows][:, None] & answer.read[None, :])
    likeness[unread] = UNRELATED
    same = np.zeros_like(likeness)
    opposites = _compare_forms(claim, answer, likeness, same)
    clashes = opposites + _compare_numbers(claim, answer, likeness, same)
    in_context[unread] = (UNRELATED_IN_CONTEXT + (1.0 - UNRELATED_IN_CONTEXT) * likeness)[unread]
    for row, column in clashes:
        in_context[row, column] = UNRELATED_IN_CONTEXT
    numbers = list(_number_rows(claim))
    in_context[numbers] = np.maximum(in_context, same)[numbers]
    weights = np.array([_weight(claim.stems[place], setting) for place in rows])
    likeness, in_context = np.round(likeness, DECIMALS), np.round(in_context, DECIMALS)
    return Alignment(claim, answer, likeness, in_context, same, weights, tuple(opposites), setting)


def _by_vectors(mine: Matrix, theirs: Matrix, answer: Reading) -> Matrix:
    """Cosines, negative ones as zero. Without BLAS: its threads would wait for each other, and its sums differ by
    machine.
    """
    likeness = np.zeros((len(mine), len(theirs)))
    likeness[:, answer.read] = np.einsum("ik,jk->ij", mine, theirs[answer.read])
    return np.clip(likeness, 0.0, 1.0)


def _weight(mine: str, setting: Setting) -> float:
    if mine in setting.said:
        return SAID_BY_QUESTION
    return LIGHT if mine in light_stems() else 1.0


@cache
def light_stems() -> frozenset[str]:
    """Stems of the words that say little anywhere."""
    return frozenset(stem(word) for word in lexicon.words("light words"))


def _compare_forms(claim: Reading, answer: Reading, likeness: Matrix, same: Matrix) -> list[tuple[int, int]]:
    """Fill in what the words' letters say; gives back the pairs that are opposites, which vectors take for alike."""
    opposites = []
    columns: dict[str, list[int]] = {}
    for column, theirs in enumerate(answer.stems):
        columns.setdefault(theirs, []).append(column)
    for row, place in enumerate(claim.content):
        for theirs, where in columns.items():
            kind = kinship(claim.stems[place], theirs)
            if kind == "opposite":
                likeness[row, where] = UNRELATED
                opposites += [(row, column) for column in where if not _points_back(answer, column)]
            elif kind is not None:
                likeness[row, where] = np.maximum(likeness[row, where], LIKENESS[kind])
                same[row, where] = float(kind == "same")
    return opposites


def _points_back(answer: Reading, column: int) -> bool:
    """Whether a word of order points at what was said before: "and B after that" says that A comes before B."""
    tokens = answer.passage.tokens
    if tokens[column].norm not in _ORDER:
        return False
    return column + 1 == len(tokens) or tokens[column + 1].opens or tokens[column + 1].norm in _POINTING


def _number_rows(claim: Reading) -> Iterator[int]:
    """The rows of a claim's numbers and their units: vectors cannot tell one number from another."""
    for row, place in enumerate(claim.content):
        if any(quantity.token <= place <= quantity.last for quantity in claim.quantities):
            yield row


def _compare_numbers(claim: Reading, answer: Reading, likeness: Matrix, same: Matrix) -> list[tuple[int, int]]:
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
                clashes += [(row, given.token) for row in held]
    return clashes
