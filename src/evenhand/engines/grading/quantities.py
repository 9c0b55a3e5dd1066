"""Numbers with their units: reads them from a text and says whether two of them disagree."""

import re
from dataclasses import dataclass
from functools import cache

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.text import Passage

_NUMBER_WORDS = {
    word: float(line.partition(":")[0])
    for line in lexicon.section("number words")
    for word in line.partition(":")[2].split()
}
_MULTIPLIERS = {word: value for word, value in _NUMBER_WORDS.items() if value >= 100.0}
_ABOUT = re.compile(r"(?:\b(?:about|around|roughly|approximately|nearly|almost|около|примерно)|~|≈)\s*$", re.IGNORECASE)
_AT_LEAST = re.compile(
    r"(?:\b(?:at least|more than|over|above|minimum|minimum of|не менее|больше|от)|≥|>)\s*$", re.IGNORECASE
)
_AT_MOST = re.compile(
    r"(?:\b(?:at most|less than|under|below|up to|within|no more than|maximum|maximum of|не более|до)|≤|<)\s*$",
    re.IGNORECASE,
)
# "About 70" is met by anything within a tenth of it.
ABOUT_SHARE = 0.1
_LOOK_BACK = 16
_SYMBOL_BEFORE = re.compile(r"([$€£₽])\s*$")
_UNIT_AFTER = re.compile(r"\s?(°\s?[CF]\b|[°%$€£₽Ω]|[^\W\d_]+)")
_DIMENSIONLESS = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands in a text.

    `value` is in the dimension's first unit (see `wordlists/units.txt`), `factor` times the number as written; `low`
    and `high` bound what counts as the same. `token` and `last` are its first and last word in the passage; `beside`
    holds the stems next to it, which say what is counted.
    """

    value: float
    low: float
    high: float
    dimension: str
    factor: float
    token: int
    last: int
    beside: frozenset[str]


def find_quantities(passage: Passage) -> tuple[Quantity, ...]:
    """Every number of a passage, in order, digits and common number words alike."""
    found = []
    for index, token in enumerate(passage.tokens):
        written = token.norm if token.number else None
        value = float(written) if written is not None else _NUMBER_WORDS.get(token.norm)
        if value is None or (not token.number and index and _part_of_number(passage, index)):
            continue
        found.append(_quantity(passage, index, value, written))
    return tuple(found)


def disagree(reference: Quantity, given: Quantity) -> bool:
    """Whether the given number cannot stand for the reference: same kind of quantity, another amount.

    Bare numbers are of one kind only where a word beside them is the same ("3 replicas", "five replicas").
    """
    if reference.dimension != given.dimension:
        return False
    if reference.dimension == _DIMENSIONLESS and not reference.beside & given.beside:
        return False
    return not agree(reference, given)


def agree(reference: Quantity, given: Quantity) -> bool:
    """Whether the given number stands for the reference, to the precision in which the reference is written."""
    if reference.dimension == given.dimension:
        return reference.low <= given.value <= reference.high
    if _DIMENSIONLESS not in {reference.dimension, given.dimension}:
        return False
    # One of the two names no unit: then the numbers as written have to agree.
    return reference.low / reference.factor <= given.value / given.factor <= reference.high / reference.factor


def _part_of_number(passage: Passage, index: int) -> bool:
    before, token = passage.tokens[index - 1], passage.tokens[index]
    return token.norm in _MULTIPLIERS and (before.number or before.norm in _NUMBER_WORDS)


def _quantity(passage: Passage, index: int, value: float, written: str | None) -> Quantity:
    tokens = passage.tokens
    last = index
    while last + 1 < len(tokens) and tokens[last + 1].norm in _MULTIPLIERS:
        last += 1
        value *= _MULTIPLIERS[tokens[last].norm]
    dimension, factor, unit_words = _unit(passage, index, last)
    half = _half_a_unit(written) if written is not None and last == index else 0.0
    low, high = _bounds(passage.source[max(0, tokens[index].start - _LOOK_BACK) : tokens[index].start], value, half)
    last += unit_words
    return Quantity(
        value * factor, low * factor, high * factor, dimension, factor, index, last, _beside(passage, index, last)
    )


def _beside(passage: Passage, first: int, last: int) -> frozenset[str]:
    """Stems of the word before a number and of the two after it, within its clause."""
    tokens = passage.tokens
    near = [tokens[first - 1]] if first and not tokens[first].opens else []
    for token in tokens[last + 1 : last + 3]:
        if token.opens:
            break
        near.append(token)
    return frozenset(token.stem for token in near if token.content and not token.number)


def _unit(passage: Passage, index: int, last: int) -> tuple[str, float, int]:
    """Dimension, factor, and how many words the unit takes."""
    before = _SYMBOL_BEFORE.search(
        passage.source[max(0, passage.tokens[index].start - 2) : passage.tokens[index].start]
    )
    if before:
        return *_units()[before[1]], 0
    after = _UNIT_AFTER.match(passage.source, passage.tokens[last].end)
    if after is None:
        return _DIMENSIONLESS, 1.0, 0
    name = after[1].replace(" ", "")
    known = _units().get(name) or _units().get(name.casefold())
    if known is None:
        return _DIMENSIONLESS, 1.0, 0
    is_word = last + 1 < len(passage.tokens) and passage.tokens[last + 1].start < after.end()
    return *known, int(is_word)


def _half_a_unit(written: str) -> float:
    """Half of the last digit's worth: 1.5 stands for 1.45 to 1.55, 70 for 69.5 to 70.5."""
    decimals = len(written.partition(".")[2])
    return 0.5 * 10.0**-decimals


def _bounds(before: str, value: float, half: float) -> tuple[float, float]:
    if _AT_LEAST.search(before):
        return value - half, float("inf")
    if _AT_MOST.search(before):
        return float("-inf"), value + half
    if _ABOUT.search(before):
        half = max(half, ABOUT_SHARE * abs(value))
    # A hair of slack, so that a bound that is met exactly is met on every processor.
    slack = 1e-9 * max(1.0, abs(value))
    return value - half - slack, value + half + slack


@cache
def _units() -> dict[str, tuple[str, float]]:
    found = {}
    for line in lexicon.lines("units.txt"):
        dimension, factor, names = (part.strip() for part in line.split("|"))
        for name in names.split():
            found[name] = (dimension, float(factor))
    return found
