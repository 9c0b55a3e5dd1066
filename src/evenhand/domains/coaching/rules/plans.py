"""A learning plan by month: which days a month has, and what a report puts into it."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from evenhand.domains.coaching.rules.report_words import name_of, step
from evenhand.engines.career import Month
from evenhand.kit.words import say

Priority = Literal["high", "medium", "low", "optional"]
GOAL = "goal"
LEARN, DEEPEN = "learn", "deepen"  # what a gap report leads to: a skill not found, and one of which less was found
PER_MONTH = 3  # what a gap report puts into one month
TITLE_CHARS = 200
DESCRIPTION_CHARS = 2_000
MOST_OWN = 200
MONTHS_AHEAD = 12


@dataclass(frozen=True)
class ShownSource:
    """A job whose gap report asked for a task, as it was called then. `open_to_see`: its page is there;
    `has_report`: the report is too, since the person still keeps the job."""

    job_id: UUID | None
    title: str
    company: str
    open_to_see: bool
    has_report: bool


@dataclass(frozen=True)
class ShownTask:
    """A goal or task as its person sees it. `sources`: the gap reports that asked for it."""

    id: UUID
    goal_id: UUID | None
    is_goal: bool
    title: str
    description: str
    starts_on: date
    ends_on: date
    priority: str
    done_at: datetime | None
    own: bool
    created_at: datetime
    sources: Sequence[ShownSource] = ()

    @property
    def whole_month(self) -> bool:
        """Whether the days are those of a month, which then says it all."""
        return (self.starts_on, self.ends_on) == month_of(self.starts_on)


@dataclass(frozen=True)
class ShownPlan:
    """The plan, in its order."""

    goals: Sequence[ShownTask]
    tasks: Sequence[ShownTask]

    def months(self) -> list[tuple[date, list[ShownTask]]]:
        """The tasks by the month in which they begin."""
        found: dict[date, list[ShownTask]] = {}
        for task in self.tasks:
            found.setdefault(task.starts_on.replace(day=1), []).append(task)
        return sorted(found.items())


def month_of(day: date, ahead: int = 0) -> tuple[date, date]:
    """The first and the last day of the month that is so many after this day's."""
    months = day.year * 12 + day.month - 1 + ahead
    first = date(months // 12, months % 12 + 1, 1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def free_month(taken: Iterable[date], *, today: date) -> tuple[date, date]:
    """The first month from this one on that has room for one more task of a gap report, given the first days of those
    that are open; this month where none has."""
    months = [day.replace(day=1) for day in taken]
    for ahead in range(MONTHS_AHEAD):
        days = month_of(today, ahead)
        if months.count(days[0]) < PER_MONTH:
            return days
    return month_of(today)


def wanted(plan: Sequence[Month], *, today: date) -> Iterator[tuple[str, str, tuple[date, date]]]:
    """Skill, step and days of everything a report plans, the month it was made being the first; goals before tasks."""
    for skill in dict.fromkeys(month.skill for month in plan if month.skill):
        mine = [month.month for month in plan if month.skill == skill]
        yield skill, GOAL, (month_of(today, min(mine) - 1)[0], month_of(today, max(mine) - 1)[1])
    for month in plan:
        for kind in month.steps:
            skill = month.skill if kind in ("learn", "build", "name") else ""
            yield skill, kind, month_of(today, month.month - 1)


def made_title(kind: str, skill: str) -> str:
    """What something that a report planned is called."""
    if kind == DEEPEN:
        return say("Do one larger piece of work with %(skill)s and write down what came of it", skill=name_of(skill))
    return name_of(skill) if kind == GOAL else step(kind, skill)  # type: ignore[arg-type]  # the column holds nothing else
