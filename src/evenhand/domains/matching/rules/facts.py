"""What is compared of a person and of a job. Nothing else about a person is known here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.rules import WorkMode
from evenhand.domains.skills.rules import named
from evenhand.engines.resume_parser import Evidence
from evenhand.engines.skills import SkillMention

SPANS_OF_A_SKILL = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the resume's text, in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class CandidateProfile:
    """What is compared of a person. `experience_months` None, `country_code` and `city` empty: not known."""

    skill_ids: frozenset[str]
    experience_months: int | None = None
    country_code: str = ""
    city: str = ""
    mentions: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    experience_spans: tuple[Span, ...] = ()
    place_spans: tuple[Span, ...] = ()


def read_profile(
    *,
    skill_ids: Iterable[str],
    experience_months: int,
    country_code: str,
    resume: Mapping[str, Any] | None = None,
    evidence: Mapping[str, Evidence] | None = None,
    mentions: Sequence[SkillMention] = (),
) -> CandidateProfile:
    """A profile from what a resume, or an application's copy of one, keeps.

    `resume` is JSON Resume with the `evidence` for its fields; without them places and spans are not known. No months
    at all means that no dated work was found, which says nothing about how much there was.
    """
    known = evidence or {}
    spans: dict[str, tuple[Span, ...]] = {}
    for one in mentions:
        spans[one.skill_id] = (*spans.get(one.skill_id, ()), Span(one.start, one.end, one.text))[:SPANS_OF_A_SKILL]
    place = (resume or {}).get("basics", {}).get("location", {})
    return CandidateProfile(
        skill_ids=frozenset(skill_ids),
        experience_months=experience_months or None,
        country_code=country_code,
        city=str(place.get("city") or ""),
        mentions=spans,
        experience_spans=_spans(known, lambda pointer: pointer.startswith("/work/") and pointer.endswith("Date")),
        place_spans=_spans(known, lambda pointer: pointer.startswith("/basics/location/")),
    )


def _spans(evidence: Mapping[str, Evidence], wanted: Callable[[str], bool]) -> tuple[Span, ...]:
    found = {(span.start, span.end): span.text for pointer, span in evidence.items() if wanted(pointer)}
    return tuple(Span(start, end, text) for (start, end), text in sorted(found.items()))


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What is compared of a job."""

    required_skills: tuple[str, ...]
    optional_skills: tuple[str, ...]
    experience_min_years: int
    experience_max_years: int | None
    work_mode: WorkMode
    country_code: str
    city: str

    @classmethod
    def of(cls, job: Job) -> "JobFacts":
        """From its row. Skills that left the taxonomy are not asked for any more."""
        return cls(
            required_skills=tuple(skill.id for skill in named(job.required_skills)),
            optional_skills=tuple(skill.id for skill in named(job.optional_skills)),
            experience_min_years=job.experience_min_years,
            experience_max_years=job.experience_max_years,
            work_mode=job.work_mode,  # type: ignore[arg-type]  # the column holds nothing else
            country_code=job.country_code,
            city=job.city,
        )
