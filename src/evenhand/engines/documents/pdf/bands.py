"""Rows of cells: what stands side by side, and is drawn cell by cell, is read row by row."""

from itertools import groupby, pairwise

from evenhand.engines.documents.dates import is_date, is_open_date
from evenhand.engines.documents.pdf.gutters import Block, Levels, line_count
from evenhand.engines.documents.pdf.runs import Run

FEWEST_BANDS = 2
# Cells of one row begin on one line in this share of the rows, and some cells have several lines.
MOSTLY_LEVEL = 0.75
SOME_LINES = 0.5
# Points by which one row may reach into the next.
OVERLAP = 2.0
# A cell of more lines than this has a text of its own, and one line beside it is its heading.
HEADED_LINES = 3


def bands(block: Block, em: float) -> list[list[Run]]:
    """What to read one after another in a block whose cells hold several lines each; empty when it has no such rows.

    That is a row each; or a cell each, where the left cells are headings of what stands beside them, or dates that
    take several lines.
    """
    pairs = _pairs(block)
    whole = [pair for pair in pairs if pair[0] and pair[1]]
    if len(whole) < FEWEST_BANDS or len(whole) < len(pairs) - 1:
        return []
    rows = [[*left, *right] for left, right in pairs]
    for above, below in pairwise(rows):
        if max(run.bottom for run in above) > min(run.top for run in below) + OVERLAP:
            return []
    level = sum(_first(left) in Levels([_first(right)], em) for left, right in whole)
    several = sum(max(line_count(left, em), line_count(right, em)) > 1 for left, right in whole)
    if level < MOSTLY_LEVEL * len(whole) or several < SOME_LINES * len(whole):
        return []
    broken = any(is_open_date(run.text) for left, _ in whole for run in left)
    if broken or any(_is_headed(left, right, em) for left, right in whole):
        return [cell for pair in pairs for cell in pair if cell]
    return rows


def _is_headed(left: list[Run], right: list[Run], em: float) -> bool:
    """Whether one short line stands beside a text long enough to have it for its heading."""
    single = line_count(left, em) == 1 and not any(is_date(run.text) for run in left)
    return single and line_count(right, em) > HEADED_LINES


def _pairs(block: Block) -> list[tuple[list[Run], list[Run]]]:
    """What was drawn on the left and then on the right, again and again."""
    drawn = [(run.order, 0, run) for run in block.left] + [(run.order, 1, run) for run in block.right]
    drawn.sort(key=lambda item: item[:2])
    pairs: list[tuple[list[Run], list[Run]]] = []
    for side, stretch in groupby(drawn, key=lambda item: item[1]):
        if side == 0 or not pairs:
            pairs.append(([], []))
        pairs[-1][side].extend(run for _, _, run in stretch)
    return pairs


def _first(cell: list[Run]) -> Run:
    return min(cell, key=lambda run: run.base)
