"""Gathering what a file says to machines only, so that it is told and not silently dropped."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from evenhand.engines.documents.clean import clean
from evenhand.engines.documents.instructions import is_instruction
from evenhand.engines.documents.model import Hidden, HiddenBy

# Fewer letters are a speck or a spacer of the writing program, not a message.
FEWEST_LETTERS = 3
LONGEST_TEXT = 500
# Letters and digits: a title is shorter, and so is an address that a link stands for; a message is not.
LONG_FIELD = 60
LONG_STAND_IN = 40
MOST_TEXTS = 50
_TAGS = range(0xE0020, 0xE007F)  # Unicode's tags: ASCII once more, without a shape
# Words with something invisible between two letters. Browsers and networks break long addresses that way once or twice;
# the soft hyphen and what joins Arabic or Indian letters belong to writing.
FEWEST_SPLIT_WORDS = 3
_INVISIBLE = "[\u200b\u200c\u2060-\u2064\ufeff\u180e\u034f]"
_SPLIT_WORD = re.compile(rf"\w*[A-Za-zА-Яа-яЁё]{_INVISIBLE}+[A-Za-zА-Яа-яЁё][\w\u200b\u200c\u2060-\u2064\ufeff]*")
# Overrides turn letters round whatever they are; embeddings and isolates belong to writing from right to left.
_TURNED_ROUND = re.compile("[\u202d\u202e]([^\u202c-\u202e\n]+)")

# Page, reason, and some characters in the order of the file.
Unseen = tuple[int, HiddenBy, str]


def gather(pieces: Iterable[Unseen]) -> tuple[Hidden, ...]:
    """Pieces of one page and reason that follow one another as one text each, the first `MOST_TEXTS` of them.

    A piece that ends its line ends its text.
    """
    found: list[Hidden] = []
    for page, reason, told in _texts(pieces):
        text = " ".join(clean(told).split())
        if _letters(text) >= FEWEST_LETTERS:
            found.append(Hidden(page, reason, text[:LONGEST_TEXT]))
        if len(found) == MOST_TEXTS:
            break
    return tuple(found)


def _texts(pieces: Iterable[Unseen]) -> Iterator[Unseen]:
    for (page, reason), run in groupby(pieces, key=lambda piece: piece[:2]):
        text = ""
        for _, _, piece in run:
            text += piece
            if piece.endswith("\n"):
                yield page, reason, text
                text = ""
        yield page, reason, text


def about_itself(values: Iterable[str]) -> list[Unseen]:
    """Fields of a file about itself (title, keywords) that say more than such fields do, or give an order."""
    told = (value for value in values if _letters(value) >= LONG_FIELD or is_instruction(value))
    return [(1, "metadata", f"{value}\n") for value in told]


def stands_in(values: Iterable[str], drawn: str, page: int) -> list[Unseen]:
    """Texts given to machines in the place of what is drawn, where they say something else than `drawn`, and more than
    a sign."""
    shown = _squashed(drawn)
    long = (value for value in values if _letters(value) >= LONG_STAND_IN or is_instruction(value))
    others = (value for value in long if _squashed(value) not in shown)
    return [(page, "stand_in", f"{value}\n") for value in others]


def _squashed(text: str) -> str:
    return "".join(char for char in clean(text).casefold() if char.isalnum())


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def smuggled(text: str) -> str:
    """What `text` spells in tag characters, which look like nothing at all."""
    return "".join(chr(ord(char) - 0xE0000) for char in text if ord(char) in _TAGS)


def disguised(text: str, page: int) -> list[Unseen]:
    """What the characters of `text` (as they stand in the file) say otherwise than they look."""
    if text.isascii():
        return []
    spelled = smuggled(text)
    found: list[Unseen] = [(page, "zero_width", f"{spelled}\n")] if spelled else []
    split = [word[0] for word in _SPLIT_WORD.finditer(text)]
    if len(split) >= FEWEST_SPLIT_WORDS:
        found.append((page, "split_words", ", ".join(dict.fromkeys(split)) + "\n"))
    turned = [match[1] for match in _TURNED_ROUND.finditer(text)]
    return found + [(page, "turned_round", f"{words}\n") for words in turned]
