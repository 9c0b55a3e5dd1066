"""A resume against a job: what of the job's wishes the resume shows, in which words, and how much that counts.

Compared are skills, experience, and place. Nothing else about a person is known here: no name, age, gender, origin,
school, employer or gap. What is not known is left out of the sum; it takes nothing away.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.rules import WorkMode, countries
from evenhand.domains.resumes.rules import years_and_months
from evenhand.domains.skills.rules import named
from evenhand.engines.resume_parser import Evidence
from evenhand.engines.skills import SkillMention

VERSION = "match-1"  # change it with anything that changes a score

PartName = Literal["required_skills", "experience", "optional_skills", "location"]
Outcome = Literal["met", "partly", "not_met", "unknown", "not_asked"]

WEIGHTS: Mapping[PartName, int] = {"required_skills": 50, "experience": 20, "optional_skills": 15, "location": 15}
"""What each part counts. A score is 100 × points / weights, over the parts that are known and asked for."""

SAME_COUNTRY = Decimal("0.5")  # of the weight of place, where the city is another one
SPANS_OF_A_SKILL = 3
_TENTH, _WHOLE = Decimal("0.1"), Decimal(1)
_ALL, _NONE = Decimal(1), Decimal(0)


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


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sum: `points` of its `weight`, None where it is unknown or not asked for, and why."""

    name: PartName
    outcome: Outcome
    weight: int
    points: Decimal | None
    reason: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """How a resume answers a job. `score` is 0 to 100, None where no part is known; it orders, and decides nothing."""

    version: str
    score: int | None
    points: Decimal
    out_of: int
    parts: tuple[Part, ...]
    found_required: tuple[str, ...]
    missing_required: tuple[str, ...]
    found_optional: tuple[str, ...]
    missing_optional: tuple[str, ...]

    def part(self, name: PartName) -> Part:
        """The part of this name."""
        return next(part for part in self.parts if part.name == name)


def match(profile: CandidateProfile, job: JobFacts) -> Match:
    """Compare. The same two always give the same match."""
    parts = (
        _skills("required_skills", job.required_skills, profile),
        _experience(profile, job),
        _skills("optional_skills", job.optional_skills, profile),
        _location(profile, job),
    )
    points = sum((part.points for part in parts if part.points is not None), _NONE)
    out_of = sum(part.weight for part in parts if part.points is not None)
    score = int((100 * points / out_of).quantize(_WHOLE, ROUND_HALF_UP)) if out_of else None
    known = profile.skill_ids
    return Match(
        version=VERSION,
        score=score,
        points=points,
        out_of=out_of,
        parts=parts,
        found_required=tuple(skill for skill in job.required_skills if skill in known),
        missing_required=tuple(skill for skill in job.required_skills if skill not in known),
        found_optional=tuple(skill for skill in job.optional_skills if skill in known),
        missing_optional=tuple(skill for skill in job.optional_skills if skill not in known),
    )


def _part(name: PartName, share: Decimal, reason: str, evidence: tuple[Span, ...] = ()) -> Part:
    outcome: Outcome = "met" if share == _ALL else "partly" if share else "not_met"
    points = (WEIGHTS[name] * share).quantize(_TENTH, ROUND_HALF_UP)
    return Part(name, outcome, WEIGHTS[name], points, reason, evidence)


def _left_out(name: PartName, outcome: Literal["unknown", "not_asked"], reason: str) -> Part:
    return Part(name, outcome, WEIGHTS[name], None, reason)


def _skills(name: PartName, asked: tuple[str, ...], profile: CandidateProfile) -> Part:
    kind = "required" if name == "required_skills" else "optional"
    if not asked:
        return _left_out(name, "not_asked", f"The job names no {kind} skill.")
    found = [skill_id for skill_id in asked if skill_id in profile.skill_ids]
    missing = [skill.name for skill in named(skill_id for skill_id in asked if skill_id not in profile.skill_ids)]
    reason = f"{len(found)} of {len(asked)} {kind} skills found in the resume."
    if missing:
        reason += f" Not found: {', '.join(missing)}."
    evidence = tuple(span for skill_id in found for span in profile.mentions.get(skill_id, ())[:1])
    return _part(name, Decimal(len(found)) / len(asked), reason, evidence)


def asked_years(job: JobFacts) -> str:
    """The range of experience in words; empty where none is asked for."""
    fewest, most = job.experience_min_years, job.experience_max_years
    if most is None:
        return f"{fewest} or more years" if fewest else ""
    if fewest == most:
        return f"{fewest} year{'s' * (fewest != 1)}"
    return f"{fewest} to {most} years" if fewest else f"up to {most} years"


def _experience(profile: CandidateProfile, job: JobFacts) -> Part:
    """More than the range counts in full: taking points off long experience would take them off for age."""
    asked, months = asked_years(job), profile.experience_months
    if not job.experience_min_years:
        return _left_out("experience", "not_asked", "The job asks for no experience.")
    if months is None:
        return _left_out("experience", "unknown", "No dated work was found in the resume.")
    share = min(_ALL, Decimal(months) / (job.experience_min_years * 12))
    reason = f"{years_and_months(months).capitalize()} of work in all; asked for {asked}."
    if job.experience_max_years is not None and months > (job.experience_max_years + 1) * 12:
        reason += " More than asked counts in full."
    return _part("experience", share, reason, profile.experience_spans)


def _location(profile: CandidateProfile, job: JobFacts) -> Part:
    if job.work_mode == "remote":
        return _part("location", _ALL, "The work is remote: the place does not matter.")
    if not job.country_code:
        return _left_out("location", "unknown", "The job does not say where the work is done.")
    if not profile.country_code:
        return _left_out("location", "unknown", "No country was found in the resume.")
    where = ", ".join(part for part in (job.city, _country(job.country_code)) if part)
    spans = profile.place_spans
    if profile.country_code != job.country_code:
        reason = f"The resume says {_country(profile.country_code)}; the work is done in {where}."
        return _part("location", _NONE, reason, spans)
    if not job.city:
        return _part("location", _ALL, f"The resume says {where}, where the work is done.", spans)
    same = _same_place(profile.city, job.city)
    if same is None:
        reason = f"In the same country; whether in {job.city} could not be read from the resume."
        return _left_out("location", "unknown", reason)
    if same:
        return _part("location", _ALL, f"The resume says {job.city}, where the work is done.", spans)
    return _part("location", SAME_COUNTRY, f"The resume says {profile.city}; the work is done in {where}.", spans)


def _country(code: str) -> str:
    return countries().get(code, code)


def _same_place(one: str, other: str) -> bool | None:
    """Whether two names of cities are one; None where that cannot be told: one is missing, or in another alphabet."""
    a, b = _letters(one), _letters(other)
    if not a or not b or _is_cyrillic(a) != _is_cyrillic(b):
        return None
    return a == b


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if c.isalnum())


def _is_cyrillic(name: str) -> bool:
    return any("\u0400" <= c <= "\u04ff" for c in name)
