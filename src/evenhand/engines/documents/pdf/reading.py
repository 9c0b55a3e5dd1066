"""The PDF reader: opens the file in PDFium, refuses what cannot be read, and joins its pages."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from evenhand.engines.documents.assemble import assemble
from evenhand.engines.documents.hidden import Unseen
from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.model import Document
from evenhand.engines.documents.pdf.asides import metadata
from evenhand.engines.documents.pdf.flow import in_flow
from evenhand.engines.documents.pdf.layers import others
from evenhand.engines.documents.pdf.library import pdfium
from evenhand.engines.documents.pdf.pages import FEWEST_LETTERS, Page, read_page
from evenhand.engines.documents.refusals import (
    damaged,
    image_only,
    locked,
    no_text,
    too_many_pages,
    too_many_pictures,
    too_much_text,
    unclear_picture,
)

if TYPE_CHECKING:
    from evenhand.engines.documents.pdf.scans import SeenPage


def read_pdf(content: bytes, limits: Limits, *, pictures: bool = False) -> Document:
    """Every page's lines in reading order. Raises `DocumentRefused`."""
    if content.rfind(b"startxref") < content.rfind(b"endobj"):
        # A file ends by saying where its table is; one cut short would be read in part, with nothing to show it.
        raise damaged("PDF")
    with _opened(content) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count < 1:
            raise damaged("PDF")
        if count > limits.pages:
            raise too_many_pages("PDF", count, limits.pages)
        pages: list[Page] = []
        about = metadata(document)
        left = limits.text_chars
        for number in range(1, count + 1):
            pages.append(read_page(document, number, most_chars=left))
            left -= pages[-1].letters
            if left < 0:
                raise too_much_text(limits.text_chars)
        scans = [number for number, page in enumerate(pages, 1) if page.scanned and page.letters < FEWEST_LETTERS]
        layered = [number for number, page in enumerate(pages, 1) if page.layered]
        if pictures:
            layered = _recognise(document, pages, layered, limits)
            scans = []
    _refuse_without_text(pages, pictures=pictures)
    lines = in_flow(page.flow for page in pages)
    unseen = [piece for page in pages for piece in page.unseen]
    unseen += about
    return assemble(
        "pdf", lines, page_count=count, most_chars=limits.text_chars, unseen=unseen, pictures=scans, layered=layered
    )


def _recognise(document: Any, pages: list[Page], layered: Sequence[int], limits: Limits) -> list[int]:
    """Put the words that are seen on pages without text (scanned, or drawn as shapes) in their places, and in the place
    of unseen text that says something else. Gives back the numbers of the pages whose text was not compared."""
    wanted = [number for number, page in enumerate(pages, 1) if page.painted and page.letters < FEWEST_LETTERS]
    if len(wanted) > limits.pictures:
        raise too_many_pictures(len(wanted), limits.pictures)
    from evenhand.engines.documents.pdf.scans import recognise_pages  # with its models: in this process only

    compared = layered[: limits.pictures - len(wanted)]
    looked = sorted([*wanted, *compared])
    left = list(layered[len(compared) :])
    for number, seen in zip(looked, recognise_pages(document, looked, may_fail=compared), strict=True):
        page = pages[number - 1]
        if seen is None:
            left.append(number)
        elif number in wanted:
            pages[number - 1] = replace(page, flow=seen.flow, letters=seen.letters)
        else:
            pages[number - 1] = _compared(page, seen, number)
    return sorted(left)


def _compared(page: Page, seen: "SeenPage", number: int) -> Page:
    """The page as it is seen, or with its own text where that says the same; what is not seen is told."""
    foreign = others([line.text for line in page.flow.lines], seen.said)
    if foreign is None:
        for line in page.flow.lines:
            line.certainty = 1.0
        return page
    told: list[Unseen] = [(number, "layer", f"{line}\n") for line in foreign]
    return replace(page, flow=seen.flow, letters=seen.letters, unseen=page.unseen + told)


def _refuse_without_text(pages: list[Page], *, pictures: bool) -> None:
    letters = sum(page.letters for page in pages)
    scans = sum(page.scanned for page in pages)
    if (scans and letters < FEWEST_LETTERS * scans) or (not letters and any(page.painted for page in pages)):
        raise unclear_picture() if pictures else image_only()
    if not letters:
        raise no_text()


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    # PDFium reads from these very bytes for as long as the document is open.
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        raise locked("PDF") if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) else damaged("PDF")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)
