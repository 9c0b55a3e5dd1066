"""Reading order: where a page has columns side by side, each is read to its end before the next.

A recursive cut in the manner of the XY-cut (Nagy and Seth, 1984), with two differences. A gutter needs to be free only
as far as the columns reach, so a header above or a footer below does not hide it; and a free gutter alone is not
enough, because rows of "title ... date" leave one as well (`columns.are_columns`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from evenhand.engines.documents.pdf.bands import bands
from evenhand.engines.documents.pdf.columns import are_columns
from evenhand.engines.documents.pdf.gutters import Block, candidate_blocks
from evenhand.engines.documents.pdf.runs import Run

DEEPEST = 12

# Runs to be read line by line, from top to bottom.
Group = list[Run]


@dataclass(frozen=True, slots=True)
class PageOrder:
    """A page's groups: above its widest columns, the two columns, and below. Without columns all are `above`."""

    above: list[Group]
    left: list[Group]
    right: list[Group]
    below: list[Group]


def reading_order(runs: Sequence[Run]) -> PageOrder:
    if not runs:
        return PageOrder([], [], [], [])
    em = median(run.size for run in runs)
    ordered = _from_top(runs)
    block, rows = _divided(ordered, em)
    if block is None or rows:
        return PageOrder(_cut(ordered, em, DEEPEST), [], [], [])
    return PageOrder(
        _cut(ordered[: block.first], em, DEEPEST),
        _cut(block.left, em, DEEPEST),
        _cut(block.right, em, DEEPEST),
        _cut(ordered[block.last + 1 :], em, DEEPEST),
    )


def _cut(runs: Sequence[Run], em: float, deepest: int) -> list[Group]:
    ordered = _from_top(runs)
    block, rows = _divided(ordered, em) if deepest else (None, [])
    if block is None:
        return [ordered] if ordered else []
    parts = (ordered[: block.first], *(rows or (block.left, block.right)), ordered[block.last + 1 :])
    return [group for part in parts for group in _cut(part, em, deepest - 1)]


def _divided(ordered: Sequence[Run], em: float) -> tuple[Block | None, list[list[Run]]]:
    """The block longest side by side that really is two columns, or rows of cells (then with those)."""
    for block in candidate_blocks(ordered, em):
        rows = bands(block, em)
        if rows or are_columns(block, em):
            return block, rows
    return None, []


def _from_top(runs: Sequence[Run]) -> Group:
    return sorted(runs, key=lambda run: (run.middle, run.x0))
