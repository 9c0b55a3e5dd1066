"""Dates and labels in a narrow left margin, put back beside what they stand for.

Job boards print "Май 2021 — / настоящее время" in a column of its own, and a reader of columns reads that column to
its end first. The margin is told from a sidebar by what it holds, and its pieces go before the text level with them.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from .date_words import ENDS_IN_MONTH
from .dates import find_periods, without_dates
from .headings import kind_of_words
from .lexicon import fold, words
from .rows import Row
from .span import Span

_MOSTLY = 0.6  # of the margin's rows are dates, durations or headings
_LEVEL = 0.5  # of a row's height that two rows on one line may differ
_CLOSE = 1.7  # heights from one row of a date to the next
_FEWEST = 2  # rows on each side


def rejoin_margins(rows: Sequence[Row], text: str) -> list[Row]:
    """The rows with every margin of dates and labels taken apart and put in its places."""
    out: list[Row] = []
    at = 0
    while at < len(rows):
        jump = _jump(rows, at)
        if jump is None:
            out.extend(rows[at:])
            break
        first, last = _sides(rows, at, jump)
        left, right = rows[first:jump], rows[jump:last]
        if _is_margin(left, right):
            out.extend(rows[at:first])
            out.extend(_interleaved(left, right, text))
        else:
            out.extend(rows[at:last])
        at = last
    return out


def _jump(rows: Sequence[Row], at: int) -> int | None:
    """The next row that begins a column to the right of, and not below, the row before it."""
    for index in range(at + 1, len(rows)):
        row, before = rows[index], rows[index - 1]
        if row.placed and row.page == before.page and row.y0 < before.y0 and row.x0 > before.x0:
            return index
    return None


def _sides(rows: Sequence[Row], at: int, jump: int) -> tuple[int, int]:
    """Where the margin level with the column begins, and where the column ends."""
    last = jump + 1
    while last < len(rows) and rows[last].page == rows[jump].page and rows[last].y0 >= rows[last - 1].y0:
        if rows[last].x0 < rows[jump].x0 - rows[jump].size:
            break
        last += 1
    edge = min(row.x0 for row in rows[jump:last])
    first = jump
    while first > at and rows[first - 1].page == rows[jump].page and rows[first - 1].x1 <= edge:
        if rows[first - 1].y1 < rows[jump].y0:
            break
        first -= 1
    return first, last


def _is_margin(left: Sequence[Row], right: Sequence[Row]) -> bool:
    if len(left) < _FEWEST or len(right) < _FEWEST:
        return False
    headings = [row for row in left if kind_of_words(row.text) is not None]
    dates = [row for row in left if _is_when(row)]
    labels = [row for row in left if fold(row.text.rstrip(" :")) in _labels()]
    headed = any(kind_of_words(row.text) is not None and (row.bold or row.capitals) for row in right)
    enough = len(headings) + len(dates) + len(labels) >= _MOSTLY * len(left)
    return enough and not headed and (bool(dates) or len(headings) >= _FEWEST)


@cache
def _labels() -> frozenset[str]:
    """What stands before contacts in a form: "Telefon", "Wohnort"."""
    return words("places", "labels").union(*(words("basics", f"{fact}_labels") for fact in ("name", "phone", "email")))


def _is_when(row: Row) -> bool:
    """Whether a row says when, or for how long, and nothing else."""
    rest = without_dates(row.span, find_periods(row.span))
    known = {word for phrase in words("dates", "present") for word in phrase.split()}
    return all(fold(word) in known for part in rest for word in part.text.split())


def _interleaved(left: Sequence[Row], right: Sequence[Row], text: str) -> list[Row]:
    """Each piece of the margin before the rows it is level with."""
    out: list[Row] = []
    waiting = list(right)
    for piece in _pieces(left, text):
        top = piece.y0 - _LEVEL * (piece.y1 - piece.y0)
        while waiting and waiting[0].y0 < top:
            out.append(waiting.pop(0))
        out.append(piece)
    return out + waiting


def _pieces(left: Sequence[Row], text: str) -> list[Row]:
    """The margin's rows, those of one date put together: "Май 2021 —", "настоящее время", "3 года"."""
    out: list[Row] = []
    for row in left:
        above = out[-1] if out else None
        begun = above is not None and (_is_when(above) or ENDS_IN_MONTH.search(above.text) is not None)
        if above is not None and begun and _is_when(row) and row.y0 - above.y1 < _CLOSE * row.size - row.size:
            span = Span(text[above.span.start : row.span.end], above.span.start)
            out[-1] = replace(above, span=span, cells=(span,), y1=row.y1, x1=max(above.x1, row.x1))
        else:
            out.append(replace(row, margin=True))
    return out
