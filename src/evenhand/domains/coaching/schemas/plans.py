"""Learning plans over the API: tasks and goals, in the words that clients of earlier job agents know."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from evenhand.domains.coaching.rules.plans import (
    DESCRIPTION_CHARS,
    TITLE_CHARS,
    Priority,
    ShownPlan,
    ShownSource,
    ShownTask,
)
from evenhand.kit.text import FilledLine, Passage
from evenhand.kit.words import Sentence, say


class TaskIn(BaseModel):
    """A task of one's own. Without days it is for this month; without an end, for the month in which it begins."""

    title: FilledLine = Field(max_length=TITLE_CHARS)
    description: Passage = Field("", max_length=DESCRIPTION_CHARS)
    start_date: date | None = None
    end_date: date | None = None
    done: bool = False
    priority: Priority = "medium"
    goal_id: UUID | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValueError(say("A task cannot end before it begins. Choose a later end."))
        return self


class TaskPatch(BaseModel):
    """What is to be changed; what is not sent stays. An empty title brings back the built-in words."""

    title: str | None = Field(None, max_length=TITLE_CHARS)
    description: Passage | None = Field(None, max_length=DESCRIPTION_CHARS)
    start_date: date | None = None
    end_date: date | None = None
    done: bool | None = None
    priority: Priority | None = None


class GoalOut(BaseModel):
    """A skill to reach."""

    id: UUID
    title: Sentence
    start_date: date
    end_date: date
    done: bool

    @classmethod
    def of(cls, one: ShownTask) -> "GoalOut":
        """From the plan."""
        return cls(
            id=one.id,
            title=one.title,
            start_date=one.starts_on,
            end_date=one.ends_on,
            done=one.done_at is not None,
        )


class TaskSource(BaseModel):
    """A job whose gap report asked for the task, as it was called then. `job_id` is null where the job is not there any
    more; `gap_report`: whether its report is."""

    job_id: UUID | None
    job_title: str
    company: str
    gap_report: bool

    @classmethod
    def of(cls, one: ShownSource) -> "TaskSource":
        """From the plan."""
        return cls(job_id=one.job_id, job_title=one.title, company=one.company, gap_report=one.has_report)


class TaskOut(BaseModel):
    """A task. `own`: written by the person, not by a report. `learning_item` is always null."""

    id: UUID
    title: Sentence
    description: str
    start_date: date
    end_date: date
    done: bool
    priority: str
    goal: GoalOut | None
    learning_item: None = None
    notes: list[str] = Field(default_factory=list)
    own: bool
    created_at: datetime
    sources: list[TaskSource]

    @classmethod
    def of(cls, one: ShownTask, goals: dict[UUID, ShownTask]) -> "TaskOut":
        """From the plan."""
        goal = goals.get(one.goal_id) if one.goal_id else None
        return cls(
            id=one.id,
            title=one.title,
            description=one.description,
            start_date=one.starts_on,
            end_date=one.ends_on,
            done=one.done_at is not None,
            priority=one.priority,
            goal=GoalOut.of(goal) if goal else None,
            own=one.own,
            created_at=one.created_at,
            sources=[TaskSource.of(source) for source in one.sources],
        )


class PlanOut(BaseModel):
    """The plan."""

    tasks: list[TaskOut]
    goals: list[GoalOut]

    @classmethod
    def of(cls, plan: ShownPlan) -> "PlanOut":
        """From the plan."""
        goals = {one.id: one for one in plan.goals}
        return cls(tasks=[TaskOut.of(one, goals) for one in plan.tasks], goals=[GoalOut.of(one) for one in plan.goals])


class FromGap(BaseModel):
    """Which skills of a gap report to put into the plan, by id; null for all that it misses."""

    skill_ids: list[Annotated[str, Field(max_length=60)]] | None = Field(None, min_length=1, max_length=100)


class OneTask(BaseModel):
    """One task, or a goal that was ticked."""

    task: TaskOut


class Deleted(BaseModel):
    """What was done."""

    message: Sentence
