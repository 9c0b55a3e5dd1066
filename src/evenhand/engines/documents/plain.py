"""Plain text to lines, whatever encoding it was saved in."""

from itertools import pairwise

from evenhand.engines.documents.assemble import DraftLine, assemble
from evenhand.engines.documents.clean import clean
from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.model import Document
from evenhand.engines.documents.refusals import no_text


def read_plain(content: bytes, limits: Limits) -> Document:
    """One `Line` a non-empty line of the file. A form feed starts a page. Raises `DocumentRefused`."""
    drafts: list[DraftLine] = []
    pages = decode(content).replace("\r\n", "\n").replace("\r", "\n").split("\f")
    for number, page in enumerate(pages, start=1):
        apart = False
        for line in page.split("\n"):
            for piece in clean(line).split("\n"):
                text = piece.rstrip()
                if text.strip():
                    drafts.append(DraftLine(text.strip(), page=number, apart=apart))
                apart = not text.strip()
    if not drafts:
        raise no_text()
    return assemble("txt", drafts, page_count=len(pages), most_chars=limits.text_chars)


def decode(content: bytes) -> str:
    """Text by byte-order mark, else UTF-8, else by which of two single-byte encodings spells words."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _single_byte(content)


def _single_byte(content: bytes) -> str:
    """cp1251 or cp1252. In Russian most letters stand beside another high letter; in Western text few do."""
    text = content.decode("cp1251", errors="replace")
    high = [index for index, char in enumerate(text) if ord(char) >= 0x80]
    beside = sum(after - before == 1 for before, after in pairwise(high))
    return text if beside * 2 >= len(high) else content.decode("cp1252", errors="replace")
