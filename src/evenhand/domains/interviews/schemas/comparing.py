"""Several applicants for one job side by side: per requirement, per dimension, per question. No figure stands alone."""

from uuid import UUID

from pydantic import BaseModel, Field

from evenhand.domains.interviews.schemas.boards import BoardApplicant
from evenhand.domains.interviews.schemas.ratings import RatingOut
from evenhand.domains.interviews.schemas.scorecard import DimensionOut, GradedAnswer


class ComparedOut(BoardApplicant):
    """One of those compared. Figures and ratings are missing where the caller has to rate first."""

    dimensions: list[DimensionOut]
    ratings: list[RatingOut]
    skill_ids: list[str]


class AskedOut(BaseModel):
    """A question that at least one of them was asked, with the answers by applicant; null: not asked, or not shown."""

    question: str
    topic: str
    answers: dict[UUID, GradedAnswer | None]


class ComparisonOut(BaseModel):
    """Two to four applicants, in the order they were asked for."""

    people: list[ComparedOut]
    questions: list[AskedOut] = Field(description="In the order they were asked; the same question stands once.")
