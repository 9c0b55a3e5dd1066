"""How people rate an interview, beside the engine: the same four dimensions, in half points, with their words."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from evenhand.kit.text import Passage
from evenhand.kit.words import Sentence

COMMENT_CHARS = 2_000
MOST_ANSWERS = 50

Half = Annotated[
    Decimal,
    Field(ge=0, le=10, multiple_of=Decimal("0.5")),
    PlainSerializer(float, return_type=float, when_used="json"),
]
Comment = Annotated[Passage, Field(max_length=COMMENT_CHARS)]


class Figures(BaseModel):
    """The four dimensions, 0 to 10 in half points; null where the rater does not say."""

    model_config = ConfigDict(extra="forbid")

    relevance: Half | None = None
    completeness: Half | None = None
    accuracy: Half | None = None
    clarity: Half | None = None

    @property
    def figured(self) -> bool:
        """Whether at least one of them is given."""
        return any(one is not None for one in (self.relevance, self.completeness, self.accuracy, self.clarity))


class AnswerRatingIn(Figures):
    """The rating of one answer, by the number of its question."""

    number: Annotated[int, Field(ge=1, le=MOST_ANSWERS)]
    comment: Comment = ""


class RatingIn(Figures):
    """A rating of a whole interview: its four figures, or those of each answer, from which the four are the means.

    The applicant reads figures and comments once the scorecard is shown.
    """

    comment: Comment = ""
    answers: Annotated[list[AnswerRatingIn], Field(max_length=MOST_ANSWERS)] = []


class RatedOut(BaseModel):
    """One dimension as a person rated it."""

    name: str
    label: Sentence
    score: float | None


class AnswerRatingOut(BaseModel):
    """How a person rated one answer."""

    number: int
    dimensions: list[RatedOut]
    comment: str


class RatingOut(BaseModel):
    """How one person rates the interview now; earlier ratings of theirs are kept, and counted in `earlier`."""

    rater: str
    rater_id: UUID | None
    own: bool
    at: datetime
    before: bool = Field(description="Given before the rater was shown the engine's figures.")
    overall: float | None
    dimensions: list[RatedOut]
    comment: str
    answers: list[AnswerRatingOut]
    earlier: int
    apart: list[Sentence] = Field(description="Where the rating and the engine's figure lie far apart, in words.")


class WordsOut(BaseModel):
    """A question and its answer, without any figure."""

    number: int
    question: str
    topic: Sentence
    answer: str
    declined: bool
    gold: str
