"""Tells whether two questions ask the same thing in nearly the same words, by the stems they share."""

import re
from collections.abc import Iterable

from .shapes import LibraryQuestion

ALIKE = 0.6
"""The share of common stems from which two questions count as one. The library's own stay well below it."""

STEM_LETTERS = 5
_WORD = re.compile(r"\w+(?:[+#]+)?")
_SMALL_WORDS = """
    a an the of to is are be do does did and or in on at it as for with by from that this you your how what which who
    why when would i me my tell about describe
    и в во не на с со к ко у о об от до по за из что как это вы вам вас ваш ваша вашу вашей бы ли или для при а но
    расскажите опишите
"""
_SMALL = frozenset(_SMALL_WORDS.split())


def stems(text: str) -> frozenset[str]:
    """The words of a text that say something, cut to their first letters, so that endings do not matter."""
    return frozenset(word[:STEM_LETTERS] for word in _WORD.findall(text.casefold()) if word not in _SMALL)


def is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts, as their stems, share so much that they ask the same."""
    return bool(one and other) and len(one & other) >= ALIKE * len(one | other)


class Heard:
    """The questions that were asked already, to find out whether a new one repeats any of them."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._heard = [stems(text) for text in texts]

    def add(self, text: str) -> None:
        self._heard.append(stems(text))

    def is_like(self, question: LibraryQuestion) -> bool:
        mine = stems(question.text)
        return any(is_alike(mine, other) for other in self._heard)
