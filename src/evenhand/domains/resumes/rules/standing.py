"""What a profile adds up to, in words: region, seniority, and the months between jobs. No score reads any of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from evenhand.domains.resumes.rules.experience import years_and_months
from evenhand.domains.resumes.rules.periods import time_span
from evenhand.domains.resumes.rules.sections import SECTIONS, at
from evenhand.domains.resumes.rules.showing import field_id
from evenhand.engines.resume_parser import Evidence, Finding, Gap, overview
from evenhand.kit.words import Sentence, say

REGION_NAMES: Mapping[str, Sentence] = {
    "EMEA": say("Europe and Central Asia (EMEA)"),
    "AMER": say("The Americas (AMER)"),
    "APAC": say("Asia and the Pacific (APAC)"),
    "MENA": say("Middle East and North Africa (MENA)"),
    "SSA": say("Africa south of the Sahara (SSA)"),
    "remote": say("Remote, from anywhere"),
}
SENIORITY_NAMES: Mapping[str, Sentence] = {
    "intern": say("Trainee"),
    "junior": say("Junior"),
    "middle": say("Middle"),
    "senior": say("Senior"),
    "lead": say("Lead"),
    "executive": say("Executive"),
}
_WHY: Mapping[str, Sentence] = {
    "country": say("By the country you live in."),
    "remote": say("Your resume says so."),
    "phone": say("By the country of your phone number: your resume names none."),
    "email": say("By your e-mail address: your resume names no country."),
    "title": say("By the words of your present or last title."),
    "years": say("By your years of work: the title does not say."),
}


@dataclass(frozen=True)
class Concluded:
    """Something the profile adds up to, why, and the mark in the text of what it rests on, if there is one."""

    label: Sentence
    value: Sentence
    why: Sentence
    span_id: str = ""
    page: int = 0


@dataclass(frozen=True)
class Between:
    """Months in which the resume names no job, and what it names for that time instead."""

    period: str
    length: Sentence
    meanwhile: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """What pages show of it."""

    concluded: tuple[Concluded, ...]
    between: tuple[Between, ...]


def standing(resume: Mapping[str, Any], evidence: Mapping[str, Evidence], *, today: date) -> Standing:
    """What a profile adds up to on a day."""
    found = overview(resume, today=today)
    shown = {pointer for pointer in evidence if _is_shown(pointer)}
    concluded = (
        _concluded(say("Region"), REGION_NAMES, found.region, evidence, shown),
        _concluded(say("Seniority"), SENIORITY_NAMES, found.seniority, evidence, shown),
    )
    return Standing(
        concluded=tuple(one for one in concluded if one is not None),
        between=tuple(_between(resume, gap) for gap in found.gaps),
    )


def _is_shown(pointer: str) -> bool:
    """Whether a field has its own mark on the page."""
    return not pointer.endswith("/workplace")


def _concluded(
    label: Sentence,
    names: Mapping[str, Sentence],
    finding: Finding | None,
    evidence: Mapping[str, Evidence],
    shown: Collection[str],
) -> Concluded | None:
    if finding is None:
        return None
    pointer = next((pointer for pointer in finding.pointers if pointer in shown), "")
    return Concluded(
        label=label,
        value=names[finding.value],
        why=_WHY[finding.basis],
        span_id=f"s-{field_id(pointer)}" if pointer else "",
        page=evidence[pointer].page if pointer else 0,
    )


def _between(resume: Mapping[str, Any], gap: Gap) -> Between:
    return Between(
        period=time_span({"startDate": gap.start, "endDate": gap.end if gap.before else ""}),
        length=years_and_months(gap.months),
        meanwhile=tuple(name for pointer in gap.meanwhile if (name := _name(resume, pointer))),
    )


def _name(resume: Mapping[str, Any], pointer: str) -> str:
    """What the entry at a JSON Pointer is called."""
    section, _, index = pointer.strip("/").partition("/")
    entry = resume[section][int(index)]
    return next((text for name in SECTIONS[section].names if (text := at(entry, name))), "")
