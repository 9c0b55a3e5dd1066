"""The text that a program put unseen over a scan, compared with the words that are seen in its picture.

Recognition misreads letters, cuts words and misses faint ones, so words may differ a little. Numbers may not, and a
word may not be said more often than it is seen.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import chain

_WORD = re.compile(r"[^\W_]+")
_FEWEST = 3  # letters of a word that says something, and digits of a number
_JOINED = 5  # letters of a word that may have been recognised without the space beside it
_ALIKE = 0.72
_MOST_COMPARED = 400  # words compared letter by letter
# Of a line: letters that are not seen, and their share, that make it another line than the one in the picture.
_FEWEST_OTHER, _MOST_OTHER = 4, 0.5
# Letters seen that the layer leaves out, before it is another text than the picture's.
_MOST_LEFT_OUT = 15


class Words:
    """Words that can be taken one by one, each as often as it is there."""

    def __init__(self, lines: Iterable[str]) -> None:
        words = list(chain.from_iterable(map(_words, lines)))
        self._left = Counter(words)
        self._joined = "".join(words)
        self._taken: Counter[str] = Counter()
        self._compared = 0

    def take(self, word: str) -> bool:
        """Whether the word is there once more."""
        if self._left[word] > 0:
            self._left[word] -= 1
        elif len(word) >= _JOINED and self._taken[word] < self._joined.count(word):
            pass
        elif (alike := self._alike(word)) is not None:
            self._left[alike] -= 1
        else:
            return False
        self._taken[word] += 1
        return True

    def _alike(self, word: str) -> str | None:
        if len(word) <= _FEWEST or any(char.isdigit() for char in word) or self._compared == _MOST_COMPARED:
            return None
        self._compared += 1
        compared = SequenceMatcher(b=word, autojunk=False)
        for other, count in self._left.items():
            if count <= 0 or abs(len(other) - len(word)) > 2:
                continue
            compared.set_seq1(other)
            if compared.real_quick_ratio() >= _ALIKE and compared.ratio() >= _ALIKE:
                return other
        return None


def others(layer: Sequence[str], seen: Sequence[str]) -> list[str] | None:
    """The lines of a layer that the picture does not show, or None where both say the same.

    An empty list: the layer says less than the picture.
    """
    shown = Words(seen)
    foreign = [line for line in layer if _is_other(line, shown)]
    if foreign:
        return foreign
    covered = Words(layer)
    left_out = sum(len(word) for line in seen for word in _words(line) if not covered.take(word))
    return [] if left_out >= _MOST_LEFT_OUT else None


def _is_other(line: str, shown: Words) -> bool:
    words = _words(line)
    missing = [word for word in words if not shown.take(word)]
    if any(word.isdigit() for word in missing):
        return True
    letters = sum(map(len, missing))
    return letters >= _FEWEST_OTHER and letters > _MOST_OTHER * sum(map(len, words))


def _words(text: str) -> list[str]:
    """Words and numbers in small letters without accents, without the shortest, of which recognition loses many."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return [word for word in _WORD.findall(plain) if len(word) >= _FEWEST]
