"""What a career report knows of a person and of jobs, and what one is with its state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from evenhand.domains.coaching.rules.refining import Refined
from evenhand.domains.coaching.rules.reviews import ShownReview
from evenhand.domains.jobs.models import Job
from evenhand.domains.skills.rules import category_of
from evenhand.engines.career import VERSION, Candidate, Opening, Outlook, Salary, Seen, Words
from evenhand.engines.skills import SkillMention

Region = Literal["EMEA", "AMER", "APAC", "MENA", "SSA", ""]
PLACES = 2  # of a skill in the resume
LONGEST_LINE = 160
_BULLETS = "•·▪-–—* "

_AMER = (
    "AG AI AR AW BB BM BO BR BS BZ CA CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM KN KY LC MQ MX NI PA PE PR PY "
    "SR SV SX TC TT US UY VC VE VG VI"
)
_APAC = (
    "AF AS AU BD BN BT CK CN FJ FM GU HK ID IN JP KH KI KP KR LA LK MH MM MN MO MV MY NC NP NR NU NZ PF PG PH PK PW SB "
    "SG TH TL TO TV TW VN VU WS"
)
_MENA = "AE BH DZ EG IL IQ IR JO KW LB LY MA OM PS QA SA SY TN YE"
_SSA = (
    "AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW KE KM LR LS MG ML MR MU MW MZ NA NE NG RW SC SD SL SN "
    "SO SS ST SZ TD TG TZ UG ZA ZM ZW"
)
_REGIONS: Mapping[str, Region] = {
    **dict.fromkeys(_AMER.split(), "AMER"),
    **dict.fromkeys(_APAC.split(), "APAC"),
    **dict.fromkeys(_MENA.split(), "MENA"),
    **dict.fromkeys(_SSA.split(), "SSA"),
}


@dataclass(frozen=True)
class JobNamed:
    """A job that figures rest on, by its title."""

    id: UUID
    title: str
    company: str
    language: str


@dataclass(frozen=True)
class ShownWording:
    """What a language model was asked about a report. `state` is none, generating, ready or failed; `current` says that
    it answered to these very sentences."""

    state: str = "none"
    by: Refined = field(default_factory=Refined)
    current: bool = False


@dataclass(frozen=True)
class ShownReport:
    """A report as its owner sees it. `state` is none, generating, ready or failed; `outlook` the newest there is.

    `outdated` says what has changed since: "resume", "jobs" or "". `resume` is the profile as it stands, JSON Resume,
    `jobs` those that are still there of the ones the figures name.
    """

    resume_id: UUID
    resume_name: str
    language: str
    state: str
    outlook: Outlook | None
    made_at: datetime | None
    outdated: str
    resume: Mapping[str, Any]
    skills: Sequence[str]
    country: str
    review: ShownReview
    jobs: Mapping[str, JobNamed]
    wording: ShownWording = field(default_factory=ShownWording)


def region_of(country: str) -> Region:
    """The market region a country is in; "" where there is no country."""
    return _REGIONS.get(country, "EMEA") if country else ""


def candidate_of(
    *,
    skill_ids: Sequence[str],
    months: int,
    country: str,
    resume: Mapping[str, Any],
    text: str,
    mentions: Iterable[SkillMention],
) -> Candidate:
    """What a report may know of a person."""
    words: dict[str, tuple[Words, ...]] = dict.fromkeys(sorted(skill_ids), ())
    for one in mentions:
        if one.skill_id in words and len(words[one.skill_id]) < PLACES:
            words[one.skill_id] += (Words(one.start, one.end, _line(text, one.start, one.end)),)
    certificates = tuple(str(one.get("name") or "") for one in resume.get("certificates") or ())
    return Candidate(words, months, country, certificates)


def _line(text: str, start: int, end: int) -> str:
    """The line around some words, cut around them where it is long."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if last - first > LONGEST_LINE:
        room = max(0, LONGEST_LINE - (end - start)) // 2
        first, last = max(first, start - room), min(last, end + room)
    return " ".join(text[first:last].split()).lstrip(_BULLETS)


def opening_of(job: Job) -> Opening:
    """A job as the engine counts it."""
    lowest, highest = job.salary_min, job.salary_max
    stated = lowest is not None or highest is not None
    ends = (None if lowest is None else float(lowest), None if highest is None else float(highest))
    return Opening(
        id=str(job.id),
        title=job.title,
        required=tuple(job.required_skills),
        optional=tuple(job.optional_skills),
        country=job.country_code,
        remote=job.work_mode == "remote",
        years=job.experience_min_years,
        salary=Salary(*ends, job.salary_currency, job.salary_period) if stated else None,
        text=job.description,
    )


def seen_of(jobs: Iterable[Job], *, complete: bool) -> Seen:
    """Jobs as the engine counts them, with the category of each skill they ask for."""
    openings = tuple(opening_of(job) for job in jobs)
    skills = {skill for one in openings for skill in one.skills}
    return Seen(openings, complete, {skill: category_of(skill) for skill in sorted(skills)})


def market_mark(count: int, changed_at: datetime | None) -> str:
    """What tells whether the openings a report counts are still the same ones, by the engine of today."""
    at = changed_at.isoformat() if changed_at else ""
    return sha256(f"{VERSION} {count} {at}".encode()).hexdigest()
