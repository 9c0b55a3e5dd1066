"""The PDF reader: opens the file in PDFium, refuses what cannot be read, and lays out each page."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

from evenhand.engines.documents.assemble import assemble
from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.model import Document
from evenhand.engines.documents.pdf.flow import in_flow
from evenhand.engines.documents.pdf.pages import read_page
from evenhand.engines.documents.refusals import DocumentRefused, damaged, too_many_pages


def read_pdf(content: bytes, limits: Limits) -> Document:
    """Every page's lines in reading order. Raises `DocumentRefused`."""
    with _opened(content) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count < 1:
            raise damaged("PDF")
        if count > limits.pages:
            raise too_many_pages("PDF", count, limits.pages)
        pages = (read_page(document, number, most_chars=limits.text_chars) for number in range(1, count + 1))
        drafts = in_flow(pages)
        if not drafts:
            raise _without_text()
        return assemble("pdf", drafts, page_count=count, most_chars=limits.text_chars)


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    # PDFium reads from these very bytes for as long as the document is open.
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise DocumentRefused(
                "encrypted",
                "This PDF is locked with a password. Save a copy without the password and choose that.",
            )
        raise damaged("PDF")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _without_text() -> DocumentRefused:
    return DocumentRefused("image_only", "This PDF holds pictures of text. Send the DOCX, or turn on text recognition.")
