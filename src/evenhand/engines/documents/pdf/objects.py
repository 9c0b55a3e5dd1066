"""The objects a PDF page is painted with, and those inside its forms."""

from collections.abc import Iterator
from typing import Any

from evenhand.engines.documents.pdf.library import pdfium

DEEPEST_FORM = 4


def page_objects(page: Any) -> Iterator[Any]:
    """The objects of the page itself, in drawing order."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield pdfium.FPDFPage_GetObject(page, index)


def parts_of(item: Any, deepest: int = DEEPEST_FORM) -> Iterator[Any]:
    """The object and, when it is a form, everything in it."""
    yield item
    if deepest and pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
        for index in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from parts_of(pdfium.FPDFFormObj_GetObject(item, index), deepest - 1)
