"""Gathering what a file says to machines only, so that it is told and not silently dropped."""

from collections.abc import Iterable
from itertools import groupby

from evenhand.engines.documents.clean import clean
from evenhand.engines.documents.model import Hidden, HiddenBy

# Fewer letters are a speck or a spacer of the writing program, not a message.
FEWEST_LETTERS = 3
LONGEST_TEXT = 500
MOST_TEXTS = 50
_TAGS = range(0xE0020, 0xE007F)  # Unicode's tags: ASCII once more, without a shape

# Page, reason, and some characters in the order of the file.
Unseen = tuple[int, HiddenBy, str]


def gather(pieces: Iterable[Unseen]) -> tuple[Hidden, ...]:
    """Pieces of one page and reason that follow one another as one text each, the first `MOST_TEXTS` of them."""
    found: list[Hidden] = []
    for (page, reason), run in groupby(pieces, key=lambda piece: piece[:2]):
        text = " ".join(clean("".join(piece[2] for piece in run)).split())
        if sum(char.isalnum() for char in text) >= FEWEST_LETTERS:
            found.append(Hidden(page, reason, text[:LONGEST_TEXT]))
        if len(found) == MOST_TEXTS:
            break
    return tuple(found)


def smuggled(text: str) -> str:
    """What `text` spells in tag characters, which look like nothing at all."""
    return "".join(chr(ord(char) - 0xE0000) for char in text if ord(char) in _TAGS)
