"""Plain text to lines, whatever encoding it was saved in."""

import codecs
import unicodedata
from itertools import pairwise

from evenhand.engines.documents.assemble import DraftLine, assemble
from evenhand.engines.documents.clean import clean
from evenhand.engines.documents.formats import NAMES
from evenhand.engines.documents.hidden import disguised
from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.markdown import (
    comments_of,
    looks_like_markdown,
    markdown_line,
    without_comments,
)
from evenhand.engines.documents.model import Document
from evenhand.engines.documents.refusals import DocumentRefused, no_text, too_many_pages

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
# UTF-8 with fewer broken places than this, for each character outside ASCII, is UTF-8 that got damaged.
MOST_BROKEN = 0.02
_RUSSIAN = ("cp1251", "koi8-r", "cp866")  # the first of equals: what is so short is most likely of today
_MOST_USED = frozenset("оеаинтсрвлОЕАИНТСРВЛ")  # three letters in four of any Russian text
# More of these among the first characters, and the bytes were no text.
SAMPLE_CHARS = 4096
MOST_SENSELESS = 0.1
_SENSELESS = frozenset({"Cn", "Co", "Cs"})


def read_plain(content: bytes, limits: Limits) -> Document:
    """One `Line` a non-empty line of the file; a form feed starts a page. Raises `DocumentRefused`."""
    text = decode(content).replace("\r\n", "\n").replace("\r", "\n")
    if _is_senseless(text[:SAMPLE_CHARS]):
        raise DocumentRefused("unsupported_type", f"This file is not text. Choose one of these: {NAMES}.")
    marked = looks_like_markdown(text)
    said = comments_of(text) if marked else []
    if marked:
        text = without_comments(text)
    pages = text.split("\f")
    if len(pages) > limits.pages:
        raise too_many_pages("file", len(pages), limits.pages)
    drafts: list[DraftLine] = []
    for number, page in enumerate(pages, start=1):
        apart = False
        for line in clean(page).split("\n"):
            kept = line.strip()
            draft = markdown_line(line, page=number, apart=apart) if marked else DraftLine(kept, number, apart=apart)
            if kept and draft is not None:
                drafts.append(draft)
            apart = not kept
    if not drafts:
        raise no_text()
    unseen = [piece for number, page in enumerate(pages, start=1) for piece in disguised(page, number)]
    unseen += [(1, "comment", f"{comment}\n") for comment in said]
    return assemble(
        "md" if marked else "txt", drafts, page_count=len(pages), most_chars=limits.text_chars, unseen=unseen
    )


def decode(content: bytes) -> str:
    """Text by byte-order mark, else UTF-8, else whichever of two single-byte encodings spells words."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    text = content.decode("utf-8", errors="replace")
    beyond = sum(not char.isascii() for char in text)
    return text if text.count("\ufffd") <= MOST_BROKEN * beyond else _single_byte(content)


def _single_byte(content: bytes) -> str:
    """A Russian encoding or cp1252. In Russian a letter above 127 mostly stands beside another, in Western text seldom.

    The Russian ones hold the same letters in other places: the right one has most of those that Russian uses most.
    """
    high = [index for index, byte in enumerate(content) if byte > 127]
    beside = sum(after - before == 1 for before, after in pairwise(high))
    if beside * 2 < len(high):
        return content.decode("cp1252", errors="replace")
    read = [content.decode(encoding, errors="replace") for encoding in _RUSSIAN]
    return max(read, key=lambda text: sum(char in _MOST_USED for char in text))


def _is_senseless(sample: str) -> bool:
    bad = sum(char == "\ufffd" or unicodedata.category(char) in _SENSELESS for char in sample)
    return bad > MOST_SENSELESS * len(sample)
