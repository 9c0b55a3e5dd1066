"""One PDF page opened, stripped of text that stands in for other text, and laid out."""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from evenhand.engines.documents.hidden import Unseen, disguised, stands_in
from evenhand.engines.documents.pdf.asides import MOST_ANNOTATIONS, comments, stand_in
from evenhand.engines.documents.pdf.flow import PageFlow
from evenhand.engines.documents.pdf.frame import Frame
from evenhand.engines.documents.pdf.glyphs import Glyph, GlyphReader
from evenhand.engines.documents.pdf.layout import page_flow
from evenhand.engines.documents.pdf.library import pdfium
from evenhand.engines.documents.pdf.links import LinkArea, link_areas
from evenhand.engines.documents.pdf.marks import find_marks
from evenhand.engines.documents.pdf.objects import page_objects, parts_of
from evenhand.engines.documents.pdf.visible import UnseenWord, part_unseen
from evenhand.engines.documents.refusals import damaged, too_much_text

# A page is a scan when pictures cover this much of it and hardly a letter can be seen (a stamp, a page number).
# Invisible text over a scan is what some program recognised, or says so: it is kept until the picture is looked at
# (`layers`). Anywhere else it is hidden and is not.
SCAN_COVERS = 0.5
FEWEST_LETTERS = 25
# How sure it is that such text says what is seen, while nobody has compared the two.
UNCOMPARED = 0.5
# Fewer readable characters than this share, and a page needs its stand-in text after all.
MOSTLY_READABLE = 0.7


@dataclass(frozen=True, slots=True)
class Page:
    """A page read. `letters` counts visible ones; `painted` says whether there is anything on it at all."""

    flow: PageFlow
    letters: int
    scanned: bool
    painted: bool
    unseen: list[Unseen]

    @property
    def layered(self) -> bool:
        """Whether it is a picture with enough unseen text over it to be read by that."""
        return self.scanned and self.letters >= FEWEST_LETTERS


def read_page(document: Any, number: int, *, most_chars: int) -> Page:
    """Page `number` (1-based). Raises `DocumentRefused`: damaged, or too_large past `most_chars`."""
    with _opened(document, number) as page:
        asides = comments(page, number)
        links = link_areas(document, page, Frame.of(page))  # they go with the other annotations when a form is drawn
        changed = _form_drawn(page)
        found = None if changed else _read(page, links, number, most_chars, asides)
    if changed:
        with _opened(document, number) as page:
            found = _read(page, links, number, most_chars, asides)
    if found is not None:
        return found
    with _opened(document, number) as page, _text(page) as text_page:
        return _laid_out(page, text_page, links, number, most_chars, asides=asides)


def _read(page: Any, links: list[LinkArea], number: int, most_chars: int, asides: list[Unseen]) -> Page | None:
    """The page by what is drawn, or None where that says nothing without the text that stands in for it."""
    replaced = _strip_stand_ins(page)
    with _text(page) as text_page:
        if replaced and not _is_readable(text_page):
            return None
        return _laid_out(page, text_page, links, number, most_chars, asides=asides, replaced=replaced)


def _form_drawn(page: Any) -> bool:
    """Draws what is written in the fields of a form into the page, as a printer would; whether there are any.

    The fields that are not shown or not printed stay out.
    """
    count = min(pdfium.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)
    if not any(_is_field(page, index) for index in range(count)):
        return False
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    return True


def _is_field(page: Any, index: int) -> bool:
    item = pdfium.FPDFPage_GetAnnot(page, index)
    if not item:
        return False
    try:
        return bool(pdfium.FPDFAnnot_GetSubtype(item) == pdfium.FPDF_ANNOT_WIDGET)
    finally:
        pdfium.FPDFPage_CloseAnnot(item)


@contextmanager
def _opened(document: Any, number: int) -> Iterator[Any]:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise damaged("PDF")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


@contextmanager
def _text(page: Any) -> Iterator[Any]:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise damaged("PDF")
    try:
        yield text_page
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _laid_out(
    page: Any,
    text_page: Any,
    links: list[LinkArea],
    number: int,
    most_chars: int,
    *,
    asides: list[Unseen],
    replaced: Sequence[str] = (),
) -> Page:
    if pdfium.FPDFText_CountChars(text_page) > most_chars:
        raise too_much_text(most_chars)
    frame = Frame.of(page)
    reader = GlyphReader(text_page, frame)
    glyphs, unseen = part_unseen(list(reader.glyphs()), page, frame)
    scanned = _letters(glyphs) < FEWEST_LETTERS and _is_picture(page, frame)
    if scanned:
        glyphs = list(GlyphReader(text_page, frame, keep_invisible=True).glyphs())
    flow = page_flow(glyphs, number=number, links=links, marks=find_marks(page, frame))
    for line in flow.lines if scanned else ():
        line.certainty = UNCOMPARED
    return Page(
        flow=flow,
        letters=_letters(glyphs),
        scanned=scanned,
        painted=pdfium.FPDFPage_CountObjects(page) > 0,
        unseen=([] if scanned else _unseen(reader, unseen, number)) + stands_in(replaced, reader.said, number) + asides,
    )


def _unseen(reader: GlyphReader, words: list[UnseenWord], number: int) -> list[Unseen]:
    """What the page says and does not show, in the order of each reason."""
    said: list[Unseen] = [(number, reason, text) for reason, text in reader.unseen]
    said += [(number, reason, "".join(glyph.text for glyph in word) + " ") for reason, word in words]
    return said + disguised(reader.said, number)


def _letters(glyphs: list[Glyph]) -> int:
    return sum(len(glyph.text) for glyph in glyphs if not glyph.text.isspace())


def _strip_stand_ins(page: Any) -> list[str]:
    """Remove ActualText, which replaces what is drawn for machines only; returns what it said."""
    said: list[str] = []
    for item in (part for whole in page_objects(page) for part in parts_of(whole)):
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        for index in reversed(range(pdfium.FPDFPageObj_CountMarks(item))):
            mark = pdfium.FPDFPageObj_GetMark(item, index)
            if pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") == pdfium.FPDF_OBJECT_STRING:
                text = stand_in(mark)
                if pdfium.FPDFPageObj_RemoveMark(item, mark):
                    said.append(text)
    return said


def _is_readable(text_page: Any) -> bool:
    """Whether the drawn glyphs say which characters they are."""
    count = pdfium.FPDFText_CountChars(text_page)
    bad = sum(pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1 for index in range(count))
    return bool(count > 0 and bad <= (1 - MOSTLY_READABLE) * count)


def _is_picture(page: Any, frame: Frame) -> bool:
    covered: float = 0.0
    edges = [ctypes.c_float() for _ in range(4)]
    for item in page_objects(page):
        if not any(pdfium.FPDFPageObj_GetType(part) == pdfium.FPDF_PAGEOBJ_IMAGE for part in parts_of(item)):
            continue
        if pdfium.FPDFPageObj_GetBounds(item, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            x0, y0, x1, y1 = frame.box(left, bottom, right, top)
            covered += max(min(x1, frame.width) - max(x0, 0.0), 0.0) * max(min(y1, frame.height) - max(y0, 0.0), 0.0)
    return bool(covered >= SCAN_COVERS * frame.width * frame.height)
