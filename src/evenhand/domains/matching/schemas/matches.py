"""Matches as the API shows them."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from evenhand.domains.jobs.schemas import JobSummary
from evenhand.domains.matching.rules import Match, Outcome, Part, PartName
from evenhand.domains.skills.rules import named, skill_name
from evenhand.kit.cursor import Page
from evenhand.kit.words import Sentence


class SpanOut(BaseModel):
    """Words of the resume's text: offsets in code points, the end exclusive."""

    model_config = ConfigDict(from_attributes=True)

    start: int
    end: int
    text: str


class FoundSkill(BaseModel):
    """A skill that the job asks for and the resume names, and where."""

    id: str
    name: Sentence
    spans: list[SpanOut]


class MissingSkill(BaseModel):
    """A skill that the job asks for and the resume does not name."""

    id: str
    name: Sentence


class PartOut(BaseModel):
    """One part of the sum. `points` is null where the part is unknown or not asked for; it is then left out."""

    name: PartName
    outcome: Outcome
    weight: int
    points: float | None
    reason: Sentence
    evidence: list[SpanOut]

    @classmethod
    def of(cls, part: Part) -> "PartOut":
        """As the rules found it."""
        return cls(
            name=part.name,
            outcome=part.outcome,
            weight=part.weight,
            points=None if part.points is None else float(part.points),
            reason=part.reason,
            evidence=[SpanOut.model_validate(span) for span in part.evidence],
        )


class MatchOut(BaseModel):
    """How a resume answers a job. The score orders a list; nobody is accepted or rejected by it."""

    version: str
    score: int | None = Field(description="100 × points / out_of, rounded; null where no part is known.")
    points: float
    out_of: int
    parts: list[PartOut]
    found_required: list[FoundSkill]
    missing_required: list[MissingSkill]
    found_optional: list[FoundSkill]
    missing_optional: list[MissingSkill]

    @classmethod
    def of(cls, match: Match) -> "MatchOut":
        """As the rules found it."""

        def found(ids: tuple[str, ...]) -> list[FoundSkill]:
            spans = {skill_id: [SpanOut.model_validate(span) for span in match.mentions[skill_id]] for skill_id in ids}
            return [FoundSkill(id=skill.id, name=skill_name(skill), spans=spans[skill.id]) for skill in named(ids)]

        def missing(ids: tuple[str, ...]) -> list[MissingSkill]:
            return [MissingSkill(id=skill.id, name=skill_name(skill)) for skill in named(ids)]

        return cls(
            version=match.version,
            score=match.score,
            points=float(match.points),
            out_of=match.out_of,
            parts=[PartOut.of(part) for part in match.parts],
            found_required=found(match.found_required),
            missing_required=missing(match.missing_required),
            found_optional=found(match.found_optional),
            missing_optional=missing(match.missing_optional),
        )


class JobMatch(BaseModel):
    """A job and how the resume answers it."""

    job: JobSummary
    match: MatchOut


class ComparedJob(JobMatch):
    """One job against one resume."""

    resume_id: UUID
    resume_name: str


class MatchPage(Page[JobMatch]):
    """Open jobs for one resume, the best answers first. `total` of them share a skill with it."""

    resume_id: UUID
    resume_name: str
    total: int
