"""A resume against a job: what of the job's wishes the resume shows, in which words, and how much that counts.

Compared are skills, experience, and place. Nothing else about a person is known here: no name, age, gender, origin,
school, employer or gap. What is not known is left out of the sum; it takes nothing away.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from evenhand.domains.matching.rules.facts import CandidateProfile, JobFacts, Span
from evenhand.domains.resumes.rules import years_and_months
from evenhand.domains.skills.rules import category_of, named, skill_name
from evenhand.kit.countries import country, place
from evenhand.kit.words import Sentence, say, say_many

VERSION = "match-2"  # change it with anything that changes a score

PartName = Literal["required_skills", "experience", "optional_skills", "location"]
Outcome = Literal["met", "partly", "not_met", "unknown", "not_asked"]

WEIGHTS: Mapping[PartName, int] = {"required_skills": 50, "experience": 20, "optional_skills": 15, "location": 15}
"""What each part counts. A score is 100 × points / weights, over the parts that are known and asked for."""

OWN_SKILL, SHARED_SKILL = 3, 1
"""What an asked skill counts within its part: one of the job's own trade, and one that people of every trade have (a
language, working with others). Counted alike, a job in any trade would fit everyone who speaks English."""
SHARED_CATEGORIES = frozenset({"languages", "soft"})

NO_SKILL_ASKED = say("The job names none.")
NO_EXPERIENCE_ASKED = say("The job asks for no experience.")
NO_DATED_WORK = say("No dated work was found in the resume.")
REMOTE = say("The work is remote: the place does not matter.")
JOB_WITHOUT_PLACE = say("The job does not say where the work is done.")
RESUME_WITHOUT_PLACE = say("No country was found in the resume.")

SAME_COUNTRY = Decimal("0.5")  # of the weight of place, where the city is another one
_TENTH, _WHOLE = Decimal("0.1"), Decimal(1)
_ALL, _NONE = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sum: `points` of its `weight`, None where it is unknown or not asked for, and why."""

    name: PartName
    outcome: Outcome
    weight: int
    points: Decimal | None
    reason: Sentence
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
    mentions: Mapping[str, tuple[Span, ...]]
    """Where the resume names each skill that was found; empty for a skill known from elsewhere."""

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
        mentions={
            skill: profile.mentions.get(skill, ())
            for skill in (*job.required_skills, *job.optional_skills)
            if skill in known
        },
    )


def _part(name: PartName, share: Decimal, reason: Sentence, evidence: tuple[Span, ...] = ()) -> Part:
    outcome: Outcome = "met" if share == _ALL else "partly" if share else "not_met"
    points = (WEIGHTS[name] * share).quantize(_TENTH, ROUND_HALF_UP)
    return Part(name, outcome, WEIGHTS[name], points, reason, evidence)


def _left_out(name: PartName, outcome: Literal["unknown", "not_asked"], reason: Sentence) -> Part:
    return Part(name, outcome, WEIGHTS[name], None, reason)


def _skills(name: PartName, asked: tuple[str, ...], profile: CandidateProfile) -> Part:
    if not asked:
        return _left_out(name, "not_asked", NO_SKILL_ASKED)
    found = [skill_id for skill_id in asked if skill_id in profile.skill_ids]
    missing = [
        skill_name(skill) for skill in named(skill_id for skill_id in asked if skill_id not in profile.skill_ids)
    ]
    evidence = tuple(span for skill_id in found for span in profile.mentions.get(skill_id, ())[:1])
    share = Decimal(sum(map(_counts, found))) / sum(map(_counts, asked))
    reason = say_many("The one is found in the resume.", "All %(count)s found in the resume.", len(asked))
    if missing:
        reason = say(
            "%(found)s of %(asked)s found in the resume. Not found: %(missing)s.",
            found=len(found),
            asked=len(asked),
            missing=missing,
        )
    return _part(name, share, reason, evidence)


def _counts(skill_id: str) -> int:
    return SHARED_SKILL if category_of(skill_id) in SHARED_CATEGORIES else OWN_SKILL


def asked_years(job: JobFacts) -> str:
    """The range of experience in words; empty where none is asked for."""
    fewest, most = job.experience_min_years, job.experience_max_years
    if most is None:
        return say_many("a year or more", "%(count)s years or more", fewest) if fewest else ""
    if fewest == most:
        return say_many("%(count)s year", "%(count)s years", fewest)
    if not fewest:
        return say_many("up to a year", "up to %(count)s years", most)
    return say_many("%(fewest)s to %(count)s year", "%(fewest)s to %(count)s years", most, fewest=fewest)


def _experience(profile: CandidateProfile, job: JobFacts) -> Part:
    """More than the range counts in full: taking points off long experience would take them off for age."""
    months = profile.experience_months
    if not job.experience_min_years:
        return _left_out("experience", "not_asked", NO_EXPERIENCE_ASKED)
    if months is None:
        return _left_out("experience", "unknown", NO_DATED_WORK)
    share = min(_ALL, Decimal(months) / (job.experience_min_years * 12))
    beyond = job.experience_max_years is not None and months >= (job.experience_max_years + 1) * 12
    length, asked = years_and_months(months), asked_years(job)
    reason = say("%(length)s of work in all; asked for %(asked)s.", length=length, asked=asked)
    if beyond:
        reason = say(
            "%(length)s of work in all; asked for %(asked)s. More than asked counts in full.",
            length=length,
            asked=asked,
        )
    return _part("experience", share, reason, profile.experience_spans)


def _location(profile: CandidateProfile, job: JobFacts) -> Part:
    if job.work_mode == "remote":
        return _part("location", _ALL, REMOTE)
    if not job.country_code:
        return _left_out("location", "unknown", JOB_WITHOUT_PLACE)
    if not profile.country_code:
        return _left_out("location", "unknown", RESUME_WITHOUT_PLACE)
    where = place(job.city, job.country_code)
    if profile.country_code != job.country_code:
        return _part("location", _NONE, _elsewhere(country(profile.country_code), where), profile.place_spans)
    same = not job.city or _same_place(profile.city, job.city)
    if same is None:
        reason = say("In the same country; whether in %(place)s could not be read from the resume.", place=job.city)
        return _left_out("location", "unknown", reason)
    if same:
        reason = say("The resume says %(place)s, where the work is done.", place=job.city or where)
        return _part("location", _ALL, reason, profile.place_spans)
    return _part("location", SAME_COUNTRY, _elsewhere(profile.city, where), profile.place_spans)


def _elsewhere(theirs: str, place: str) -> Sentence:
    return say("The resume says %(theirs)s; the work is done in %(place)s.", theirs=theirs, place=place)


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
