"""The web and mail addresses behind areas of a PDF page, from its link annotations."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evenhand.engines.documents.pdf.frame import Frame
from evenhand.engines.documents.pdf.library import pdfium
from evenhand.engines.documents.urls import kept_url

MOST_AREAS = 500
MOST_URL_BYTES = 2048


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A rectangle of the shown page, in points, and the address behind it."""

    x0: float
    y0: float
    x1: float
    y1: float
    url: str


def link_areas(document: Any, page: Any, frame: Frame) -> list[LinkArea]:
    """A link over several lines is one area a line, as its quadrilaterals say."""
    areas: list[LinkArea] = []
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while len(areas) < MOST_AREAS and pdfium.FPDFLink_Enumerate(page, position, link):
        url = _url(document, link)
        if url is not None:
            areas.extend(LinkArea(*box, url) for box in _boxes(link, frame))
    return areas[:MOST_AREAS]


def _url(document: Any, link: Any) -> str | None:
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return None
    buffer = ctypes.create_string_buffer(MOST_URL_BYTES)
    length = pdfium.FPDFAction_GetURIPath(document, action, buffer, MOST_URL_BYTES)
    if not 0 < length <= MOST_URL_BYTES:
        return None
    return kept_url(buffer.value.decode("utf-8", "replace"))


def _boxes(link: Any, frame: Frame) -> Iterator[tuple[float, float, float, float]]:
    quad = pdfium.FS_QUADPOINTSF()
    count = pdfium.FPDFLink_CountQuadPoints(link)
    for index in range(min(count, MOST_AREAS)):
        if pdfium.FPDFLink_GetQuadPoints(link, index, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield frame.box(min(xs), min(ys), max(xs), max(ys))
    box = pdfium.FS_RECTF()
    if count < 1 and pdfium.FPDFLink_GetAnnotRect(link, box):
        yield frame.box(box.left, box.bottom, box.right, box.top)
