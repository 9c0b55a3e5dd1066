"""Resumes without headings: what follows the contacts is told apart entry by entry, by its dates and words."""

from collections.abc import Sequence
from itertools import groupby

from .contact import emails_in, find_urls, phones_in
from .cues import employer_score, title_score
from .degrees import read_degree
from .entries import Entry, find_anchors, read_dates, split_entries
from .prose import body_rows
from .rows import Row
from .study import is_institution

_MOST_LEAD = 2  # rows above its dates that the first entry may begin with
_SOME = 0.4


def entries_by_kind(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Stretches of "work" and "education" among rows under no heading; empty where nothing there has a period."""
    anchors = find_anchors(rows, body_rows(rows))
    ranged = [index for index in sorted(anchors) if any(not period.single for period in anchors[index])]
    if not ranged:
        return []
    begin = _first_row(rows, ranged[0])
    entries = split_entries(rows[begin:])
    told = [(_kind(entry), [*entry.head, *entry.body]) for entry in entries]
    return [
        (kind, [row for _, listed in stretch for row in listed])
        for kind, stretch in groupby(told, key=lambda item: item[0])
    ]


def _first_row(rows: Sequence[Row], anchor: int) -> int:
    """Where the first entry begins: at its dates where they stand beside what they date, else a row or two above."""
    said = [part.text for part in read_dates(rows[anchor]).rest]
    if any(max(title_score(part), employer_score(part)) > _SOME or is_institution(part) for part in said):
        return anchor
    first = anchor
    while first > 0 and anchor - first < _MOST_LEAD and not rows[first].apart and not _is_contact(rows[first - 1]):
        first -= 1
    return first


def _is_contact(row: Row) -> bool:
    return bool(emails_in(row.text) or phones_in(row.text) or find_urls(row.span))


def _kind(entry: Entry) -> str:
    """Education where the head names a degree or a place of study and no employer, else work."""
    parts = [part for row in entry.head for part in read_dates(row).rest]
    studied = any(read_degree(part) is not None or is_institution(part.text, surely=True) for part in parts)
    worked = any(title_score(part.text) > _SOME for part in parts)
    return "education" if studied and not worked else "work"
