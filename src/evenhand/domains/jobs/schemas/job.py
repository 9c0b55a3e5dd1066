"""A job as a recruiter writes it and as others read it, in the vocabulary of schema.org JobPosting."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    field_validator,
)

from evenhand.domains.jobs import rules
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.rules import EmploymentType, Language, Level, Period, Status, WorkMode
from evenhand.domains.skills.rules import known_ids, named
from evenhand.domains.skills.schemas import SkillRef
from evenhand.kit.countries import countries
from evenhand.kit.text import FilledLine, FilledPassage, Line
from evenhand.kit.words import say

TITLE_CHARS, DESCRIPTION_CHARS, PLACE_CHARS, DEPARTMENT_CHARS = 160, 20_000, 80, 80
MOST_SKILLS = 30
MOST_SKILLS_CHARS = 2_000  # of one text field that names them all
MOST_YEARS, MOST_OPENINGS = 50, 999
MOST_PAY = Decimal(1_000_000_000)


def _country(value: str) -> str:
    code = value.upper()
    if code and code not in countries():
        raise ValueError(say("Choose a country of the list, or write its two-letter code such as NL."))
    return code


def _currency(value: str) -> str:
    code = value.upper()
    if code and code not in rules.currencies():
        raise ValueError(say("Write the currency as its three letters, such as EUR."))
    return code


def _skills(texts: list[str]) -> list[str]:
    ids = known_ids(texts)
    if len(ids) > MOST_SKILLS:
        raise ValueError(say("Name at most %(most)s skills: the ones that decide.", most=MOST_SKILLS))
    return ids


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else int(value) if value == int(value) else float(value)


SkillText = Annotated[str, Field(max_length=MOST_SKILLS_CHARS)]

Title = Annotated[FilledLine, Field(max_length=TITLE_CHARS)]
Description = Annotated[FilledPassage, Field(max_length=DESCRIPTION_CHARS)]
Department = Annotated[Line, Field(max_length=DEPARTMENT_CHARS)]
City = Annotated[Line, Field(max_length=PLACE_CHARS)]
Country = Annotated[Line, Field(max_length=2), AfterValidator(_country)]
Currency = Annotated[Line, Field(max_length=3), AfterValidator(_currency)]
Pay = Annotated[Decimal, Field(gt=0, le=MOST_PAY, decimal_places=2)]
PayOut = Annotated[Decimal | None, PlainSerializer(_number, return_type=float | None, when_used="json")]
Years = Annotated[int, Field(ge=0, le=MOST_YEARS)]
Openings = Annotated[int, Field(ge=1, le=MOST_OPENINGS)]
Skills = Annotated[
    list[SkillText], Field(max_length=MOST_SKILLS), BeforeValidator(_one_or_many), AfterValidator(_skills)
]


class JobIn(BaseModel):
    """A job as it is written. Skills may be ids, names or aliases, one an item or separated by commas."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    description: Description
    language: Language = "en"
    department: Department = ""
    work_mode: WorkMode
    city: City = ""
    country_code: Annotated[Country, Field(validate_default=True)] = ""
    employment_type: EmploymentType
    level: Level
    salary_min: Pay | None = None
    salary_max: Pay | None = None
    salary_currency: Annotated[Currency, Field(validate_default=True)] = ""
    salary_period: Period = "year"
    experience_min_years: Years = 0
    experience_max_years: Years | None = None
    openings: Openings = 1
    deadline: date | None = None
    rate_first: bool = Field(False, description="People rate an interview before they see the engine's figures.")
    required_skills: Skills = []
    optional_skills: Skills = []

    @field_validator("country_code")
    @classmethod
    def _somewhere(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("work_mode") in ("on_site", "hybrid"):
            raise ValueError(say("Say in which country the work is done, or choose remote."))
        return value

    @field_validator("salary_max")
    @classmethod
    def _pay_ascends(cls, value: Decimal | None, info: ValidationInfo) -> Decimal | None:
        lowest = info.data.get("salary_min")
        if value is not None and lowest is not None and value < lowest:
            raise ValueError(say("Write %(lowest)s or more, or lower the other end.", lowest=_number(lowest)))
        return value

    @field_validator("salary_currency")
    @classmethod
    def _pay_has_a_currency(cls, value: str, info: ValidationInfo) -> str:
        paid = any(info.data.get(name) is not None for name in ("salary_min", "salary_max"))
        if paid and not value:
            raise ValueError(say("Choose the currency of the salary."))
        return value if paid else ""

    @field_validator("experience_max_years")
    @classmethod
    def _years_ascend(cls, value: int | None, info: ValidationInfo) -> int | None:
        fewest = info.data.get("experience_min_years", 0)
        if value is not None and value < fewest:
            raise ValueError(say("Write %(fewest)s or more, or leave it empty.", fewest=fewest))
        return value

    @field_validator("optional_skills")
    @classmethod
    def _named_once(cls, value: list[str], info: ValidationInfo) -> list[str]:
        required = info.data.get("required_skills", [])
        return [skill_id for skill_id in value if skill_id not in required]

    @classmethod
    def of(cls, job: Job) -> "JobIn":
        """A job as it stands, to start an edit from. A skill that left the taxonomy since is not asked for any more."""
        kept = {name: getattr(job, name) for name in cls.model_fields}
        for name in ("required_skills", "optional_skills"):
            kept[name] = [skill.id for skill in named(kept[name])]
        return cls.model_validate(kept)


class JobPatch(BaseModel):
    """What to change about a job; what is left out stays. `version` is the one the change was made from."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[int, Field(ge=1)]
    title: Title | None = None
    description: Description | None = None
    language: Language | None = None
    department: Department | None = None
    work_mode: WorkMode | None = None
    city: City | None = None
    country_code: Country | None = None
    employment_type: EmploymentType | None = None
    level: Level | None = None
    salary_min: Pay | None = None
    salary_max: Pay | None = None
    salary_currency: Currency | None = None
    salary_period: Period | None = None
    experience_min_years: Years | None = None
    experience_max_years: Years | None = None
    openings: Openings | None = None
    deadline: date | None = None
    rate_first: bool | None = None
    required_skills: Skills | None = None
    optional_skills: Skills | None = None

    def applied_to(self, job: Job) -> JobIn:
        """The whole job after this change. Raises ValidationError where the parts do not fit together."""
        sent = self.model_dump(exclude_unset=True, exclude={"version"})
        return JobIn.model_validate(JobIn.of(job).model_dump() | sent)


class Company(BaseModel):
    """Who hires."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    slug: str
    about: str


class JobSummary(BaseModel):
    """A job in a list."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    status: Status
    title: str
    company: Company
    department: str
    language: Language
    city: str
    country_code: str
    work_mode: WorkMode
    employment_type: EmploymentType
    level: Level
    salary_min: PayOut
    salary_max: PayOut
    salary_currency: str
    salary_period: Period
    deadline: date | None
    published_at: datetime | None
    takes_applications: bool
    closed_on: date | None = Field(description="The first day without applications: closed by a person or a deadline.")

    @classmethod
    def of(cls, job: Job, company: Company, now: datetime) -> Self:
        """As it stands at this moment. Only what this shape shows is read: lists leave the long columns out."""
        made = {
            "company": company,
            "takes_applications": rules.takes_applications(job.status, job.deadline, now),
            "closed_on": rules.closed_on(job.status, job.deadline, job.closed_at, now),
        }
        for name in ("required_skills", "optional_skills"):
            if name in cls.model_fields:
                made[name] = [SkillRef.of(skill) for skill in named(getattr(job, name))]
        return cls.model_validate({name: getattr(job, name) for name in cls.model_fields if name not in made} | made)


class JobOut(JobSummary):
    """A job with all that its page shows."""

    description: str = Field(description="Markdown.")
    experience_min_years: int
    experience_max_years: int | None
    openings: int
    required_skills: list[SkillRef]
    optional_skills: list[SkillRef]


class OwnJob(JobOut):
    """A job as its own organisation sees it."""

    version: int
    rate_first: bool
    created_at: datetime
    updated_at: datetime
