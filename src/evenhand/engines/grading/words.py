"""Word forms in English and Russian: which words only hold a sentence together, and which forms share a stem."""

import re
from functools import lru_cache

from evenhand.engines.grading import lexicon

FUNCTION_WORDS = lexicon.words("english function words") | lexicon.words("russian function words")
NEGATORS = lexicon.words("negators")

_IRREGULAR = {
    form: line.partition(":")[0]
    for line in lexicon.section("irregular forms")
    for form in line.partition(":")[2].split()
}
_RUSSIAN_ENDINGS = tuple(sorted(lexicon.words("russian endings"), key=lambda ending: (-len(ending), ending)))
_VOWEL = re.compile("[aeiouy]")
# Replaced in this order, one only, where four letters or more stay.
_ENGLISH_SUFFIXES = (
    ("ization", "ize"), ("isation", "ize"), ("ational", "ate"), ("fulness", "ful"), ("ability", "able"),
    ("ation", "ate"), ("ically", "ic"), ("ously", "ous"), ("ance", ""), ("ence", ""), ("ment", ""), ("ness", ""),
    ("able", ""), ("ible", ""), ("ity", ""), ("ive", ""), ("ly", ""), ("al", ""),
)  # fmt: skip
_PAST_FORMS, _NOT_PAST = lexicon.words("past forms"), lexicon.words("not past")
_RUSSIAN_PAST = re.compile(r"[а-яё]{2,}(?:л|ла|ло|ли)(?:ся|сь)?$")
_CYRILLIC = re.compile("[а-яё]")
_SHORTEST_STEM = 3


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The shared beginning of a lower-case word's forms; not a word itself, only equal for forms of one word.

    A light suffix stripper in the manner of Porter (1980) for English, and longest-ending stripping for Russian.
    """
    if _CYRILLIC.search(word):
        return _russian_stem(word)
    word = _IRREGULAR.get(word, word)
    word = word.removesuffix("'s").replace("'", "")
    if len(word) <= _SHORTEST_STEM or not word.isalpha():
        return word
    singular = _without_plural(word)
    return _without_suffix(_without_inflection(_IRREGULAR.get(singular, singular)))


def _without_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_inflection(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST_STEM and _VOWEL.search(rest):
            doubled = rest[-1] == rest[-2] and rest[-1] not in "lsz"
            return rest[:-1] if doubled else rest
    return word


def _without_suffix(word: str) -> str:
    for ending, instead in _ENGLISH_SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM + 1:
            word = word[: -len(ending)] + instead
            break
    if word.endswith(("tion", "sion")) and len(word) > 6:
        word = word[:-3]
    if word.endswith("e") and len(word) > _SHORTEST_STEM:
        word = word[:-1]
    if word.endswith("y") and len(word) > _SHORTEST_STEM:
        word = word[:-1] + "i"
    return word


def _russian_stem(word: str) -> str:
    word = word.replace("ё", "е")
    for reflexive in ("ся", "сь"):
        if word.endswith(reflexive) and len(word) > 5:
            word = word[:-2]
    for ending in _RUSSIAN_ENDINGS:
        shortest = _SHORTEST_STEM if len(ending) == 1 else _SHORTEST_STEM + 1
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word[: -len(ending)]
    return word


def is_negator(word: str) -> bool:
    """Whether a lower-case word turns what follows it into its opposite."""
    return word in NEGATORS or word.endswith("n't")


def is_past(word: str) -> bool:
    """Whether a lower-case word looks like a verb in the past."""
    if word in _PAST_FORMS or _RUSSIAN_PAST.match(word):
        return True
    return word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST
