"""Words beside a skill that say how well it is known or how much it is wanted; the words themselves are `cues.toml`."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from .tokens import fold

CueKind = Literal["level", "spoken", "years"]

_LEVELS = ("none", "basic", "working", "proficient", "advanced")
_YEARS = re.compile(
    r"(?<![\w.,-])(?P<least>\d{1,2})(?:[.,]\d)?\s?(?:(?:[-–—]|to|до)\s?\d{1,2}\s?)?\+?\s?(?:years?|yrs?|лет|года|год)(?!\w)"
)
_MOST_YEARS = 60  # "70 years" tells of a firm
MOST_CHARS = (
    1_000  # of a sentence; what is longer is no sentence, and looking for what belongs together costs its square
)
_ENDS = re.compile(r"[.;!?](?=\s|$)|[•●▪◦|\t]|\n\s*\n")
_BREAK = re.compile(r"\n(?=\s*(?:[-–—*•●▪◦#]|\d+[.)]\s|[^\s\da-zа-яё]))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase at `start`:`end`. `value` is a level 0-4, or for "years" a number of them; "spoken" is a level
    that is only said of languages people speak."""

    kind: CueKind
    value: int
    start: int
    end: int


def level_cues(text: str, start: int, end: int) -> list[Cue]:
    """What is said about how well something is known, in one sentence; the longest phrase wins, none overlap."""
    folded = fold(text[start:end])
    found = [
        Cue("years", int(match["least"]), start + match.start(), start + match.end())
        for match in _YEARS.finditer(folded)
        if 0 < int(match["least"]) < _MOST_YEARS
    ]
    for kind, value, pattern in _level_patterns():
        found += [Cue(kind, value, start + match.start(), start + match.end()) for match in pattern.finditer(folded)]
    return _longest(found)


def _longest(cues: Iterable[Cue]) -> list[Cue]:
    """In order, without those that a longer one covers; a level that everything can have goes before a spoken one."""
    kept: list[Cue] = []
    for cue in sorted(cues, key=lambda one: (one.start - one.end, one.start, one.kind)):
        if all(cue.end <= other.start or other.end <= cue.start for other in kept):
            kept.append(cue)
        elif any((cue.start, cue.end) == (other.start, other.end) and cue.kind != other.kind for other in kept):
            kept.append(cue)  # "very good" is both
    return sorted(kept, key=lambda one: (one.start, one.kind))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences, lines and list items of a text stand. A line that goes on in small letters was wrapped."""
    edges = sorted(
        {match.end() for match in _ENDS.finditer(text)} | {match.start() + 1 for match in _BREAK.finditer(text)}
    )
    start = 0
    for edge in [*edges, len(text)]:
        for begin in range(start, edge, MOST_CHARS):
            end = min(begin + MOST_CHARS, edge)
            if not text[begin:end].isspace():
                yield begin, end
        start = edge


@cache
def cue_words() -> dict[str, Any]:
    """The file of words, read once a process."""
    return tomllib.loads(resources.files(__package__).joinpath("cues.toml").read_text(encoding="utf-8"))


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of these words in folded text, the longest first. "~" stands for any ending."""
    listed = sorted(words, key=len, reverse=True)
    joined = "|".join(
        re.escape(fold(word)).replace(r"\~", "~").replace("~", r"\w*").replace(r"\ ", r"\s+") for word in listed
    )
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])")


@cache
def _level_patterns() -> list[tuple[CueKind, int, re.Pattern[str]]]:
    patterns: list[tuple[CueKind, int, re.Pattern[str]]] = []
    for value, name in enumerate(_LEVELS):
        listed = cue_words()["level"][name]
        patterns.append(("level", value, pattern_of(listed["words"])))
        if "spoken" in listed:
            patterns.append(("spoken", value, pattern_of(listed["spoken"])))
    return patterns
