"""Practice: what to practise, how far it is, and the scorecard that only its person ever sees."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from evenhand.domains.interviews.rules.clock import MinutesEach
from evenhand.domains.interviews.schemas.scorecard import DimensionOut, FindingOut, GradedAnswer, Made, TopicOut
from evenhand.engines.questions import Level
from evenhand.kit.text import FilledLine
from evenhand.kit.words import Sentence, say

Count = Literal[3, 4, 6, 8, 10]
MOST_SKILLS = 5


class PracticeIn(BaseModel):
    """A job to practise for, or skills and a level."""

    job_id: UUID | None = None
    skills: Annotated[
        list[Annotated[FilledLine, Field(max_length=80)]], Field(max_length=MOST_SKILLS, description="Ids or names.")
    ] = []
    level: Level = "middle"
    count: Count = 4
    minutes_each: MinutesEach | None = Field(None, description="For a question; none: no clock.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "PracticeIn":
        if self.job_id is None and not self.skills:
            raise ValueError(say("Choose a job, or name a skill."))
        return self


class PracticeSummary(BaseModel):
    """A practice in one's own list. It is taken under the same addresses as an interview, by this id."""

    id: UUID
    title: Sentence
    status: Literal["invited", "in_progress", "completed", "scored"]
    created_at: datetime
    completed_at: datetime | None
    stalled: bool = Field(description="Grading was given up and can be asked for again.")
    overall: float | None


class PracticeCard(BaseModel):
    """How the answers of a practice compare with the points of good ones; made as an interview's scorecard is."""

    completed_at: datetime | None
    minutes: int | None = None
    overall: float | None
    dimensions: list[DimensionOut]
    thresholds: list[float]
    remarks: list[Sentence]
    answers: list[GradedAnswer]
    strengths: list[FindingOut]
    gaps: list[FindingOut]
    topics: list[TopicOut]
    made: Made


class PracticeOut(PracticeSummary):
    """A practice with its scorecard once there is one."""

    card: PracticeCard | None
