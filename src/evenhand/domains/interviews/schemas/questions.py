"""Questions as an expert writes them and as the API shows them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from evenhand.domains.interviews.rules.questions import (
    FEWEST_APPROVED,
    GENERATED,
    MOST_QUESTIONS,
    Difficulty,
    Kind,
    Mix,
    Status,
    check_claim,
)
from evenhand.domains.skills.rules import known_ids
from evenhand.kit.text import FilledLine, FilledPassage, Line, Passage
from evenhand.kit.words import Sentence, say

TEXT_CHARS, GOLD_CHARS, POINT_CHARS, NOTE_CHARS, TRIAL_CHARS = 1_000, 4_000, 200, 1_000, 5_000
EXPECTED_CHARS = 500
MOST_POINTS = 8
MOST_FLAGS = 8
MOST_FOLLOW_UPS = 3
MOST_AT_ONCE = 60  # reviewed or reused in one go


def _without_blanks(value: Any) -> Any:
    """An empty field of a form is one that nobody filled in."""
    return [one for one in value if not isinstance(one, str) or one.strip()] if isinstance(value, list) else value


def _lines(value: Any) -> Any:
    """One to a line, as a form's text field holds them."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
        return value
    return [line for text in texts for line in text.split("\n") if line.strip()]


def _skill(value: str) -> str:
    if not value:
        return ""
    ids = known_ids([value])
    if len(ids) > 1:
        raise ValueError(say("A question is about one skill. Choose one, or none."))
    return ids[0] if ids else ""


def _enough_points(points: list[str]) -> list[str]:
    if not points:
        raise ValueError(say("Write at least one key point: the scores are counted from them."))
    if len(points) > MOST_POINTS:
        raise ValueError(say("Keep to %(most)s key points: the ones an answer must make.", most=MOST_POINTS))
    return list(dict.fromkeys(points))


def _few_follow_ups(questions: list[str]) -> list[str]:
    if len(questions) > MOST_FOLLOW_UPS:
        raise ValueError(say("Keep to %(most)s follow-ups.", most=MOST_FOLLOW_UPS))
    return list(dict.fromkeys(questions))


def _few_flags(flags: list[str]) -> list[str]:
    if len(flags) > MOST_FLAGS:
        raise ValueError(say("Keep to %(most)s red flags.", most=MOST_FLAGS))
    return list(dict.fromkeys(flags))


Text = Annotated[FilledPassage, Field(max_length=TEXT_CHARS)]
Gold = Annotated[FilledPassage, Field(max_length=GOLD_CHARS)]
SkillId = Annotated[Line, Field(max_length=100), AfterValidator(_skill)]
KeyPoint = Annotated[FilledLine, Field(max_length=POINT_CHARS), AfterValidator(check_claim)]
RedFlag = Annotated[FilledLine, Field(max_length=POINT_CHARS)]
KeyPoints = Annotated[list[KeyPoint], BeforeValidator(_without_blanks), AfterValidator(_enough_points)]
RedFlags = Annotated[list[RedFlag], BeforeValidator(_lines), AfterValidator(_few_flags)]
FollowUp = Annotated[FilledLine, Field(max_length=EXPECTED_CHARS)]
FollowUps = Annotated[list[FollowUp], BeforeValidator(_lines), AfterValidator(_few_follow_ups)]
Expected = Annotated[Passage, Field(max_length=EXPECTED_CHARS)]
Version = Annotated[int, Field(ge=1, description="The version the change was made from.")]


class QuestionIn(BaseModel):
    """A question as it is written. The skill may be an id, a name or an alias; empty is none."""

    model_config = ConfigDict(extra="forbid")

    text: Text
    kind: Kind
    skill_id: SkillId = ""
    difficulty: Difficulty
    gold: Gold
    key_points: Annotated[KeyPoints, Field(validate_default=True)] = []
    red_flags: RedFlags = []
    follow_ups: FollowUps = []
    junior: Expected = Field("", description="What an answer holds at this level. Nothing is scored by it.")
    middle: Expected = Field("", description="What an answer holds at this level. Nothing is scored by it.")
    senior: Expected = Field("", description="What an answer holds at this level. Nothing is scored by it.")


class QuestionForm(QuestionIn):
    """The same as a page sends it, with the version it was made from."""

    version: Version = 1

    @property
    def question(self) -> QuestionIn:
        """What was written."""
        return QuestionIn.model_construct(**self.model_dump(exclude={"version"}))


class QuestionPatch(BaseModel):
    """What to change about a question; what is left out stays. An approved question goes back to be approved again."""

    model_config = ConfigDict(extra="forbid")

    version: Version
    text: Text | None = None
    kind: Kind | None = None
    skill_id: SkillId | None = None
    difficulty: Difficulty | None = None
    gold: Gold | None = None
    key_points: KeyPoints | None = None
    red_flags: RedFlags | None = None
    follow_ups: FollowUps | None = None
    junior: Expected | None = None
    middle: Expected | None = None
    senior: Expected | None = None

    def applied_to(self, kept: QuestionIn) -> QuestionIn:
        """The whole question after this change."""
        sent = self.model_dump(exclude_unset=True, exclude_none=True, exclude={"version"})
        return QuestionIn.model_validate(kept.model_dump() | sent)


class Approval(BaseModel):
    """Agreeing to ask a question, as it was read."""

    version: Version


class Rejection(BaseModel):
    """Why a question is not asked."""

    version: Version
    note: Annotated[FilledPassage, Field(max_length=NOTE_CHARS)]


class Picked(BaseModel):
    """One of several questions, as it was read."""

    id: UUID
    version: Version


class Review(BaseModel):
    """Several questions approved, or rejected for one reason."""

    model_config = ConfigDict(extra="forbid")

    act: Literal["approve", "reject"]
    questions: Annotated[list[Picked], Field(min_length=1, max_length=MOST_AT_ONCE)]
    note: Annotated[Passage, Field(max_length=NOTE_CHARS)] = ""

    @model_validator(mode="after")
    def _reject_with_a_reason(self) -> Self:
        if self.act == "reject" and not self.note:
            raise ValueError(say("Write why they are not asked."))
        return self


class Reviewed(BaseModel):
    """Which of them were reviewed, and which someone else had changed in the meantime."""

    done: list[UUID]
    changed: list[UUID]


class Reuse(BaseModel):
    """Questions of earlier sets, by id."""

    model_config = ConfigDict(extra="forbid")

    questions: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]


class Trial(BaseModel):
    """A made-up answer."""

    answer: Annotated[FilledPassage, Field(max_length=TRIAL_CHARS)]


class Wish(BaseModel):
    """How many questions the set is to have, and how hard."""

    model_config = ConfigDict(extra="forbid")

    count: Annotated[int, Field(ge=FEWEST_APPROVED, le=MOST_QUESTIONS)] = GENERATED
    mix: Mix = "level"


class NewSet(Wish):
    """The job to prepare questions for."""

    job_id: UUID


class QuestionOut(BaseModel):
    """A question with its gold answer, for those who prepare interviews."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    set_id: UUID
    position: int
    kind: Kind
    skill_id: str
    skill_name: Sentence
    difficulty: Difficulty
    text: str
    gold: str
    key_points: list[str]
    red_flags: list[str]
    follow_ups: list[str]
    expected: dict[str, str] = Field(description="What an answer holds at each level. Nothing is scored by it.")
    why: Sentence = Field(description="Why the generator chose it; empty for one written by hand.")
    status: Status
    review_note: str
    reviewed_at: datetime | None
    edition: int = Field(description="Which edition this is: the approved one, else the newest.")
    editions: int
    waiting: int | None = Field(description="The edition that waits for a review.")
    version: int
    generated: bool


class EditionOut(BaseModel):
    """What a question said at one time."""

    number: int
    status: Literal["draft", "approved", "rejected", "replaced"]
    note: str
    written_by: str
    written_at: datetime
    reviewed_by: str
    reviewed_at: datetime | None
    changed: list[str] = Field(description="The fields that differ from the edition before.")
    contents: QuestionIn


class SetSummary(BaseModel):
    """The questions of a job, counted."""

    id: UUID
    job_id: UUID
    job_title: str
    approved: int
    waiting: int
    rejected: int
    people: int = Field(description="Applicants who could be invited as soon as enough questions are approved.")
    blocks: bool = Field(description="Whether too few are approved for anyone to be invited.")
    created_at: datetime


class QuestionSetOut(SetSummary):
    """The questions of a job."""

    uncovered: list[str] = Field(description="Skills of the job that no question is about.")
    questions: list[QuestionOut]


class DimensionOut(BaseModel):
    """One dimension over all answers to a question; None where there are not enough answers yet."""

    dimension: str
    mean: Decimal | None
    spread: Decimal | None = Field(description="Standard deviation, in points.")


class StatisticsOut(BaseModel):
    """How a question does in interviews: figures over all of them, none about a person."""

    question_id: UUID
    edition: int
    asked: int
    answered: int
    declined: int = Field(description="How often “I don’t know this one” was chosen.")
    declined_rate: Decimal | None
    graded: int
    overall: DimensionOut
    dimensions: list[DimensionOut]
    discrimination: Decimal | None = Field(
        description="Correlation with the rest of the interview, from -1 to 1; None below ten interviews."
    )
    minutes: Decimal | None = Field(description="The middle time taken for an answer.")
    remarks: list[Sentence]
