"""Proves that a rewrite adds nothing: every word and number of it comes from its source, or from a closed list."""

import re
from collections import Counter

from .facts import words_of
from .wording import Wording, wording

_NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?")


def unsupported_words(before: str, after: str, language: str) -> tuple[str, ...]:
    """What of `after` is not in `before`, and what may not be lost of it: empty for a rewrite that adds nothing.

    A word is supported as it is written, in another case, as another form of the same verb (English), as another form
    of the same noun of action (Russian), or as one of the language's neutral words. Numbers have to be the same
    numbers; hedges and negations ("helped", "not", "участвовал") have to stay. A language without a word list
    supports words as they are written only.
    """
    known = wording(language)
    source = {word.casefold() for word in words_of(before)}
    bases = {_base(word, known) for word in source}
    added = [
        word
        for word in words_of(after)
        if (folded := word.casefold()) not in source
        and _base(folded, known) not in bases
        and (known is None or folded not in known.neutral)
    ]
    return tuple(dict.fromkeys([*added, *_numbers(before, after), *_lost(before, after, known)]))


def _base(word: str, known: Wording | None) -> str:
    if known is None:
        return word
    return known.verbs.get(word) or _noun(word, known) or word


def _noun(word: str, known: Wording) -> str | None:
    """The noun of action this is a form of."""
    return next(
        (noun for noun, forms in known.nouns.items() if word == noun or word in forms.split()),
        None,
    )


def _numbers(before: str, after: str) -> list[str]:
    was, now = Counter(_NUMBER.findall(before)), Counter(_NUMBER.findall(after))
    return [number for number in sorted(was.keys() | now.keys()) if was[number] != now[number]]


def _lost(before: str, after: str, known: Wording | None) -> list[str]:
    if known is None:
        return []
    was = Counter(word.casefold() for word in words_of(before) if word.casefold() in known.hedges)
    now = Counter(word.casefold() for word in words_of(after) if word.casefold() in known.hedges)
    return sorted(word for word in was if now[word] < was[word])
