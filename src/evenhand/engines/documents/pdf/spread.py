"""Justified lines, whose words stand as far apart as texts of their own would."""

from itertools import pairwise

from evenhand.engines.documents.pdf.runs import Run

# All gaps of a justified line are alike to this share, and none is wider than this many sizes.
ALIKE = 0.25
WIDEST = 3.0
SAME_EDGE = 2.0  # points


def spread_rows(rows: list[list[Run]]) -> set[int]:
    """The indexes of the rows of one column that are justified text, though wide gaps part them into runs.

    One such row says little; two or more with the same edges are a column, and rows that fill it are justified too.
    """
    even = [row for row in rows if _is_even(row)]
    pairs = [(row, other) for row in even for other in even if row is not other and _fill_alike(row, other)]
    return {index for index, row in enumerate(rows) if any(_fill_alike(row, other) for other, _ in pairs)}


def _fill_alike(row: list[Run], other: list[Run]) -> bool:
    return abs(row[0].x0 - other[0].x0) <= SAME_EDGE and abs(row[-1].x1 - other[-1].x1) <= SAME_EDGE


def _is_even(row: list[Run]) -> bool:
    """Whether all spaces, between the runs and inside them, are equally wide."""
    between = [after.x0 - before.x1 for before, after in pairwise(row)]
    inside = [x1 - x0 for run in row for char, (x0, x1) in zip(run.text, run.places, strict=True) if char == " "]
    gaps = between + inside
    return (
        bool(between) and len(gaps) >= 2 and max(gaps) <= WIDEST * row[0].size and max(gaps) <= (1 + ALIKE) * min(gaps)
    )
