"""Cutting a section of roles into entries: which rows head an entry, which rows are its body.

Every layout has one row with the dates in each entry (the anchor). What stands around it is found from how the first
entry is built, from type, from empty lines, and from the rule that a body lies between one entry and the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from .cues import employer_score, title_score
from .dates import Period, complete, find_periods, without_dates
from .places import read_place
from .prose import body_rows, ends_sentence
from .rows import Row
from .span import Span

_MOST_LEAD = 4  # rows of an entry above its dates
_MOST_TAIL = 4  # rows of its head below them
_SOME = 0.4  # from here on, a score says something
_MOST_WORDS_BESIDE_DATES = 16
_MOST_WORDS_BESIDE_YEAR = 12


@dataclass(slots=True)
class Entry:
    """One entry: the rows of its head (dates still in them), what the dates say, and the rows of its body."""

    head: list[Row]
    periods: list[Period]
    body: list[Row]


@dataclass(slots=True)
class DatedRow:
    """A row with the periods written in it and what else it says."""

    row: Row
    periods: list[Period]
    rest: list[Span] = field(default_factory=list)


def split_entries(rows: Sequence[Row]) -> list[Entry]:
    """The entries of a section, in order. A section without any date is cut by type and empty lines."""
    body = body_rows(rows)
    anchors = find_anchors(rows, body)
    if not anchors:
        return _undated(rows, body)
    starts = _starts(rows, body, sorted(anchors))
    entries: list[Entry] = []
    for anchor, (start, end) in zip(sorted(anchors), pairwise([*starts, len(rows)]), strict=True):
        entries.extend(_with_undated(_entry(rows, body, anchors, anchor, start, end), rows[starts[0]]))
    return entries


def read_dates(row: Row) -> DatedRow:
    """The row's periods, and what its cells say besides."""
    each = [(cell, find_periods(cell)) for cell in row.cells]
    rest = [part for cell, periods in each for part in without_dates(cell, periods)]
    return DatedRow(row, [*row.dates, *(period for _, periods in each for period in periods)], rest)


def with_labels(row: Row, parts: Sequence[Span]) -> list[Span]:
    """The parts of a row, a label that has a cell of its own ("Company:", tab) put before what it labels."""
    if len(parts) < 1 or len(row.cells) < 2 or not row.cells[0].text.endswith(":"):
        return list(parts)
    first = parts[0]
    if first.end >= row.cells[1].start:
        return list(parts)
    if len(parts) == 1:
        return []  # the label of dates, which were taken
    begin = row.cells[0].start - row.span.start
    return [row.span.cut(begin, parts[1].end - row.span.start), *parts[2:]]


def find_anchors(rows: Sequence[Row], body: set[int]) -> dict[int, list[Period]]:
    """Rows that carry the dates of an entry. Dates split over two rows belong to the first of them."""
    dated = {index: read_dates(row) for index, row in enumerate(rows) if index not in body}
    found = {index: here.periods for index, here in dated.items() if here.periods and _carries_dates(here)}
    if not found:
        dated = {index: read_dates(row) for index, row in enumerate(rows) if row.bullet}
        found = {
            index: here.periods
            for index, here in dated.items()
            if any(not period.single for period in here.periods) and _carries_dates(here)
        }
        body.difference_update(found)
    return _completed(found)


def _carries_dates(here: DatedRow) -> bool:
    said = sum(len(part.text.split()) for part in here.rest)
    ranged = any(not period.single for period in here.periods)
    if all(period.dangling and period.begin is None for period in here.periods):
        return said <= _MOST_WORDS_BESIDE_DATES and here.row.cells[0].start == here.periods[0].start
    return said <= (_MOST_WORDS_BESIDE_DATES if ranged else _MOST_WORDS_BESIDE_YEAR)


def _completed(found: dict[int, list[Period]]) -> dict[int, list[Period]]:
    """Joins "Январь 2020 —" with the "настоящее время" that begins the next row."""
    merged: dict[int, list[Period]] = {}
    for index in sorted(found):
        above = merged.get(index - 1)
        closed = complete(above[-1], found[index][0]) if above and len(found[index]) == 1 else None
        if above and closed:
            merged[index - 1] = [*above[:-1], closed]
        elif not (found[index][0].open and found[index][0].begin is None):
            merged[index] = found[index]
    return merged


def _starts(rows: Sequence[Row], body: set[int], anchors: list[int]) -> list[int]:
    """The first row of each entry."""
    lead = 0
    while lead < anchors[0] and lead < _MOST_LEAD and anchors[0] - 1 - lead not in body:
        lead += 1
    starts = [anchors[0] - lead]
    above = any(_is_place(row) for row in rows[starts[0] : anchors[0]])
    for before, anchor in pairwise(anchors):
        after = before + (0 if above else _places_below(rows, before, anchor))
        starts.append(_start(rows, body, after, anchor, lead, rows[starts[0]]))
    return starts


def _places_below(rows: Sequence[Row], before: int, anchor: int) -> int:
    """How many rows below the dates of an entry say only where it was: they do not begin the next one."""
    return sum(1 for _ in takewhile(_is_place, rows[before + 1 : anchor]))


def _is_place(row: Row) -> bool:
    return not row.bullet and len(row.cells) == 1 and read_place(row.span.strip()) is not None


def _start(rows: Sequence[Row], body: set[int], before: int, anchor: int, lead: int, first: Row) -> int:
    """Where the entry of `anchor` begins, after the one `before`: the row most like the first entry's start."""
    filled = [index for index in range(before + 1, anchor) if index in body]
    floor = filled[-1] + 1 if filled else before + 1
    floor = max(floor, anchor - _MOST_LEAD)
    sized = first.placed and first.size > 0

    def fit(index: int) -> tuple[float, int]:
        row = rows[index]
        score = 1.5 * (anchor - index == lead)
        if sized:
            score += 2.0 * (row.style[:2] == first.style[:2])
        score += 1.2 * row.apart
        score += 1.0 * (index == floor and bool(filled))
        score -= 3.0 * any(rows[after].apart for after in range(index + 1, anchor + 1))
        return score, -abs(anchor - index - lead)

    return max(range(floor, anchor + 1), key=fit)


def _entry(
    rows: Sequence[Row], body: set[int], anchors: dict[int, list[Period]], anchor: int, start: int, end: int
) -> Entry:
    head = list(range(start, anchor + 1))
    below = anchor + 1
    while below < end and below not in body and below - anchor <= _MOST_TAIL and not _set_apart(rows, anchor, below):
        if len(head) > 1 and _goes_on_in_words(rows[below]):
            break
        head.append(below)
        below += 1
    return Entry([rows[index] for index in head], anchors[anchor], list(rows[below:end]))


def _goes_on_in_words(row: Row) -> bool:
    """Whether a row below the first facts begins small or ends in a full stop, and names neither role nor employer."""
    spoken = row.text[:1].islower() or ends_sentence(row.text)
    return spoken and title_score(row.text) < _SOME and employer_score(row.text) < _SOME


def _with_undated(entry: Entry, first: Row) -> list[Entry]:
    """The entry, and after it those without dates: each begins with a bold row set like the section's first row."""
    cuts = [
        index
        for index, row in enumerate(entry.body)
        if index and row.placed and row.bold and row.style == first.style and not row.bullet
    ]
    if not cuts:
        return [entry]
    parts = [entry.body[begin:end] for begin, end in pairwise([0, *cuts, len(entry.body)])]
    entry.body = parts[0]
    return [entry, *(found for part in parts[1:] for found in _undated(part, body_rows(part)))]


def _set_apart(rows: Sequence[Row], anchor: int, index: int) -> bool:
    """Whether an empty line after the head's first facts says that the body begins."""
    return rows[index].apart and index - anchor > 1


def _undated(rows: Sequence[Row], body: set[int]) -> list[Entry]:
    """Entries of a section without dates: each begins with a row set like the first one, after a body or a gap."""
    if not rows or 0 in body:
        return []
    starts = [0]
    for index in range(1, len(rows)):
        row = rows[index]
        if index in body or (row.size and row.style[:2] != rows[0].style[:2]):
            continue
        if index - 1 in body or row.apart or (row.bold and not rows[index - 1].bold):
            starts.append(index)
    entries: list[Entry] = []
    for start, end in pairwise([*starts, len(rows)]):
        stop = next((index for index in range(start, end) if index in body), end)
        stop = min(stop, start + _MOST_LEAD)
        entries.append(Entry(list(rows[start:stop]), [], list(rows[stop:end])))
    return entries
