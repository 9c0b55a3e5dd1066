"""The language a resume is written in, by its letters, its headings and the small words of every sentence."""

import re
from collections import Counter
from functools import cache
from typing import get_args

from .lexicon import LANGUAGES, fold, topic
from .parsed import Language

_CYRILLIC_SHARE = 0.2  # of the letters; Russian resumes name their tools in Latin
_LATIN_WORD = re.compile(r"[^\W\d_]{2,24}")
_UKRAINIAN, _RUSSIAN = frozenset("іїєґ"), frozenset("ыэъё")
_MOST_TEXT = 60_000  # code points that are looked at; a language shows long before
_FEWEST = 4  # points, before a text is called anything but English
_HEADING = 3  # points for a heading; a small word is one
LATIN: tuple[Language, ...] = tuple(code for code in get_args(Language) if code not in ("ru", "uk"))


def language_of(text: str) -> Language:
    """The language most of the text is in; "en" where nothing tells."""
    lines = Counter(fold(line).strip(" :") for line in text[:_MOST_TEXT].splitlines())
    text = text[:_MOST_TEXT].casefold()
    letters = [char for char in text if char.isalpha()]
    cyrillic = sum("а" <= char <= "я" or char in "ёіїєґ" for char in letters)
    if letters and cyrillic >= _CYRILLIC_SHARE * len(letters):
        ukrainian = sum(char in _UKRAINIAN for char in letters)
        return "uk" if ukrainian > sum(char in _RUSSIAN for char in letters) else "ru"
    counts = Counter(_LATIN_WORD.findall(text))
    scores = {
        code: sum(counts[word] for word in small) + _HEADING * sum(lines[heading] for heading in headings)
        for code, (small, headings) in _telling().items()
    }
    best = max(LATIN, key=lambda code: (scores[code], code == "en"))
    return best if scores[best] >= _FEWEST and scores[best] > scores["en"] else "en"


@cache
def _telling() -> dict[Language, tuple[frozenset[str], frozenset[str]]]:
    """By language, its small words and its headings."""
    small = dict(zip(LANGUAGES, topic("basics"), strict=True))
    headings = dict(zip(LANGUAGES, topic("headings"), strict=True))
    return {
        code: (
            frozenset(map(fold, small[code].get("small_words", ()))),
            frozenset(fold(heading) for listed in headings[code].values() for heading in listed),
        )
        for code in LATIN
    }
