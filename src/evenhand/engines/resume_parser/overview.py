"""What a resume adds up to: the region somebody works from, how senior they are, how long, and where nothing is said.

Computed from the fields as they stand, so a correction of a field corrects this too. Each finding names the fields it
rests on; their spans are its evidence. None of it is about the person: only about what the resume says.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

import phonenumbers

from . import lexicon
from .draft import GUESS, LIKELY, SURE
from .experience import Gap, gaps_between, months_of_experience
from .lexicon import find_phrases, words

Region = Literal["EMEA", "AMER", "APAC", "MENA", "SSA", "remote"]
Seniority = Literal["executive", "lead", "intern", "junior", "senior", "middle"]
Basis = Literal["country", "remote", "phone", "email", "title", "years"]

REGIONS: tuple[Region, ...] = get_args(Region)
SENIORITIES: tuple[Seniority, ...] = get_args(Seniority)  # in the order in which words of a title decide

# Country domains that people anywhere buy for how they read.
_ANYWHERE = frozenset(
    {"IO", "ME", "CO", "AI", "TV", "CC", "FM", "LY", "TO", "WS", "GG", "SO", "SH", "IM", "LA", "ST", "TK", "AC"}
)
_MIDDLE_MONTHS, _SENIOR_MONTHS = 24, 60


@dataclass(frozen=True, slots=True)
class Finding:
    """A value, what it follows from (`basis`), JSON Pointers of the fields it rests on, and how sure it is (0..1)."""

    value: str
    basis: Basis
    pointers: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Overview:
    """What a resume adds up to. `region` is one of REGIONS, `seniority` one of SENIORITIES, each None where unknown."""

    region: Finding | None
    seniority: Finding | None
    months: int
    gaps: tuple[Gap, ...]


def overview(resume: Mapping[str, Any], *, today: date) -> Overview:
    """What a JSON Resume of ours adds up to on a day."""
    return Overview(
        region=find_region(resume.get("basics") or {}),
        seniority=find_seniority(resume.get("work") or (), today=today),
        months=months_of_experience(resume.get("work") or (), today=today),
        gaps=gaps_between(resume, today=today),
    )


@cache
def _regions() -> Mapping[str, Region]:
    listed = tomllib.loads((resources.files(lexicon) / "regions.toml").read_text("utf-8"))
    return {code: region for region in REGIONS for code in listed.get(region, ())}


def region_of(country: str) -> Region | None:
    """The region of an ISO 3166-1 code."""
    return _regions().get(country.upper())


def find_region(basics: Mapping[str, Any]) -> Finding | None:
    """By the country somebody names; else "remote" if they say so; else by the country of their phone, or mail."""
    place = basics.get("location") or {}
    if (region := region_of(str(place.get("countryCode") or ""))) is not None:
        return Finding(region, "country", ("/basics/location/countryCode",), SURE)
    if place.get("workplace") == "remote":
        return Finding("remote", "remote", ("/basics/location/workplace",), SURE)
    if (region := region_of(_country_of_phone(str(basics.get("phone") or "")))) is not None:
        return Finding(region, "phone", ("/basics/phone",), LIKELY)
    code = str(basics.get("email") or "").rpartition(".")[2].upper().replace("UK", "GB")
    region = region_of(code) if code not in _ANYWHERE else None
    return Finding(region, "email", ("/basics/email",), GUESS) if region is not None else None


def _country_of_phone(number: str) -> str:
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number, None)) or ""
    except phonenumbers.NumberParseException:
        return ""


def find_seniority(work: Sequence[Mapping[str, Any]], *, today: date) -> Finding | None:
    """By the words of the present title, or the last one; where they say nothing, by the years of work."""
    if not work:
        return None
    index = max(range(len(work)), key=lambda at: (*_recent(work[at]), -at))
    written = str(work[index].get("position") or "")
    title = f"{written} | {written.replace('-', ' ')}"  # "Junior-разработчик"
    own = not find_phrases(title, words("seniority", "not_their_own"))
    for level in SENIORITIES if own else ():
        if find_phrases(title, words("seniority", level)):
            return Finding(level, "title", (f"/work/{index}/position",), LIKELY)
    months = months_of_experience(work, today=today)
    if not months:
        return None
    level = "junior" if months < _MIDDLE_MONTHS else "middle" if months < _SENIOR_MONTHS else "senior"
    dated = tuple(f"/work/{at}/startDate" for at, role in enumerate(work) if role.get("startDate"))
    return Finding(level, "years", dated, GUESS)


def _recent(role: Mapping[str, Any]) -> tuple[bool, str, str]:
    """What sorts the present job last, then the one that ended last."""
    start, end = str(role.get("startDate") or ""), str(role.get("endDate") or "")
    return bool(start) and not end, end, start
