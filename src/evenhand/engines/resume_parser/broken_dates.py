"""A date broken in a narrow column of dates, facts beside both halves: "Sept 2008 – May | Nurse" over "2015 | Ward".

Such a table comes out of a page row by row, and where the column is full even the wide gap behind the month is lost.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .date_words import ENDS_AT_MONTH
from .dates import Period, find_periods, without_dates
from .rows import Row
from .span import Span

_FACTS = re.compile(r"\s+(?=[^\W\d_])")
_YEAR_DIGITS = 4


def rejoin_broken_dates(rows: Sequence[Row]) -> list[Row]:
    """The rows, a date that two of them share taken out of both and kept with the first."""
    out = list(rows[:1])
    for above, row in pairwise(rows):
        parted = _parted(above, row)
        if parted is None:
            out.append(row)
        else:
            out[-1:] = parted
    return out


def _parted(above: Row, row: Row) -> list[Row] | None:
    """Both rows without the date they share, or None where they share none."""
    if above.bullet or row.bullet or row.apart or above.page != row.page:
        return None
    for first, last, facts, others in (_at_the_left(above, row), _at_the_right(above, row)):
        period = _period(first, last) if first and last and facts else None
        if period is None:
            continue
        head = replace(above, span=_covering(above, facts), cells=facts, dates=(period,))
        return [head, *([replace(row, span=_covering(row, others), cells=others)] if others else [])]
    return None


Sides = tuple[Span | None, Span | None, tuple[Span, ...], tuple[Span, ...]]  # halves of the date, facts of both rows


def _at_the_left(above: Row, row: Row) -> Sides:
    for gap in _FACTS.finditer(above.text):
        if ENDS_AT_MONTH.search(above.text, 0, gap.start()):
            begin = above.span.start + gap.end()
            later = (cell.cut(max(begin - cell.start, 0), len(cell.text)) for cell in above.cells if cell.end > begin)
            return above.span.cut(0, gap.start()), row.cells[0], tuple(later), row.cells[1:]
    return None, None, (), ()


def _at_the_right(above: Row, row: Row) -> Sides:
    if len(above.cells) > 1 and ENDS_AT_MONTH.search(above.cells[-1].text):
        return above.cells[-1], row.cells[-1], above.cells[:-1], row.cells[:-1]
    return None, None, (), ()


def _period(half: Span, year: Span) -> Period | None:
    """The whole period, if `half` is the most of one and `year`, with nothing beside it, the rest."""
    rest = find_periods(year)
    point = rest[0].begin if len(rest) == 1 and rest[0].single and not without_dates(year, rest) else None
    if point is None or point.first is None or len(point.first) != _YEAR_DIGITS:
        return None
    whole = Span(f"{half.text} {point.first}", half.start)
    found = find_periods(whole)
    if len(found) != 1 or found[0].start != whole.start or found[0].finish is None or found[0].single:
        return None
    return replace(found[0], finish=replace(found[0].finish, end=point.end), end=point.end)


def _covering(row: Row, cells: Sequence[Span]) -> Span:
    return row.span.cut(cells[0].start - row.span.start, cells[-1].end - row.span.start)
