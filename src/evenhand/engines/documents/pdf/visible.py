"""Whether a person looking at the page sees its text: the page is drawn small, and empty places hide nothing.

White on white, text under a picture and text clipped away are read by machines and not by people; a resume must not
say one thing to each. Text under something else is seen when the page looks different without it.
"""

import ctypes
from typing import Any

from evenhand.engines.documents.model import HiddenBy
from evenhand.engines.documents.pdf.covers import Box, find_covers
from evenhand.engines.documents.pdf.frame import Frame
from evenhand.engines.documents.pdf.glyphs import Glyph
from evenhand.engines.documents.pdf.library import pdfium
from evenhand.engines.documents.pdf.objects import page_objects, parts_of

# One pixel a point shows 5-point text as a grey of its own. Larger pages are not resumes and are not checked.
MOST_PIXELS = 4_000_000
# Of 255. The palest text people print (#CCC, thin, 7 points) differs from its paper by about 20.
LEAST_CONTRAST = 10
# A picture of more pixels is not decoded just for this; text on it is taken as seen.
MOST_PICTURE_PIXELS = 2_000_000

UnseenWord = tuple[HiddenBy, list[Glyph]]


def part_unseen(glyphs: list[Glyph], page: Any, frame: Frame) -> tuple[list[Glyph], list[UnseenWord]]:
    """`glyphs` without the words that a person does not see on the drawn page, and those words."""
    width, height = round(frame.width) + 1, round(frame.height) + 1
    if width * height > MOST_PIXELS or not any(glyph.ink for glyph in glyphs):
        return glyphs, []
    covers = find_covers(page, frame)
    words = [(word, _ink(word)) for word in _words(glyphs)]
    under = [ink is not None and covers.over(word[0].item, ink) for word, ink in words]
    if not any(under) and not any(glyph.sure for glyph in glyphs):
        return glyphs, []
    unknown = _without_large_pictures(page, frame)
    picture = _draw(page, width, height)
    if picture is None:
        return glyphs, []
    without = picture
    if any(under):
        # Whether something under another thing shines through is seen by leaving it out.
        for item in {word[0].item for (word, _), below in zip(words, under, strict=True) if below}:
            pdfium.FPDFPageObj_SetIsActive(covers.texts[item], False)
        without = _draw(page, width, height) or picture
    seen: list[Glyph] = []
    unseen: list[UnseenWord] = []
    for (word, ink), below in zip(words, under, strict=True):
        if ink is None or _is_on(ink, unknown) or not (below or word[0].sure):
            seen.extend(word)
        elif below and _is_alike(picture, without, width, height, ink):
            unseen.append(("covered", word))
        elif word[0].sure and not _is_painted(picture, width, height, ink):
            unseen.append(("no_contrast", word))
        else:
            seen.extend(word)
    return seen, unseen


def _without_large_pictures(page: Any, frame: Frame) -> list[Box]:
    """Leave pictures too large to decode out of the drawing; returns the areas they, or their forms, cover."""
    edges = [ctypes.c_float() for _ in range(4)]
    boxes: list[Box] = []
    for item in page_objects(page):
        large = [part for part in parts_of(item) if _is_large_picture(part)]
        for part in large:
            pdfium.FPDFPageObj_SetIsActive(part, False)
        if large and pdfium.FPDFPageObj_GetBounds(item, *edges):
            boxes.append(frame.box(*(edge.value for edge in edges)))
    return boxes


def _is_large_picture(item: Any) -> bool:
    if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_IMAGE:
        return False
    width, height = ctypes.c_uint(), ctypes.c_uint()
    known = pdfium.FPDFImageObj_GetImagePixelSize(item, width, height)
    return bool(known) and width.value * height.value > MOST_PICTURE_PIXELS


def _is_on(ink: Box, boxes: list[Box]) -> bool:
    return any(x0 < ink[2] and ink[0] < x1 and y0 < ink[3] and ink[1] < y1 for x0, y0, x1, y1 in boxes)


def _draw(page: Any, width: int, height: int) -> bytes | None:
    """The page in greys, one byte a pixel, rows of `width`; None when PDFium cannot draw it."""
    rows = (ctypes.c_ubyte * (width * height))()
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, rows, width)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        # A page is drawn into a box one pixel smaller, so that a point at its far edge still has a pixel.
        flags = pdfium.FPDF_GRAYSCALE | pdfium.FPDF_ANNOT
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width - 1, height - 1, 0, flags)
        return bytes(rows)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _words(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs drawn one after another on one baseline, without a space; a space goes with the word before it."""
    words: list[list[Glyph]] = []
    for glyph in glyphs:
        last = words[-1][-1] if words else None
        joins = (
            last is not None
            and last.text != " "
            and last.sure == glyph.sure
            and last.item == glyph.item
            and last.base == glyph.base
            and abs(glyph.x0 - last.x1) < glyph.size
        )
        if joins:
            words[-1].append(glyph)
        else:
            words.append([glyph])
    return words


def _ink(word: list[Glyph]) -> Box | None:
    """Where the word's ink must be; None when that proves nothing, or when the word is a space."""
    boxes = [glyph.ink for glyph in word if glyph.text != " " and glyph.ink is not None]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _is_alike(one: bytes, other: bytes, width: int, height: int, ink: Box) -> bool:
    """Whether two drawings of the page are the same there, to the eye."""
    tones = zip(_tones(one, width, height, ink), _tones(other, width, height, ink), strict=True)
    return all(abs(before - after) < LEAST_CONTRAST for before, after in tones)


def _is_painted(picture: bytes, width: int, height: int, ink: Box) -> bool:
    tones = _tones(picture, width, height, ink)
    return bool(tones) and max(tones) - min(tones) >= LEAST_CONTRAST


def _tones(picture: bytes, width: int, height: int, ink: Box) -> bytes:
    left, right = max(int(ink[0]), 0), min(int(ink[2]) + 1, width)
    top, bottom = max(int(ink[1]), 0), min(int(ink[3]) + 1, height)
    return b"".join(picture[y * width + left : y * width + right] for y in range(top, bottom))
