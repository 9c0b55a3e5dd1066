"""From pages to one stream of lines, letting a sidebar layout's columns run on over the page break.

A job that starts at the foot of page one goes on at the head of page two; the sidebar that stands beside it on page
one must not come between. Columns of like width are newspaper columns and end with their page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from evenhand.engines.documents.assemble import DraftLine

# A column is a sidebar when it is at most this wide, measured by the other.
SIDEBAR = 0.62
# Points by which a column's edge may differ from page to page.
SAME_COLUMN = 12.0
# This many lines above or below columns that run on are a running head or foot, not a break.
RUNNING_HEAD = 1

Span = tuple[float, float]


@dataclass(slots=True)
class PageFlow:
    """A page's lines: above its columns, the columns, and below. Without columns all are `above`."""

    above: list[DraftLine]
    left: list[DraftLine] = field(default_factory=list)
    right: list[DraftLine] = field(default_factory=list)
    below: list[DraftLine] = field(default_factory=list)

    @property
    def lines(self) -> list[DraftLine]:
        return _all(self)

    @property
    def has_sidebar(self) -> bool:
        if not self.left or not self.right:
            return False
        widths = sorted(end - start for start, end in (_span(self.left), _span(self.right)))
        return widths[0] <= SIDEBAR * widths[1]


def in_flow(pages: Iterable[PageFlow]) -> list[DraftLine]:
    """All lines, in reading order over the pages."""
    lines: list[DraftLine] = []
    current: PageFlow | None = None  # columns that may yet run on
    for page in pages:
        if current is not None and _runs_on(current, page):
            continue
        if current is not None:
            lines.extend(_all(current))
            current = None
        if page.has_sidebar:
            current = page
        else:
            lines.extend(_all(page))
    return lines + (_all(current) if current is not None else [])


def _runs_on(current: PageFlow, page: PageFlow) -> bool:
    """Add the page to columns begun before it, when it goes on with them; whether it did."""
    if len(current.below) > RUNNING_HEAD:
        return False
    if page.has_sidebar:
        if len(page.above) > RUNNING_HEAD or not _alike(current, page):
            return False
        current.left += page.left
        current.right += page.right
        current.below += page.above + page.below
        return True
    main = max(current.left, current.right, key=lambda side: _span(side)[1] - _span(side)[0])
    inside = [line for line in page.above if _within(line, _span(main))]
    if page.left or len(page.above) - len(inside) > 0:
        return False
    main += inside
    return bool(inside)


def _alike(one: PageFlow, other: PageFlow) -> bool:
    """Whether the columns of two pages begin at the same places."""
    starts = ((_span(one.left), _span(other.left)), (_span(one.right), _span(other.right)))
    return all(abs(first[0] - second[0]) <= SAME_COLUMN for first, second in starts)


def _within(line: DraftLine, column: Span) -> bool:
    return line.box[0] >= column[0] - SAME_COLUMN and line.box[2] <= column[1] + SAME_COLUMN


def _span(lines: list[DraftLine]) -> Span:
    return min(line.box[0] for line in lines), max(line.box[2] for line in lines)


def _all(page: PageFlow) -> list[DraftLine]:
    return page.above + page.left + page.right + page.below
