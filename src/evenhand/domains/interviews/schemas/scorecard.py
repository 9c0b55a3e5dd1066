"""A scorecard: every figure with the words it rests on. Both sides see the same; gold answers are the company's."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from evenhand.domains.interviews.rules.clock import MinutesEach
from evenhand.domains.interviews.schemas.contests import ContestOut
from evenhand.domains.interviews.schemas.ratings import RatingOut, WordsOut
from evenhand.kit.words import Sentence

PointKind = Literal["key_point", "red_flag"]
PointStatus = Literal["found", "missing", "contradicted"]


class DimensionOut(BaseModel):
    """One of four dimensions, 0 to 10. `score` is null where there is not enough evidence; `reason` says why."""

    name: str
    label: Sentence
    weight: int = Field(description="Per cent.")
    score: float | None
    reason: Sentence


class PointOut(BaseModel):
    """A key point and what became of it. The span counts code points of the answer; a missing point has none."""

    number: int | None
    point: str
    kind: PointKind
    status: PointStatus
    strength: float
    start: int | None
    end: int | None
    text: str
    effect: dict[str, float]
    why: Sentence = Field(description="What a contradiction consists of.")
    words: Sentence = Field(description="Status, strength and effect as a sentence.")


class TrialOut(BaseModel):
    """The grade of an answer."""

    label: str
    overall: float | None
    dimensions: list[DimensionOut]
    points: list[PointOut]
    flags: list[str]
    remarks: list[Sentence] = Field(description="The flags in words.")
    seal: str


class GradedAnswer(TrialOut):
    """One question of an interview: the answer, its grade, and the evidence."""

    answer_id: UUID
    number: int
    question: str
    kind: str
    topic: Sentence
    difficulty: str
    answer: str
    declined: bool
    gold: str | None = Field(description="For the company only.")


class FindingOut(BaseModel):
    """A strength or a gap: a key point of a question, and the words behind it."""

    number: int
    topic: Sentence
    point: str
    kind: PointKind
    status: PointStatus
    text: str
    why: Sentence


class TopicOut(BaseModel):
    """How many key points of a topic were found."""

    topic: Sentence
    found: int
    total: int


class ProposalOut(BaseModel):
    """What the engine proposes. It changes nothing until someone decides."""

    name: str
    label: Sentence
    why: Sentence


class Made(BaseModel):
    """What made the scores."""

    engine: str
    version: str
    rubric: str
    model: str
    seal: str = Field(description="SHA-256 over the seals of all answers, in order.")


class Scorecard(BaseModel):
    """The scores of one interview."""

    interview_id: UUID
    application_id: UUID
    job_id: UUID
    completed_at: datetime | None
    scored_at: datetime | None
    minutes: int | None
    overall: float | None = Field(description="The figure that stands, as lists and boards show it.")
    dimensions: list[DimensionOut] = Field(description="The four that stand.")
    decided_by: str = Field(description="Who gave these figures when answering a contest; empty: the engine.")
    engine_overall: float | None
    engine_dimensions: list[DimensionOut]
    thresholds: list[float]
    remarks: list[Sentence] = Field(description="What the figures mean, what they leave out and what they rest on.")
    proposal: ProposalOut
    answers: list[GradedAnswer]
    strengths: list[FindingOut]
    gaps: list[FindingOut]
    topics: list[TopicOut]
    made: Made
    ratings: list[RatingOut] = Field(description="How people rate it, beside the engine.")
    released_at: datetime | None
    contests: list[ContestOut] = Field(description="What the candidate said against it, and the answers.")


class DifferenceOut(BaseModel):
    """One value that came out differently: where it stands in the grade (JSON Pointer), what it was, what it is now."""

    where: str
    before: str
    after: str


class AnswerReplay(BaseModel):
    """One answer graded once more."""

    number: int
    same: bool
    seal: str
    again: str
    differences: list[DifferenceOut]


class ReplayOut(BaseModel):
    """An interview graded once more from what is stored. Nothing of it is kept."""

    same: bool
    answers: list[AnswerReplay]


class InterviewSummary(BaseModel):
    """An interview in a list."""

    id: UUID
    application_id: UUID
    job_id: UUID
    job_title: str
    candidate: str = Field(description="Empty once the person was erased, and in one's own list.")
    status: Literal["invited", "in_progress", "completed", "scored"]
    total: int
    answered: int
    invited_at: datetime
    expires_at: datetime
    completed_at: datetime | None
    released_at: datetime | None
    stalled: bool = Field(False, description="Grading was given up; it can be asked for again.")
    overall: float | None
    dimensions: list[DimensionOut]
    rate_first: bool = Field(False, description="The figures wait for the caller's own rating.")
    withheld: bool = Field(False, description="The candidate took back their agreement: nobody is shown the figures.")


class InterviewForStaff(InterviewSummary):
    """An interview as the company sees it; the scorecard is there once it is scored.

    Where the job asks people to rate first, there are only `words` until the caller has; so it is where the figures are
    `withheld`.
    """

    scorecard: Scorecard | None
    words: list[WordsOut] | None = None


class Invitation(BaseModel):
    """Whom to invite."""

    application_id: UUID
    minutes_each: MinutesEach | None = Field(None, description="A limit for each question; none: no clock.")
