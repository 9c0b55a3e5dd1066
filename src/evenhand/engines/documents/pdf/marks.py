"""List marks that are drawn as shapes: some writers (Google Docs, browsers) paint a dot where others set a bullet."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from evenhand.engines.documents.pdf.frame import Frame
from evenhand.engines.documents.pdf.library import pdfium
from evenhand.engines.documents.pdf.objects import page_objects
from evenhand.engines.documents.pdf.runs import Run

BULLET = "•"
# Points. Smaller shapes are specks; larger ones are icons.
SMALLEST, LARGEST = 1.0, 7.0
SQUAREST = 1.5  # the longer side by the shorter
MOST_MARKS = 200
# In sizes of the text a mark stands before.
WIDEST = 0.55
FARTHEST = 3.0
# Dots this near to one another are a rating or an icon.
CROWDED = 2.0
# Where on the line its middle is, above the baseline.
LOWEST, HIGHEST = 0.05, 0.6


@dataclass(frozen=True, slots=True)
class Mark:
    """A small filled shape on the shown page."""

    x0: float
    x1: float
    middle: float
    order: int


def find_marks(page: Any, frame: Frame) -> list[Mark]:
    marks: list[Mark] = []
    edges = [ctypes.c_float() for _ in range(4)]
    for index, item in enumerate(page_objects(page)):
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium.FPDFPageObj_GetBounds(item, *edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        x0, y0, x1, y1 = frame.box(left, bottom, right, top)
        short, long = sorted((x1 - x0, y1 - y0))
        if short >= SMALLEST and long <= LARGEST and long <= SQUAREST * short:
            marks.append(Mark(x0, x1, (y0 + y1) / 2, index))
    return marks if len(marks) <= MOST_MARKS else []


def with_marks(runs: Sequence[Run], marks: Sequence[Mark]) -> list[Run]:
    """The runs, each that has a lone mark just before it beginning with a bullet."""
    lone = [mark for mark in marks if not any(_crowd(mark, other) for other in marks if other is not mark)]
    marked = {id(run): mark for mark in lone if (run := _marked_by(mark, runs)) is not None}
    return [_with_bullet(run, marked[id(run)]) if id(run) in marked else run for run in runs]


def _crowd(one: Mark, other: Mark) -> bool:
    near = CROWDED * max(one.x1 - one.x0, other.x1 - other.x0)
    return abs(one.middle - other.middle) < near and -near < max(one.x0, other.x0) - min(one.x1, other.x1) < near


def _marked_by(mark: Mark, runs: Sequence[Run]) -> Run | None:
    """The nearest run to the right of the mark, on its line."""
    level = [
        run
        for run in runs
        if LOWEST * run.size <= run.base - mark.middle <= HIGHEST * run.size
        and 0 < run.x0 - mark.x1 <= FARTHEST * run.size
        and mark.x1 - mark.x0 <= WIDEST * run.size
    ]
    nearest = min(level, key=lambda run: run.x0, default=None)
    return None if nearest is None or nearest.text.startswith(BULLET) else nearest


def _with_bullet(run: Run, mark: Mark) -> Run:
    return replace(
        run,
        text=f"{BULLET} {run.text}",
        x0=mark.x0,
        places=[(mark.x0, mark.x1), (mark.x1, run.x0), *run.places],
    )
