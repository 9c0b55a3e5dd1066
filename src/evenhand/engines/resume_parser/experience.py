"""How many months of work the roles of a resume add up to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

_PRESENT = frozenset({"present", "current", "now"})


def months_of_experience(work: Sequence[Mapping[str, Any]], *, today: date) -> int:
    """Whole months covered by at least one role of JSON Resume `work`; months that roles share count once.

    Both the first and the last month count, as people count them: January to March is three. A year without a month
    stands for its middle (1 July to 30 June: "2019" to "2021" is 24 months), and a role within one such year for six
    months. A role without `endDate` (or with "present") goes on until `today`; one without a readable `startDate`,
    or that begins in the future or after its end, counts nothing.
    """
    covered = 0
    reached = -1
    for first, last in sorted(_intervals(work, today.year * 12 + today.month - 1)):
        begin = max(first, reached + 1)
        if last >= begin:
            covered += last - begin + 1
            reached = last
    return covered


def _intervals(work: Sequence[Mapping[str, Any]], now: int) -> Iterator[tuple[int, int]]:
    for role in work:
        start, end = str(role.get("startDate") or ""), str(role.get("endDate") or "")
        year_only = len(start) == 4 and start == end
        first = _month(start, middle=3 if year_only else 6)
        last = now if not end or end.casefold() in _PRESENT else _month(end, middle=8 if year_only else 5)
        if first is not None and last is not None:
            yield first, min(last, now)


def _month(iso: str, *, middle: int) -> int | None:
    """Months since year 0 of a partial ISO date; `middle` is the month (0-11) a bare year stands for."""
    parts = iso.split("-")
    if not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    if len(parts) == 1:
        return int(parts[0]) * 12 + middle
    month = int(parts[1])
    return int(parts[0]) * 12 + month - 1 if 1 <= month <= 12 else None
