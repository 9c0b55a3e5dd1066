"""Dates as partial as resumes have them, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from evenhand.kit.words import say

MONTHS = (
    say("January"),
    say("February"),
    say("March"),
    say("April"),
    say("May"),
    say("June"),
    say("July"),
    say("August"),
    say("September"),
    say("October"),
    say("November"),
    say("December"),
)


def time_span(item: Mapping[str, Any]) -> str:
    """From when to when, as a person writes it: "September 2021 – August 2023", "2022", "March 2022 – today"."""
    start, end = (in_words(str(item.get(key) or "")) for key in ("startDate", "endDate"))
    if not start or start == end:
        return end
    return say("%(start)s – %(end)s", start=start, end=end or say("today"))


def in_words(partial: str) -> str:
    """An ISO 8601 date, as partial as it is, in words: "September 2021"; only the year where the rest is no date."""
    year, _, rest = partial.partition("-")
    month, _, day = rest.partition("-")
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return year
    if not day:
        return say("%(month)s %(year)s", month=MONTHS[int(month) - 1], year=year)
    try:
        return say("%(day)s %(year)s", day=date(int(year), int(month), int(day)), year=year)
    except ValueError:
        return say("%(month)s %(year)s", month=MONTHS[int(month) - 1], year=year)


def parts(partial: str) -> tuple[str, str]:
    """Year and month of an ISO date, as a form asks for them: ("2021", "9"); empty where there is none."""
    year, _, rest = partial.partition("-")
    month = rest.partition("-")[0]
    return year, str(int(month)) if month.isdigit() else ""
