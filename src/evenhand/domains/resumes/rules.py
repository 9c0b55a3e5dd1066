"""What can be decided about a resume without asking anyone: names of files, and fields laid out beside their words."""

import calendar
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any, Literal

from evenhand.engines.resume_parser import Evidence
from evenhand.engines.skills import SkillMention

FILE_NAME_CHARS = 120
UNSURE_BELOW = 0.6

STEPS = ("stored", "reading", "matching", "ready")
STEP_WORDS = {
    "stored": "Stored. Waiting for its turn",
    "reading": "Reading the text",
    "matching": "Looking for fields and skills",
    "ready": "Done",
}


def clean_file_name(name: str) -> str:
    """The last part of a path, without control and direction characters, its ending kept when it is shortened."""
    last = PureWindowsPath(name).name  # understands both kinds of slashes
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C").strip()
    if not shown.strip("."):
        return "resume"
    if len(shown) <= FILE_NAME_CHARS:
        return shown
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) > 8:
        return shown[:FILE_NAME_CHARS]
    return stem[: FILE_NAME_CHARS - len(ending) - 1] + dot + ending


def megabytes(size: int) -> str:
    """A size as a person reads it."""
    return f"{size / 1024 / 1024:.1f} MB"


def country_code(resume: Mapping[str, Any]) -> str:
    """The country of a profile, or nothing."""
    return str(resume.get("basics", {}).get("location", {}).get("countryCode", ""))[:2].upper()


@dataclass(frozen=True)
class Field:
    """One field of the profile: its value, and where its words stand (None: it is not in the file)."""

    id: str
    label: str
    value: str
    span: Evidence | None

    @property
    def span_id(self) -> str:
        """The mark in the text that this field leads to."""
        return f"s-{self.id}"

    @property
    def unsure(self) -> bool:
        """Whether a person should look: read, but not with confidence."""
        return self.span is not None and self.span.confidence < UNSURE_BELOW


@dataclass(frozen=True)
class Entry:
    """A group of fields, for instance one position."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Section:
    """A card of the profile page."""

    id: str
    title: str
    entries: tuple[Entry, ...]


_BASICS = (
    ("name", "Name"),
    ("label", "Headline"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("url", "Website"),
    ("location/city", "City"),
    ("location/region", "Region"),
    ("location/countryCode", "Country"),
)
_LISTS = (
    ("work", "Work", (("position", "Title"), ("name", "Employer"), ("location", "Location"))),
    ("education", "Education", (("institution", "School"), ("studyType", "Degree"), ("area", "Subject"))),
    ("volunteer", "Volunteering", (("position", "Role"), ("organization", "Organisation"))),
    ("certificates", "Certificates", (("name", "Certificate"), ("issuer", "Issuer"), ("date", "Date"))),
    ("projects", "Projects", (("name", "Project"),)),
    ("awards", "Awards", (("title", "Award"), ("awarder", "From"), ("date", "Date"))),
    ("languages", "Languages", (("language", "Language"), ("fluency", "Level"))),
)
_ALWAYS = {"basics": ("name", "email", "phone"), "work": ("position", "name"), "education": ("institution",)}


def sections(resume: Mapping[str, Any], evidence: Mapping[str, Evidence]) -> list[Section]:
    """The profile as the page shows it, skills apart. Fields that matter are shown even where nothing was found."""
    found = [Section("basics", "Contact", (Entry("", tuple(_basics(resume, evidence))),))]
    for name, title, fields in _LISTS:
        entries = tuple(
            Entry(_heading(name, item), tuple(_fields(f"/{name}/{index}", name, item, fields, evidence)))
            for index, item in enumerate(resume.get(name, []))
        )
        if entries:
            found.append(Section(name, title, entries))
    return found


def _basics(resume: Mapping[str, Any], evidence: Mapping[str, Evidence]) -> Iterator[Field]:
    basics = resume.get("basics", {})
    for path, label in _BASICS:
        value: Any = basics
        for part in path.split("/"):
            value = value.get(part) if isinstance(value, Mapping) else None
        pointer = f"/basics/{path}"
        if value or path in _ALWAYS["basics"]:
            yield Field(_id(pointer), label, str(value or ""), evidence.get(pointer))
    for index, profile in enumerate(basics.get("profiles", [])):
        pointer = f"/basics/profiles/{index}/url"
        text = str(profile.get("url") or profile.get("username") or "")
        yield Field(_id(pointer), str(profile.get("network") or "Profile"), text, evidence.get(pointer))


def _fields(
    base: str, name: str, item: Mapping[str, Any], fields: tuple[tuple[str, str], ...], evidence: Mapping[str, Evidence]
) -> Iterator[Field]:
    for key, label in fields:
        value = item.get(key)
        if value or key in _ALWAYS.get(name, ()):
            yield Field(_id(f"{base}/{key}"), label, str(value or ""), evidence.get(f"{base}/{key}"))
    if item.get("startDate") or item.get("endDate"):
        span = evidence.get(f"{base}/startDate") or evidence.get(f"{base}/endDate")
        yield Field(_id(f"{base}/startDate"), "From – to", time_span(item), span)


def time_span(item: Mapping[str, Any]) -> str:
    """From when to when, as a person writes it: "September 2021 – August 2023", "2022", "March 2022 – today"."""
    start, end = (in_words(str(item.get(key) or "")) for key in ("startDate", "endDate"))
    if not start or start == end:
        return end
    return f"{start} – {end or 'today'}"


def in_words(partial: str) -> str:
    """An ISO 8601 date, as partial as it is, in words."""
    year, _, rest = partial.partition("-")
    month, _, day = rest.partition("-")
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return year
    return " ".join(part for part in (day.lstrip("0"), calendar.month_name[int(month)], year) if part)


def _heading(name: str, item: Mapping[str, Any]) -> str:
    return "Now" if name == "work" and item.get("startDate") and not item.get("endDate") else ""


def _id(pointer: str) -> str:
    return pointer.strip("/").replace("/", "-").lower()


def first_mentions(skills: Sequence[SkillMention]) -> list[SkillMention]:
    """One mention for each skill, the first in the text; in the order of the text."""
    seen: dict[str, SkillMention] = {}
    for mention in skills:
        seen.setdefault(mention.skill_id, mention)
    return list(seen.values())


def marks(
    sections: Sequence[Section], skills: Sequence[SkillMention]
) -> Iterator[tuple[str, str, Literal["", "unsure"], Evidence]]:
    """The spans to mark in the text: id, the field it leads back to, its kind, and where it stands."""
    for section in sections:
        for entry in section.entries:
            for field in entry.fields:
                if field.span:
                    yield field.span_id, f"#f-{field.id}", "unsure" if field.unsure else "", field.span
    for mention in first_mentions(skills):
        span = Evidence(0, mention.start, mention.end, mention.text, 1.0)
        yield f"k-{mention.skill_id}", f"#t-{mention.skill_id}", "", span


def years_and_months(months: int) -> str:
    """A length of time as a person says it."""
    years, rest = divmod(months, 12)
    parts = [f"{years} year{'s' * (years != 1)}"] if years else []
    if rest or not years:
        parts.append(f"{rest} month{'s' * (rest != 1)}")
    return " ".join(parts)
