"""Where a point of PDF user space is on the page as it is shown: origin top left, y down, page rotation applied."""

import math
from dataclasses import dataclass
from typing import Any

from evenhand.engines.documents.pdf.library import pdfium

# Used when a page gives no usable box: A4 in points.
_FALLBACK = (0.0, 0.0, 595.0, 842.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page in user space, and how many quarter turns clockwise it is shown with."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @classmethod
    def of(cls, page: Any) -> "Frame":
        box = pdfium.FS_RECTF()
        found = pdfium.FPDF_GetPageBoundingBox(page, box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if not found or not math.isfinite(left + bottom + right + top) or right <= left or top <= bottom:
            left, bottom, right, top = _FALLBACK
        return cls(left, bottom, right, top, max(pdfium.FPDFPage_GetRotation(page), 0) % 4)

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.turns:
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case 3:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 with x0 <= x1 and y0 <= y1."""
        (ax, ay), (bx, by) = self.point(left, bottom), self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


@dataclass(frozen=True, slots=True)
class Turn:
    """A rotation of the shown page about its origin that makes text of one direction run left to right."""

    cos: float
    sin: float

    @classmethod
    def upright(cls, degrees: int) -> "Turn":
        """For text whose baseline climbs `degrees` counter-clockwise on the page as shown."""
        return cls(round(math.cos(math.radians(degrees)), 9), round(math.sin(math.radians(degrees)), 9))

    def point(self, x: float, y: float) -> tuple[float, float]:
        return x * self.cos - y * self.sin, x * self.sin + y * self.cos

    def back(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """The box on the shown page around a box in turned coordinates."""
        corners = [
            (x * self.cos + y * self.sin, y * self.cos - x * self.sin)
            for x in (box[0], box[2])
            for y in (box[1], box[3])
        ]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)
