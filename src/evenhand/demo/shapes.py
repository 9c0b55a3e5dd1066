"""The shapes of the demo's content; an unknown key or a wrong type in a content file is refused."""

from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, ValidationInfo
from pydantic.dataclasses import dataclass

STRICT = ConfigDict(extra="forbid")

Stage = Literal["applied", "review", "interview", "task", "finalist", "offer", "hired", "rejected", "withdrawn"]


def _first_day(info: ValidationInfo) -> date:
    if info.context is None:
        raise ValueError("demo content is read with its first day as context")
    first_day: date = info.context["first_day"]
    return first_day


def _day(offset: object, info: ValidationInfo) -> object:
    """A whole number of days from the first day becomes a date."""
    return _first_day(info) + timedelta(days=offset) if isinstance(offset, int) else offset


def _moment(raw: object, info: ValidationInfo) -> object:
    """`{ day = -3, at = 14:32:00 }` becomes a UTC time on that day."""
    if isinstance(raw, dict) and raw.keys() == {"day", "at"} and isinstance(raw["at"], time):
        return datetime.combine(_first_day(info) + timedelta(days=raw["day"]), raw["at"], UTC)
    return raw


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]


@dataclass(frozen=True, config=STRICT)
class Member:
    """Someone who works for an organisation. There is one password for everyone, and the seeder chooses it."""

    slug: str
    name: str
    email: str
    role: Literal["admin", "recruiter", "expert"]
    title: str
    locale: Literal["en", "ru"]


@dataclass(frozen=True, config=STRICT)
class Organisation:
    slug: str
    name: str
    about: str
    city: str
    country: str
    """ISO 3166-1 alpha-2."""
    website: str
    locale: Literal["en", "ru"]
    members: tuple[Member, ...]


@dataclass(frozen=True, config=STRICT)
class Salary:
    min: float
    max: float
    currency: str
    """ISO 4217."""
    period: Literal["year", "month", "hour"]


@dataclass(frozen=True, config=STRICT)
class Years:
    min: int
    max: int


@dataclass(frozen=True, config=STRICT)
class Opening:
    """One job advert; `employment_type` is schema.org's, `description` is Markdown, skills are taxonomy ids."""

    slug: str
    organisation: str
    title: str
    description: str
    department: str
    city: str
    country: str
    work_mode: Literal["on_site", "hybrid", "remote"]
    employment_type: Literal["FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN"]
    level: Literal["junior", "middle", "senior", "lead"]
    salary: Salary
    experience_years: Years
    required_skills: tuple[str, ...]
    optional_skills: tuple[str, ...]
    openings: int
    published: Day
    deadline: Day
    language: Literal["en", "ru"]
    closed: Day | None = None


@dataclass(frozen=True, config=STRICT)
class Candidate:
    """A person with an account and a resume file; `truth` is what the file says, as JSON Resume."""

    slug: str
    name: str
    email: str
    locale: Literal["en", "ru"]
    file_name: str
    """The name the file had when the person uploaded it."""
    truth: dict[str, Any] = field(repr=False)

    @property
    def stored_as(self) -> str:
        return self.slug + self.file_name[self.file_name.rindex(".") :]

    def content(self) -> bytes:
        """The resume file: PDF, DOCX or UTF-8 text."""
        return (files("evenhand.demo") / "resumes" / self.stored_as).read_bytes()


@dataclass(frozen=True, config=STRICT)
class Move:
    """A step in the pipeline by a member's slug, or by "candidate"; `reason` and `words` where someone stops."""

    stage: Stage
    by: str
    when: Moment
    reason: Literal["required_skill_missing", "experience_outside_range", "position_filled"] | None = None
    words: str = ""


@dataclass(frozen=True, config=STRICT)
class Note:
    by: str
    when: Moment
    text: str


@dataclass(frozen=True, config=STRICT)
class Application:
    candidate: str
    opening: str
    when: Moment
    letter: str
    moves: tuple[Move, ...]
    notes: tuple[Note, ...]

    @property
    def stage(self) -> Stage:
        return self.moves[-1].stage if self.moves else "applied"


@dataclass(frozen=True, config=STRICT)
class Question:
    """A question with its gold answer, as an expert of the opening's employer approved it."""

    id: str
    kind: Literal["technical", "behavioural", "situational"]
    skill_id: str
    difficulty: Literal["easy", "medium", "hard"]
    text: str
    gold: str
    key_points: tuple[str, ...]
    red_flags: tuple[str, ...]


@dataclass(frozen=True, config=STRICT)
class Answer:
    """What somebody answered to the question of this id; `quality` is what it was written to be."""

    question: str
    quality: Literal["excellent", "good", "partial", "mistake", "short", "declined"]
    seconds: int
    text: str


@dataclass(frozen=True, config=STRICT)
class Interview:
    """One candidate's answers: to all questions, to some, or, when it has not begun, to none."""

    candidate: str
    mode: Literal["text", "voice"]
    started: Moment
    answers: tuple[Answer, ...]
    released: bool = False
    """Whether the candidate may read the scorecard."""


@dataclass(frozen=True, config=STRICT)
class QuestionSet:
    """What is asked for an opening, and the interviews held with it."""

    opening: str
    questions: tuple[Question, ...]
    interviews: tuple[Interview, ...]


@dataclass(frozen=True, config=STRICT)
class DemoContent:
    first_day: date
    organisations: tuple[Organisation, ...]
    openings: tuple[Opening, ...]
    candidates: tuple[Candidate, ...]
    applications: tuple[Application, ...]
    question_sets: tuple[QuestionSet, ...]
