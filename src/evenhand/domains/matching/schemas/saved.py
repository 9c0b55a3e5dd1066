"""Saved jobs as the API shows them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from evenhand.domains.jobs.schemas import JobSummary
from evenhand.domains.matching.schemas.gap import GapState, Score
from evenhand.kit.cursor import Page


class SavedJobOut(BaseModel):
    """A job that the caller keeps. `job.takes_applications` says whether it is still open, `gap_state` how far the
    report on it is: generating, ready, or failed, then `gap_why` is a code."""

    model_config = ConfigDict(from_attributes=True)

    job: JobSummary
    saved_at: datetime
    gap_state: GapState
    gap_why: str
    gap_score: Score | None = Field(description="Of 10, not of 100.")


class SavedJobPage(Page[SavedJobOut]):
    """The jobs that the caller keeps: `total` of them, `closed` of which take no more applications."""

    total: int
    closed: int


class SavedState(BaseModel):
    """Whether the caller keeps a job, and since when."""

    job_id: UUID
    saved: bool
    saved_at: datetime | None
