"""Which words may stand for each other, and which cannot both be true of the same thing."""

from functools import cache

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.words import stem

# A prefix, and the shortest stem it may stand before to count (in- and im- mean "into" more often).
_NEGATING = {"un": 3, "dis": 3, "non": 3, "не": 3, "in": 4, "im": 4, "ir": 4, "il": 4}
# The same ending after two of these is an opposite: hypertension and hypotension.
_PREFIX_PAIRS = (
    ("hyper", "hypo"), ("over", "under"), ("pre", "post"), ("up", "down"), ("in", "out"), ("macro", "micro"),
    ("max", "min"), ("inter", "intra"), ("brady", "tachy"), ("de", "en"), ("ex", "in"),
)  # fmt: skip
_SHORTEST_REST = 4
_SHARED_END = 3


@cache
def _listed() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for groups in lexicon.groups("opposites.txt"):
        sides = [{stem(word) for word in group} for group in groups]
        for place, mine in enumerate(sides):
            others = set().union(*sides[:place], *sides[place + 1 :])
            for word in mine:
                found.setdefault(word, set()).update(others - mine)
    return {word: frozenset(others) for word, others in found.items()}


@cache
def _alike() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in lexicon.lines("synonyms.txt"):
        group = {stem(word) for word in line.split()}
        for word in group:
            found.setdefault(word, set()).update(group)
    return {word: frozenset(others) for word, others in found.items()}


def synonymous(a: str, b: str) -> bool:
    """Whether two stems may stand for each other (inform, notify)."""
    return b in _alike().get(a, ())


def opposite(a: str, b: str) -> bool:
    """Whether two stems are opposites: listed (open, closed) or built (safe, unsafe; hypertension, hypotension)."""
    if b in _listed().get(a, ()):
        return True
    # Only words with the same ending can differ in a prefix.
    return a[-_SHARED_END:] == b[-_SHARED_END:] and (_negated(a, b) or _negated(b, a) or _prefix_swapped(a, b))


def _negated(long: str, short: str) -> bool:
    if long in _negation_lookalikes():
        return False
    return any(long == prefix + short and len(short) >= shortest for prefix, shortest in _NEGATING.items())


@cache
def _negation_lookalikes() -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon.words("not negated"))


def _prefix_swapped(a: str, b: str) -> bool:
    for one, other in _PREFIX_PAIRS:
        for x, y in ((a, b), (b, a)):
            rest = x.removeprefix(one)
            if rest != x and len(rest) >= _SHORTEST_REST and y == other + rest:
                return True
    return False
