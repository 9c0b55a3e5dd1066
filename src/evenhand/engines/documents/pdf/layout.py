"""From the glyphs of one page to its visual lines in reading order."""

from collections import defaultdict
from itertools import pairwise
from statistics import median

from evenhand.engines.documents.assemble import DraftLine, DraftLink
from evenhand.engines.documents.dates import is_date, is_open_date
from evenhand.engines.documents.pdf.flow import PageFlow
from evenhand.engines.documents.pdf.frame import Turn
from evenhand.engines.documents.pdf.glyphs import Glyph
from evenhand.engines.documents.pdf.gutters import LEVEL
from evenhand.engines.documents.pdf.links import LinkArea
from evenhand.engines.documents.pdf.marks import Mark, with_marks
from evenhand.engines.documents.pdf.order import Group, reading_order
from evenhand.engines.documents.pdf.runs import Run, find_runs
from evenhand.engines.documents.pdf.spread import spread_rows

# Between texts on one line that stand apart: a title and its date, a label and its value.
TAB = "\t"
# In sizes of the text: the white between lines of one block, and how much more parts two blocks.
WIDEST_USUAL = 0.7
APART = 0.5


def page_flow(glyphs: list[Glyph], *, number: int, links: list[LinkArea], marks: list[Mark]) -> PageFlow:
    """The lines of page `number` (1-based). Text that climbs comes last, one direction at a time."""
    directions: defaultdict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        directions[glyph.degrees].append(glyph)
    flow = PageFlow([])
    for degrees in sorted(directions):
        turn = Turn.upright(degrees)
        runs = find_runs(directions[degrees])
        order = reading_order(runs if degrees else with_marks(runs, marks))
        parts = [_lines(groups, number, turn, links) for groups in (order.above, order.left, order.right, order.below)]
        if degrees == 0:
            flow = PageFlow(*parts)
        else:
            (flow.below if flow.left else flow.above).extend(line for part in parts for line in part)
    return flow


def _lines(groups: list[Group], number: int, turn: Turn, links: list[LinkArea]) -> list[DraftLine]:
    lines: list[DraftLine] = []
    above: list[Run] | None = None
    for group in groups:
        rows = _cell_by_cell(_rows(group))
        usual, spread = _usual_gap(rows), spread_rows(rows)
        for index, row in enumerate(rows):
            line = _line(row, number, turn, links, spread=index in spread)
            line.apart = above is None or _is_apart(above, row, usual)
            lines.append(line)
            above = row
    return lines


def _rows(group: Group) -> list[list[Run]]:
    """Runs that stand level, left to right."""
    rows: list[list[Run]] = []
    for run in sorted(group, key=lambda run: (run.base, run.x0)):
        if rows and _stands_in(run, rows[-1]):
            rows[-1].append(run)
        elif rows and _covers(run, rows[-1]) and run.order < rows[-1][0].order:
            rows.insert(-1, [run])
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.x0) for row in rows]


def _cell_by_cell(rows: list[list[Run]]) -> list[list[Run]]:
    """The rows, those of a broken date and of the broken text beside it read one after the other.

    A page that gives the date at the end of a row too little room breaks "2012 – 2017" level with a long name.
    """
    out: list[list[Run]] = []
    index = 0
    while index < len(rows):
        pair = rows[index : index + 2]
        if len(pair) == 2 and _are_broken_cells(*pair):
            (left, right), (left_below, right_below) = pair
            out += [[left], [left_below], [right], [right_below]]
            index += 2
        else:
            out.append(pair[0])
            index += 1
    return out


def _are_broken_cells(row: list[Run], below: list[Run]) -> bool:
    if len(row) != 2 or len(below) != 2 or not is_open_date(row[1].text) or not is_date(below[1].text):
        return False
    drawn = row[0].order < below[0].order < row[1].order < below[1].order
    return drawn and abs(row[0].x0 - below[0].x0) < row[0].size and abs(row[1].x0 - below[1].x0) < row[1].size


def _covers(run: Run, row: list[Run]) -> bool:
    """Whether two texts are set over one another, so that only the drawing order says which comes first."""
    return any(run.x0 < other.x1 and other.x0 < run.x1 and run.top < other.middle for other in row)


def _stands_in(run: Run, row: list[Run]) -> bool:
    """Whether the run is on the row's line and beside, not over, what is there."""
    beside = all(run.x0 >= other.x1 - 0.3 * other.size or run.x1 <= other.x0 + 0.3 * run.size for other in row)
    near = min(
        min(abs(run.base - other.base), abs(run.middle - other.middle)) / max(run.size, other.size) for other in row
    )
    return beside and near <= LEVEL


def _is_apart(above: list[Run], below: list[Run], usual: float) -> bool:
    """Whether more than a line's usual gap, or a step to another column, lies between two rows."""
    over = below[0].x0 < max(run.x1 for run in above) and above[0].x0 < max(run.x1 for run in below)
    return not over or not -1.0 <= _gap(above, below) <= usual + APART


def _gap(above: list[Run], below: list[Run]) -> float:
    """The white between two rows, in sizes of the smaller text."""
    size = min(max(run.size for run in above), max(run.size for run in below))
    return (min(run.top for run in below) - max(run.bottom for run in above)) / size


def _usual_gap(rows: list[list[Run]]) -> float:
    gaps = [gap for above, below in pairwise(rows) if (gap := _gap(above, below)) <= WIDEST_USUAL]
    return median(gaps) if gaps else 0.2


def _line(row: list[Run], number: int, turn: Turn, links: list[LinkArea], *, spread: bool) -> DraftLine:
    text, places = row[0].text, list(row[0].places)
    for before, run in pairwise(row):
        text += f"{' ' if spread else TAB}{run.text}"
        places += [(before.x1, run.x0), *run.places]
    main = max(row, key=lambda run: len(run.text))
    letters = sum(len(run.text) for run in row)
    box = (row[0].x0, min(run.top for run in row), max(run.x1 for run in row), max(run.bottom for run in row))
    return DraftLine(
        text=text,
        page=number,
        box=turn.back(box),
        size=main.size,
        bold=sum(len(run.text) for run in row if run.bold) * 2 > letters,
        links=_links(text, places, box, links) if turn.sin == 0 and turn.cos == 1 else [],
    )


def _links(
    text: str, places: list[tuple[float, float]], box: tuple[float, float, float, float], areas: list[LinkArea]
) -> list[DraftLink]:
    """For each link area on this line, the characters whose middles it covers."""
    middle = (box[1] + box[3]) / 2
    found: list[DraftLink] = []
    for area in areas:
        if not area.y0 <= middle <= area.y1:
            continue
        under = [index for index, (x0, x1) in enumerate(places) if area.x0 <= (x0 + x1) / 2 <= area.x1]
        while under and text[under[0]].isspace():
            under.pop(0)
        while under and text[under[-1]].isspace():
            under.pop()
        if under:
            found.append(DraftLink(under[0], under[-1] + 1, area.url))
    return found
