"""What can be decided about a job without asking anyone: whether it takes applications, what its pay is a year,
where it may be, and how many open jobs each choice of a filter leaves."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from babel.numbers import get_territory_currencies

from evenhand.kit.countries import countries

Status = Literal["draft", "open", "closed"]
WorkMode = Literal["on_site", "hybrid", "remote"]
EmploymentType = Literal["FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN"]  # schema.org's words
Level = Literal["junior", "middle", "senior", "lead"]
Period = Literal["year", "month", "hour"]
Language = Literal["en", "ru"]

PERIODS_A_YEAR: Mapping[Period, int] = {"year": 1, "month": 12, "hour": 2080}  # 52 weeks of 40 hours
_LAST_ZONE = timedelta(hours=12)  # the zone in which a day ends last is UTC-12


def first_day_left(now: datetime) -> date:
    """The earliest deadline that still counts: a deadline's day lasts until it is over everywhere on earth."""
    return (now - _LAST_ZONE).date()


def takes_applications(status: str, deadline: date | None, now: datetime) -> bool:
    """Whether someone may still apply. A deadline that has passed closes a job by itself."""
    return status == "open" and (deadline is None or deadline >= first_day_left(now))


def closed_on(status: str, deadline: date | None, closed_at: datetime | None, now: datetime) -> date | None:
    """The day from which a job took no more applications; None while it does, and for a draft."""
    if status == "draft" or takes_applications(status, deadline, now):
        return None
    by_person = closed_at.date() if status == "closed" and closed_at else None
    by_deadline = deadline if deadline and deadline < first_day_left(now) else None
    return min((day for day in (by_person, by_deadline) if day), default=None)


@cache
def currencies() -> tuple[str, ...]:
    """ISO 4217 codes of the money in use somewhere today, in alphabetical order."""
    return tuple(sorted({code for country in countries() for code in get_territory_currencies(country)}))


FACETS = ("location", "work_mode", "level", "employment_type", "department", "language", "company")


@dataclass(frozen=True, slots=True)
class AlikeJobs:
    """So many open jobs that are alike in what is counted: their value for each facet, and the filters they pass."""

    count: int
    values: Mapping[str, str]
    passes: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many jobs there are under the filters, with each choice of a facet, and without each filter in use.

    `complete` is False where there are more jobs than are counted; figures are then lower bounds.
    """

    total: int
    choices: Mapping[str, Sequence[tuple[str, int]]]
    without: Mapping[str, int]
    complete: bool


def count_jobs(groups: Iterable[AlikeJobs], *, complete: bool) -> Counts:
    """Count once for the list, the choices and the filters. A facet's own filter does not narrow its choices."""
    total = 0
    choices: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    without: Counter[str] = Counter()
    for jobs in groups:
        failed = [name for name, passed in jobs.passes.items() if not passed]
        total += jobs.count if not failed else 0
        for name in jobs.passes:
            without[name] += jobs.count if failed in ([], [name]) else 0
        for facet, value in jobs.values.items():
            choices[facet][value] += jobs.count if failed in ([], [facet]) else 0
    ordered = {facet: sorted(counter.items()) for facet, counter in choices.items()}
    return Counts(total, ordered, dict(without), complete)
