"""Gap reports as the API shows them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from evenhand.domains.jobs.schemas import JobSummary
from evenhand.domains.matching.rules.gap import Gap, GapSkill, Need, Status
from evenhand.domains.matching.rules.levels import LevelFact
from evenhand.domains.skills.rules import named, skill_name
from evenhand.kit.words import Sentence

GapState = Literal["generating", "ready", "failed"]
Score = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]


class QuoteOut(BaseModel):
    """A line of the resume or of the advert: `words` stand at `start` to `end` of `line`, and at `at` of the whole
    text, in code points. `page` is 0 where there are no pages."""

    model_config = ConfigDict(from_attributes=True)

    line: str
    start: int
    end: int
    at: int
    page: int
    words: str


class LevelOut(BaseModel):
    """A level: 0 to 4 (none, basic, working, proficient, advanced), null where nothing tells it. `signals` say how it
    is told; "assumed" where the advert does not say how well."""

    level: int | None
    label: Sentence | None
    years: float | None
    evidence: list[QuoteOut]
    signals: list[str]

    @classmethod
    def of(cls, fact: LevelFact) -> "LevelOut":
        """As the rules found it."""
        return cls(
            level=fact.level,
            label=fact.words,
            years=fact.years,
            evidence=[QuoteOut.model_validate(one) for one in fact.evidence],
            signals=list(fact.signals),
        )


class GapSkillOut(BaseModel):
    """One skill on both sides; `delta` is how many levels more are asked for than shown."""

    id: str
    name: Sentence
    category: str
    need: Need
    status: Status
    candidate_level: LevelOut | None
    required_level: LevelOut | None
    level_delta: int | None
    near: list[str] = Field(
        description="Ids of skills of the resume that are kinds of a missing one; they count for nothing."
    )

    @classmethod
    def of(cls, one: GapSkill) -> "GapSkillOut":
        """As the rules found it."""
        name = next((skill_name(skill) for skill in named([one.skill_id])), one.name)
        return cls(
            id=one.skill_id,
            name=name,
            category=one.category,
            need=one.need,
            status=one.status,
            candidate_level=LevelOut.of(one.candidate) if one.candidate else None,
            required_level=LevelOut.of(one.required) if one.required else None,
            level_delta=one.delta,
            near=list(one.near),
        )


class GapOut(BaseModel):
    """A report: what is asked for, found or not, and what only the resume has."""

    version: str
    inputs: str = Field(description="A hash of all it was made of, but for the day.")
    resume_id: UUID
    as_of: date
    overall_score: Score | None = Field(description="10 × found / asked; null where no skill is asked for.")
    overall_percent: Score | None = Field(description="The same from 0 to 1.")
    matched_skill_count: int
    underqualified_skill_count: int
    missing_skill_count: int
    job_skill_count: int
    resume_only_count: int
    skills: list[GapSkillOut]

    @classmethod
    def of(cls, gap: Gap) -> "GapOut":
        """As the rules made it."""
        return cls(
            version=gap.version,
            inputs=gap.inputs,
            resume_id=UUID(gap.resume_id),
            as_of=gap.as_of,
            overall_score=gap.score,
            overall_percent=gap.share,
            matched_skill_count=len(gap.of("meets", "underqualified")),
            underqualified_skill_count=len(gap.of("underqualified")),
            missing_skill_count=len(gap.of("missing")),
            job_skill_count=len(gap.asked),
            resume_only_count=len(gap.of("resume_only")),
            skills=[GapSkillOut.of(one) for one in gap.skills],
        )


class GapReportOut(BaseModel):
    """How far a report is. `analysis` is the last one made, also while a new one is made; null where there is none."""

    job: JobSummary
    state: GapState
    why_code: str = Field(description="Of a failed one: no_resume, stopped, broken.")
    why: Sentence | None
    asked_at: datetime
    made_at: datetime | None
    analysis: GapOut | None
