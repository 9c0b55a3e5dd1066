"""Contesting a score, and the answer to it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from evenhand.domains.interviews.rules.contests import SHORTEST_CHARS, WORDS_CHARS, Outcome
from evenhand.domains.interviews.schemas.ratings import Figures
from evenhand.kit.text import Passage
from evenhand.kit.words import Sentence

Words = Annotated[Passage, Field(min_length=SHORTEST_CHARS, max_length=WORDS_CHARS)]


class ContestIn(BaseModel):
    """What is wrong with a score, in the candidate's words."""

    model_config = ConfigDict(extra="forbid")

    words: Words


class ContestAnswerIn(Figures):
    """The answer. With `rated` the four figures are the answerer's own, and at least one of them is needed."""

    outcome: Outcome
    words: Words


class ContestOut(BaseModel):
    """A contest as both sides see it. `before` and `after` are the overall figures, once it is answered."""

    id: UUID
    words: str
    seal: str = Field(description="Of the scores that are contested.")
    at: datetime
    due_at: datetime
    outcome: Outcome | None
    outcome_label: Sentence | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    before: float | None
    after: float | None
