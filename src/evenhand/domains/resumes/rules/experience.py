"""How long somebody has worked, and how that was counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from evenhand.engines.resume_parser import months_of_experience
from evenhand.kit.words import Sentence, say, say_many


@dataclass(frozen=True, slots=True)
class Counted:
    """One job in the sum: what it is called in the profile, and its months."""

    position: str
    employer: str
    months: int

    @property
    def length(self) -> Sentence:
        """Its months in words."""
        return years_and_months(self.months)


@dataclass(frozen=True, slots=True)
class Experience:
    """Months of work, those that jobs share counted once, and what they come from.

    `overlap` are months that would have been counted more than once; `undated` jobs have no dates and count nothing.
    """

    months: int
    jobs: tuple[Counted, ...]
    overlap: int
    undated: int

    @property
    def length(self) -> Sentence:
        """The months in words."""
        return years_and_months(self.months)

    @property
    def shared(self) -> Sentence:
        """The overlap in words."""
        return years_and_months(self.overlap)

    @property
    def sentence(self) -> Sentence:
        """The whole in one line: "6 years 4 months from 4 jobs, overlaps counted once"."""
        count = len(self.jobs)
        if not count:
            return say("No job with dates, so nothing is counted")
        if self.overlap:
            return say_many(
                "%(length)s from %(count)s job, overlaps counted once",
                "%(length)s from %(count)s jobs, overlaps counted once",
                count,
                length=self.length,
            )
        return say_many("%(length)s from %(count)s job", "%(length)s from %(count)s jobs", count, length=self.length)


def experience(work: Sequence[Mapping[str, Any]], *, today: date) -> Experience:
    """How long the roles of JSON Resume `work` add up to."""
    each = [
        Counted(str(role.get("position") or ""), str(role.get("name") or ""), months_of_experience([role], today=today))
        for role in work
    ]
    jobs = tuple(one for one in each if one.months)
    total = months_of_experience(work, today=today)
    return Experience(total, jobs, sum(one.months for one in jobs) - total, len(each) - len(jobs))


def years_and_months(months: int) -> Sentence:
    """A length of time as a person says it: "6 years 2 months"."""
    years, rest = divmod(months, 12)
    in_months = say_many("%(count)s month", "%(count)s months", rest)
    if not years:
        return in_months
    in_years = say_many("%(count)s year", "%(count)s years", years)
    return say("%(years)s %(months)s", years=in_years, months=in_months) if rest else in_years
