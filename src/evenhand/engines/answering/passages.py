"""Texts cut into passages that can be quoted by themselves, and the words that count in them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

LONGEST = 420
"""Characters of a passage; a longer paragraph is cut between sentences."""
CUE = 3
"""As how many words of the text a cue counts."""
_WORD = re.compile(r"[^\W\d_][\w+#.-]*[\w+#]|[^\W\d_]|\d+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zа-я]|[“«\"])")
_STOP = frozenset(Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").split())
_ENDINGS = re.compile(
    r"(?:ations?|ings?|ments?|ies|ed|es|ly|(?<!s)s|e|y)$"
    r"|(?:иями|ями|ами|ость|ости|остью|ого|его|ому|ему|ыми|ими|ать|ять|ить|еть|ешь|ете|ите|ает|ают|ует|уют|ал|ила|или"
    r"|ала|яла|ела|али|яли|ели|ила|ов|ев|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ых|их|ую|юю|ом|ем|ам|ям|ах|ях|ия|ии|ию|ть|а|я|о|е|у|ю|ы|и|ь|й)$"
)
SHORTEST_STEM = 3


@dataclass(frozen=True)
class Source:
    """A text to look things up in. `kind` says what it is: guidance, resume, job, or another of the caller's.

    `cues` are words that it is asked for with, though it may hold none of them.
    """

    kind: str
    title: str
    text: str
    key: str = ""
    cues: str = ""


@dataclass(frozen=True)
class Passage:
    """Characters `start` to `end` of a source, and how often each word stem is in them, the title and the cues."""

    source: Source
    start: int
    end: int
    stems: Counter[str] = field(hash=False, compare=False)
    length: int = field(compare=False)  # stems of the text alone

    @property
    def text(self) -> str:
        """As it stands there."""
        return self.source.text[self.start : self.end]


def stems(text: str) -> Iterator[str]:
    """Words that count, without their endings."""
    for found in _WORD.finditer(text.casefold().replace("ё", "е")):
        word = found[0]
        if word not in _STOP:
            yield _stem(word)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= SHORTEST_STEM else word


def passages(source: Source) -> list[Passage]:
    """The passages of a text, in order."""
    about = Counter(dict.fromkeys(stems(source.title), 1) | dict.fromkeys(stems(source.cues), CUE))
    made = []
    for start, end in _spans(source.text):
        found = Counter(stems(source.text[start:end]))
        if found:
            made.append(Passage(source, start, end, found + about, found.total()))
    return made


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for block in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        start, end = block.start(), block.end()
        if end - start <= LONGEST:
            yield start, start + len(block[0].rstrip())
            continue
        cuts = [start, *(start + found.end() for found in re.finditer(r"\n|" + _SENTENCE.pattern, block[0])), end]
        begin = start
        for cut, following in zip(cuts[1:], [*cuts[2:], end + LONGEST * 2], strict=True):
            if following - begin > LONGEST:
                piece = text[begin:cut]
                if piece.strip():
                    yield begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())
                begin = cut
