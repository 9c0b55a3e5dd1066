"""Whether two sides of a gutter are columns to be read one after the other, or the cells of shared rows."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from evenhand.engines.documents.dates import is_date, is_open_date
from evenhand.engines.documents.pdf.gutters import Block, Levels, line_count
from evenhand.engines.documents.pdf.runs import Run

# Sides whose runs stand level less often than this share no rows.
MOSTLY_LEVEL = 0.6
MOSTLY_DATES = 0.6
SOME_DATES = 0.4
MOSTLY_LABELS = 0.7
# Columns are drawn one after the other: one change of side, or this few for each line of the shorter side.
SWITCHES_PER_LINE = 0.35
# Running text, told by its lines: this many, this long, most of them filling this much of the column's width.
FLOW_LINES = 4
FLOW_CHARS = 20
FILLS = 0.8
HEADING_SIZE = 1.15
HEADING_LETTERS = 5
# Lines that end within this many points of one another, in this share of the rows, end together.
SAME_EDGE = 1.5
FLUSH = 0.8


def are_columns(block: Block, em: float) -> bool:
    """Decided from what the sides hold, how their lines meet, and the order in which they were drawn."""
    sides = (block.left, block.right)
    short, long = sorted(sides, key=lambda side: line_count(side, em))
    levels = Levels(long, em)
    level = sum(run in levels for run in short) / len(short)
    if any(_are_dates(side) for side in sides) or _opens_rows(block, em):
        # A span of dates broken over lines is a cell of its own; its lines must not be read into those beside it.
        return _switches(block) == 1 and any(is_open_date(run.text) for run in block.left)
    if level < MOSTLY_LEVEL:
        return True
    if _are_labels(block.left):
        return False
    if _ends_rows(block.right, em):
        return False
    if _switches(block) <= max(1.0, SWITCHES_PER_LINE * line_count(short, em)):
        return True
    return all(_flows(side) for side in sides) or all(_has_headings(side, em) for side in sides)


def _are_dates(side: Sequence[Run]) -> bool:
    return sum(is_date(run.text) for run in side) >= MOSTLY_DATES * len(side)


def _are_labels(side: Sequence[Run]) -> bool:
    """Whether the left side names what stands beside it ("E-mail:"), as forms do, in whatever order it was drawn."""
    return sum(run.text.rstrip().endswith(":") for run in side) >= MOSTLY_LABELS * len(side)


def _opens_rows(block: Block, em: float) -> bool:
    """Whether the left side gives the dates of what begins beside them, with perhaps a place under each."""
    dates = [run for run in block.left if is_date(run.text)]
    levels = Levels(block.right, em)
    return len(dates) >= SOME_DATES * len(block.left) and all(run in levels for run in dates)


def _switches(block: Block) -> int:
    """How often the drawing order goes from one side to the other."""
    drawn = [(run.order, False) for run in block.left] + [(run.order, True) for run in block.right]
    drawn.sort()
    return sum(before[1] != after[1] for before, after in pairwise(drawn))


def _ends_rows(side: Sequence[Run], em: float) -> bool:
    """Whether lines end together but start anywhere, as the dates and places at the ends of rows do."""
    edge = max(run.x1 for run in side)
    ends = [run for run in side if edge - run.x1 <= SAME_EDGE]
    starts = {round(run.x0 / em) for run in ends}
    return len(ends) >= FLUSH * line_count(side, em) and len(starts) > 1 and len(ends) < 2 * len(starts)


def _flows(side: Sequence[Run]) -> bool:
    width = max(run.x1 for run in side) - min(run.x0 for run in side)
    filling = sum(run.x1 - run.x0 >= FILLS * width and len(run.text) >= FLOW_CHARS for run in side)
    return len(side) >= FLOW_LINES and filling * 2 >= len(side)


def _has_headings(side: Sequence[Run], em: float) -> bool:
    """Whether some lines, not most, are set apart from the rest by weight, size or capitals."""
    usual = median(run.size for run in side)
    heads = sum(run.bold or run.size > HEADING_SIZE * usual or _is_shouted(run.text) for run in side)
    return line_count(side, em) >= FLOW_LINES and 0 < heads <= len(side) // 2


def _is_shouted(text: str) -> bool:
    return text.isupper() and sum(char.isalpha() for char in text) >= HEADING_LETTERS
