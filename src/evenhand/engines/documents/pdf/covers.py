"""What is drawn over text: rectangles, pictures and forms that come later in the drawing order."""

import ctypes
from dataclasses import dataclass
from typing import Any

from evenhand.engines.documents.pdf.frame import Frame
from evenhand.engines.documents.pdf.library import pdfium
from evenhand.engines.documents.pdf.objects import page_objects, parts_of

Box = tuple[float, float, float, float]

# Points: less covers no text. And no more of them, the largest first.
LEAST_SIDE = 4.0
MOST_COVERS = 300
# Points by which a cover may fall short of the ink's box.
SHORT_BY = 1.5
_PAINTS = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM)


@dataclass(frozen=True, slots=True)
class Covers:
    """Where each text object stands in the page's drawing order, and the boxes that are painted at places in it."""

    places: dict[int, int]
    texts: dict[int, Any]
    boxes: list[tuple[int, Box]]

    def over(self, item: int, ink: Box) -> bool:
        """Whether something drawn after the text object lies over all of `ink`."""
        place = self.places.get(item)
        return place is not None and any(
            later > place
            and x0 <= ink[0] + SHORT_BY
            and y0 <= ink[1] + SHORT_BY
            and x1 >= ink[2] - SHORT_BY
            and y1 >= ink[3] - SHORT_BY
            for later, (x0, y0, x1, y1) in self.boxes
        )


def find_covers(page: Any, frame: Frame) -> Covers:
    """Everything on the page itself; what a form draws counts as drawn in the form's place."""
    places: dict[int, int] = {}
    texts: dict[int, Any] = {}
    boxes: list[tuple[int, Box]] = []
    edges = [ctypes.c_float() for _ in range(4)]
    for place, item in enumerate(page_objects(page)):
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind in _PAINTS and pdfium.FPDFPageObj_GetBounds(item, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            box = frame.box(left, bottom, right, top)
            if box[2] - box[0] >= LEAST_SIDE and box[3] - box[1] >= LEAST_SIDE:
                boxes.append((place, box))
        for part in parts_of(item):
            if pdfium.FPDFPageObj_GetType(part) == pdfium.FPDF_PAGEOBJ_TEXT:
                key = ctypes.cast(part, ctypes.c_void_p).value or 0
                places[key], texts[key] = place, part
    boxes.sort(key=lambda entry: (entry[1][0] - entry[1][2]) * (entry[1][3] - entry[1][1]))
    return Covers(places, texts, boxes[:MOST_COVERS])
