"""How many months of work the roles of a resume add up to, and where there are months between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

_PRESENT = frozenset({"present", "current", "now"})
_SHORTEST_GAP = 3  # months; people change jobs without saying on which day
_MEANWHILE = ("education", "volunteer", "projects")


@dataclass(frozen=True, slots=True)
class Gap:
    """Whole months, from `start` to `end` ("2019-02"), in which the resume names no job. It says nothing of a person.

    `after` and `before` are JSON Pointers of the jobs around it, `before` empty where it goes on until today;
    `meanwhile` those of studies, volunteering and projects that the resume names for part of the time.
    """

    start: str
    end: str
    months: int
    after: str
    before: str
    meanwhile: tuple[str, ...] = ()


def months_of_experience(work: Sequence[Mapping[str, Any]], *, today: date) -> int:
    """Whole months covered by at least one role of JSON Resume `work`; months that roles share count once.

    Both the first and the last month count, as people count them: January to March is three. A year without a month
    stands for its middle (1 July to 30 June: "2019" to "2021" is 24 months), and a role within one such year for six
    months. A role without `endDate` (or with "present") goes on until `today`; one without a readable `startDate`,
    or that begins in the future or after its end, counts nothing.
    """
    covered = 0
    reached = -1
    for first, last in sorted(_intervals(work, _this_month(today))):
        begin = max(first, reached + 1)
        if last >= begin:
            covered += last - begin + 1
            reached = last
    return covered


def gaps_between(resume: Mapping[str, Any], *, today: date) -> tuple[Gap, ...]:
    """Months between jobs, the latest first, and since the last one. Nothing scores them.

    Only what is sure: a year without a month counts as the whole year, and where a job has no dates, nothing is known.
    """
    now = _this_month(today)
    spans = [
        (*_widest(role, now), f"/work/{index}")
        for index, role in enumerate(resume.get("work", ()))
        if _widest(role, now)
    ]
    if len(spans) < len(resume.get("work", ())):
        return ()
    found: list[Gap] = []
    reached, after = -1, ""
    for first, last, pointer in [*sorted(spans), (now + 1, now + 1, "")]:
        if after and first - reached > _SHORTEST_GAP:
            found.append(_gap(resume, reached + 1, first - 1, after, pointer, now))
        if last >= reached:
            reached, after = last, pointer
    return tuple(reversed(found))


def _gap(resume: Mapping[str, Any], first: int, last: int, after: str, before: str, now: int) -> Gap:
    meanwhile = tuple(
        f"/{section}/{index}"
        for section in _MEANWHILE
        for index, entry in enumerate(resume.get(section, ()))
        if (span := _widest(entry, now)) and span[0] <= last and span[1] >= first
    )
    return Gap(_iso(first), _iso(last), last - first + 1, after, before, meanwhile)


def _widest(entry: Mapping[str, Any], now: int) -> tuple[int, int] | tuple[()]:
    """The first and the last month an entry may have lasted; nothing where its dates cannot be read."""
    start, end = str(entry.get("startDate") or entry.get("endDate") or ""), str(entry.get("endDate") or "")
    first = _month(start, middle=0)
    last = now if not end or end.casefold() in _PRESENT else _month(end, middle=11)
    return (first, min(last, now)) if first is not None and last is not None and first <= last else ()


def _intervals(work: Sequence[Mapping[str, Any]], now: int) -> Iterator[tuple[int, int]]:
    for role in work:
        start, end = str(role.get("startDate") or ""), str(role.get("endDate") or "")
        year_only = len(start) == 4 and start == end
        first = _month(start, middle=3 if year_only else 6)
        last = now if not end or end.casefold() in _PRESENT else _month(end, middle=8 if year_only else 5)
        if first is not None and last is not None:
            yield first, min(last, now)


def _this_month(today: date) -> int:
    return today.year * 12 + today.month - 1


def _iso(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def _month(iso: str, *, middle: int) -> int | None:
    """Months since year 0 of a partial ISO date; `middle` is the month (0-11) a bare year stands for."""
    parts = iso.split("-")
    if not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    if len(parts) == 1:
        return int(parts[0]) * 12 + middle
    month = int(parts[1])
    return int(parts[0]) * 12 + month - 1 if 1 <= month <= 12 else None
