"""Text that people typed: what is taken out before it is kept, as types for schemas.

Left in, a zero byte or a lone surrogate breaks the database, and a direction override lets a line show something
other than what it says. Everything else a person can write stays.
"""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator

from evenhand.kit.words import say

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NEVER_SHOWN = frozenset({"Cc", "Cs", "Co"})
_KEPT = frozenset("\n\t")
_LETTERS_OF_THEIR_OWN = {"й": "й", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
"""What Unicode does not decompose though people file it there, and what it does though they do not."""


def passage(text: str) -> str:
    """Several lines: NFC, line ends as \\n, without control characters, and without blank ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in unicodedata.normalize("NFC", lines) if _may_stay(c)).strip()


def _may_stay(character: str) -> bool:
    if character in _KEPT:
        return True
    return character not in _OVERRIDES and unicodedata.category(character) not in _NEVER_SHOWN


def line(text: str) -> str:
    """One line: as a passage, with every run of spaces and line ends as one space."""
    return " ".join(passage(text).split())


def alphabetical(name: str) -> tuple[str, str]:
    """A key to sort names as people look for them: neither case nor accents count, but Й is a letter of its own.

    Ё stands with Е, Å with A, Ł with L; Latin before Cyrillic. Where two are alike so far, their own letters decide.
    """
    folded = name.casefold()
    return "".join(_bare(character) for character in folded), folded


def _bare(character: str) -> str:
    if character in _LETTERS_OF_THEIR_OWN:
        return _LETTERS_OF_THEIR_OWN[character]
    return "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))


def filled(text: str) -> str:
    """Refuses what has nothing left to read."""
    if not text:
        raise ValueError(say("Fill this in."))
    return text


Line = Annotated[str, AfterValidator(line)]
Passage = Annotated[str, AfterValidator(passage)]
FilledLine = Annotated[str, AfterValidator(line), AfterValidator(filled)]
FilledPassage = Annotated[str, AfterValidator(passage), AfterValidator(filled)]
