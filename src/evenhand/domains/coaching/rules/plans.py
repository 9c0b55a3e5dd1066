"""A learning plan by month: which days a month has, and what a report puts into it."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from evenhand.domains.coaching.rules.report_words import name_of, step
from evenhand.engines.career import Month

Priority = Literal["high", "medium", "low", "optional"]
GOAL = "goal"
TITLE_CHARS = 200
DESCRIPTION_CHARS = 2_000
MOST_OWN = 200
MONTHS_AHEAD = 12


@dataclass(frozen=True)
class ShownTask:
    """A goal or task as its person sees it. `made`: by a report, not renamed."""

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
    return name_of(skill) if kind == GOAL else step(kind, skill)  # type: ignore[arg-type]  # the column holds nothing else
