"""Pages without text: drawn as they are shown, and the words seen on them laid out like any other page's."""

import ctypes
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from evenhand.engines.documents.clean import clean
from evenhand.engines.documents.pdf.flow import PageFlow
from evenhand.engines.documents.pdf.glyphs import Glyph
from evenhand.engines.documents.pdf.layout import page_flow
from evenhand.engines.documents.pdf.library import pdfium
from evenhand.engines.documents.recognition import Recogniser, SeenPicture, SeenWord
from evenhand.engines.documents.refusals import damaged, unclear_picture

# A4 at 200 dots an inch. A larger page is drawn smaller: pixels cost memory, and its letters are larger too.
LONGEST_SIDE = 2339
POINTS_PER_INCH, DOTS_PER_INCH = 72.0, 200.0
# Below this a word is a guess, and a page on which half of them are is noise.
GUESS = 0.8
MOST_GUESSED = 0.5
# The same where less than this of the width of its lines was read: it is in letters that are not known.
LEAST_READ = 0.65
# Marks and words of a letter or two are uncertain in the best of pictures, and say nothing about the others.
TELLING = 3
# A line's box is a little taller than its size, and its baseline stands that much above the foot of the box.
SIZE_OF_BOX = 0.85
BASELINE = 0.24
SAME_SIZE = 0.16
# In sizes: the least white between two words, that layout takes it for one.
LEAST_SPACE = 0.16
_WHITE = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What was seen of one page."""

    flow: PageFlow
    letters: int
    said: tuple[str, ...]  # its lines as they were recognised


def recognise_pages(
    document: Any, numbers: Sequence[int], *, may_fail: Collection[int] = ()
) -> Iterator[SeenPage | None]:
    """Each of the pages (1-based); None for one of `may_fail` that is unclear. Raises `DocumentRefused`: damaged, or
    unclear_picture."""
    recogniser = Recogniser()
    for number in numbers:
        picture, scale = _drawn(document, number)
        seen = recogniser.see(picture)
        if _is_noise(seen):
            if number not in may_fail:
                raise unclear_picture()
            yield None
            continue
        yield _laid_out(seen.lines, scale, number)


def _drawn(document: Any, number: int) -> tuple[Any, float]:
    """The page as pixels (height, width, BGR), and how many of them a point is."""
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise damaged("PDF")
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        if not (width > 0 and height > 0):
            raise damaged("PDF")
        scale = min(DOTS_PER_INCH / POINTS_PER_INCH, LONGEST_SIDE / max(width, height))
        across, down = max(round(width * scale), 1), max(round(height * scale), 1)
        pixels = np.empty((down, across, 3), np.uint8)
        target = pixels.ctypes.data_as(ctypes.c_void_p)
        bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_BGR, target, across * 3)
        if not bitmap:
            raise damaged("PDF")
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, _WHITE)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, pdfium.FPDF_ANNOT)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    finally:
        pdfium.FPDF_ClosePage(page)
    return pixels, scale


def _is_noise(seen: SeenPicture) -> bool:
    """A profile made of what little was understood would be worse than none."""
    words = [word for line in seen.lines for word in line if len(word.text) >= TELLING]
    guessed = sum(word.certainty < GUESS for word in words)
    return seen.share < LEAST_READ or guessed > MOST_GUESSED * len(words)


def _laid_out(lines: Sequence[Sequence[SeenWord]], scale: float, number: int) -> SeenPage:
    sizes = _sizes([(line[0].bottom - line[0].top) * SIZE_OF_BOX / scale for line in lines])
    glyphs: list[Glyph] = []
    for line, size in zip(lines, sizes, strict=True):
        base = line[0].bottom / scale - BASELINE * size
        glyphs += _glyphs(line, scale, size, base, len(glyphs))
    flow = page_flow(glyphs, number=number, links=[], marks=[])
    for drawn in (*flow.above, *flow.left, *flow.right, *flow.below):
        x0, y0, x1, y1 = drawn.box
        drawn.certainty = min(
            (
                word.certainty
                for line in lines
                for word in line
                if len(word.text) >= TELLING and _is_in(word, scale, (x0, y0, x1, y1))
            ),
            default=GUESS,
        )
    said = tuple(" ".join(word.text for word in line) for line in lines)
    return SeenPage(flow, sum(not glyph.text.isspace() for glyph in glyphs), said)


def _sizes(measured: Sequence[float]) -> list[float]:
    """Boxes of one size of text differ by a few pixels, by its letters: those close to what is usual are that."""
    usual = median(measured) if measured else 0.0
    return [usual if abs(size - usual) <= SAME_SIZE * usual else size for size in measured]


def _glyphs(line: Sequence[SeenWord], scale: float, size: float, base: float, order: int) -> list[Glyph]:
    """Letters shared out evenly over their word: layout asks where words begin and end, and no more."""
    found: list[Glyph] = []
    ends = [min(word.x1, after.x0 - LEAST_SPACE * size * scale) for word, after in pairwise(line)] + [line[-1].x1]
    for word, end in zip(line, ends, strict=True):
        letters = clean(word.text).replace("\t", " ").replace("\n", " ")
        start, wide = word.x0 / scale, max(end - word.x0, 1.0) / scale / max(len(letters), 1)
        for index, letter in enumerate(letters):
            left = start + index * wide
            found.append(Glyph(letter, left, left + wide, base, size, False, order + len(found)))
    return found


def _is_in(word: SeenWord, scale: float, box: tuple[float, float, float, float]) -> bool:
    across, down = (word.x0 + word.x1) / 2 / scale, (word.top + word.bottom) / 2 / scale
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]
