"""Which language a text is in, as far as the engine has to know: English, Russian, or one it does not read."""

import re
from typing import Literal

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.text import Passage

Language = Literal["en", "ru", "other"]

# Fewer words than this are taken for English or Russian by their letters alone.
_TELLING_WORDS = 5
_LATIN = re.compile("[a-zà-ÿ]")
_RUSSIAN = re.compile("[а-яё]")
_UKRAINIAN = re.compile("[іїєґ]")


def language_of(passage: Passage) -> Language | None:
    """The language by script and by its commonest words; None for a text without words."""
    words = [token.norm for token in passage.tokens if not token.number]
    if not words:
        return None
    latin = sum(1 for word in words if _LATIN.match(word))
    russian = sum(1 for word in words if _RUSSIAN.match(word))
    if 2 * max(latin, russian) < len(words):
        return "other"
    if russian > latin:
        ukrainian = sum(1 for word in words if _UKRAINIAN.search(word))
        return "other" if 4 * ukrainian > len(words) else "ru"
    return "en" if len(words) < _TELLING_WORDS or _looks_english(words) else "other"


def _looks_english(words: list[str]) -> bool:
    english = lexicon.words("english function words") | lexicon.words("negators")
    foreign = lexicon.words("other languages") - english
    return sum(word in english for word in words) >= sum(word in foreign for word in words)
