"""Questions as an expert writes them and as the API shows them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from evenhand.domains.interviews.rules.questions import Difficulty, Kind, Status, check_claim
from evenhand.domains.skills.rules import known_ids
from evenhand.kit.text import FilledLine, FilledPassage, Line

TEXT_CHARS, GOLD_CHARS, POINT_CHARS, NOTE_CHARS, TRIAL_CHARS = 1_000, 4_000, 200, 1_000, 5_000
MOST_POINTS = 8
MOST_FLAGS = 8


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
        raise ValueError("A question is about one skill. Choose one, or none.")
    return ids[0] if ids else ""


def _enough_points(points: list[str]) -> list[str]:
    if not points:
        raise ValueError("Write at least one key point: the scores are counted from them.")
    if len(points) > MOST_POINTS:
        raise ValueError(f"Keep to {MOST_POINTS} key points: the ones an answer must make.")
    return list(dict.fromkeys(points))


def _few_flags(flags: list[str]) -> list[str]:
    if len(flags) > MOST_FLAGS:
        raise ValueError(f"Keep to {MOST_FLAGS} red flags.")
    return list(dict.fromkeys(flags))


Text = Annotated[FilledPassage, Field(max_length=TEXT_CHARS)]
Gold = Annotated[FilledPassage, Field(max_length=GOLD_CHARS)]
SkillId = Annotated[Line, Field(max_length=100), AfterValidator(_skill)]
KeyPoint = Annotated[FilledLine, Field(max_length=POINT_CHARS), AfterValidator(check_claim)]
RedFlag = Annotated[FilledLine, Field(max_length=POINT_CHARS)]
KeyPoints = Annotated[list[KeyPoint], BeforeValidator(_without_blanks), AfterValidator(_enough_points)]
RedFlags = Annotated[list[RedFlag], BeforeValidator(_lines), AfterValidator(_few_flags)]
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


class Trial(BaseModel):
    """A made-up answer."""

    answer: Annotated[FilledPassage, Field(max_length=TRIAL_CHARS)]


class NewSet(BaseModel):
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
    skill_name: str
    difficulty: Difficulty
    text: str
    gold: str
    key_points: list[str]
    red_flags: list[str]
    why: str = Field(description="Why the generator chose it; empty for one written by hand.")
    status: Status
    review_note: str
    reviewed_at: datetime | None
    version: int
    generated: bool


class SetSummary(BaseModel):
    """The questions of a job, counted."""

    id: UUID
    job_id: UUID
    job_title: str
    approved: int
    waiting: int
    rejected: int
    created_at: datetime


class QuestionSetOut(SetSummary):
    """The questions of a job."""

    questions: list[QuestionOut]
