"""The characters of one PDF page with their places, sizes and weights, as PDFium sees them."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium


@dataclass(slots=True)
class Glyph:
    """One character. Points, origin at the top left of the page as it is shown; `base` is its baseline."""

    char: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    order: int  # place in the page's own content stream


def page_glyphs(text_page: Any, height: float) -> Iterator[Glyph]:
    matrix = pdfium.FS_MATRIX()
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        if not pdfium.FPDFText_GetCharOrigin(text_page, index, x, y):
            continue
        size = pdfium.FPDFText_GetFontSize(text_page, index)
        pdfium.FPDFText_GetMatrix(text_page, index, matrix)
        size *= abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
        yield Glyph(chr(code), box.left, box.right, height - y.value, size, False, index)
