"""The sections of a profile and their fields: which there are, what each may hold, and where JSON Resume keeps it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evenhand.kit.words import Sentence, say

Kind = Literal["line", "passage", "email", "phone", "url", "country", "date"]

LINE_CHARS = 200
NAME_CHARS = 120
EMAIL_CHARS = 254
PHONE_CHARS = 40
URL_CHARS = 500
DATE_CHARS = 10
PASSAGE_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field: its key within the entry ("location/city" is one level down), its label, what it may hold."""

    key: str
    label: Sentence
    kind: Kind = "line"
    most: int = LINE_CHARS
    always: bool = False  # shown even where nothing was found


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section. One with `many` is a list of entries at `path` of the JSON Resume, else one group of fields there.

    An entry needs one of the fields of `names`; they, and the dates, are what it is found by when a file is read again.
    """

    id: str
    title: Sentence
    path: tuple[str, ...]
    fields: tuple[FieldSpec, ...]
    many: bool = True
    add: Sentence | None = None  # the words that offer a new entry
    names: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether its entries last from one date to another."""
        return any(field.key == "startDate" for field in self.fields)

    @property
    def pointer(self) -> str:
        """Where it is, as a JSON Pointer."""
        return "/" + "/".join(self.path)

    def field(self, key: str) -> FieldSpec | None:
        """The field of this key."""
        return next((field for field in self.fields if field.key == key), None)


_FROM = FieldSpec("startDate", say("From"), "date", DATE_CHARS)
_TO = FieldSpec("endDate", say("To"), "date", DATE_CHARS)
_DATE = FieldSpec("date", say("Date"), "date", DATE_CHARS)

CONTACT = SectionSpec(
    "basics",
    say("Contact"),
    ("basics",),
    (
        FieldSpec("name", say("Name"), most=NAME_CHARS, always=True),
        FieldSpec("label", say("Headline")),
        FieldSpec("email", say("E-mail"), "email", EMAIL_CHARS, always=True),
        FieldSpec("phone", say("Phone"), "phone", PHONE_CHARS, always=True),
        FieldSpec("url", say("Website"), "url", URL_CHARS),
        FieldSpec("location/city", say("City"), most=NAME_CHARS, always=True),
        FieldSpec("location/region", say("Region"), most=NAME_CHARS),
        FieldSpec("location/countryCode", say("Country"), "country", 2, always=True),
    ),
    many=False,
)
ABOUT = SectionSpec(
    "about",
    say("Summary"),
    ("basics",),
    (FieldSpec("summary", say("In a few sentences"), "passage", PASSAGE_CHARS),),
    many=False,
)
SECTIONS: Mapping[str, SectionSpec] = {
    section.id: section
    for section in (
        CONTACT,
        ABOUT,
        SectionSpec(
            "work",
            say("Work"),
            ("work",),
            (
                FieldSpec("position", say("Title"), always=True),
                FieldSpec("name", say("Employer"), always=True),
                FieldSpec("location", say("Location")),
                _FROM,
                _TO,
            ),
            add=say("Add a job"),
            names=("position", "name"),
        ),
        SectionSpec(
            "education",
            say("Education"),
            ("education",),
            (
                FieldSpec("institution", say("School"), always=True),
                FieldSpec("studyType", say("Degree")),
                FieldSpec("area", say("Subject")),
                _FROM,
                _TO,
            ),
            add=say("Add a school"),
            names=("institution", "studyType", "area"),
        ),
        SectionSpec(
            "volunteer",
            say("Volunteering"),
            ("volunteer",),
            (FieldSpec("position", say("Role")), FieldSpec("organization", say("Organisation")), _FROM, _TO),
            add=say("Add volunteering"),
            names=("position", "organization"),
        ),
        SectionSpec(
            "projects",
            say("Projects"),
            ("projects",),
            (
                FieldSpec("name", say("Project"), always=True),
                FieldSpec("description", say("What it was"), "passage", PASSAGE_CHARS),
                FieldSpec("url", say("Address"), "url", URL_CHARS),
                _FROM,
                _TO,
            ),
            add=say("Add a project"),
            names=("name",),
        ),
        SectionSpec(
            "certificates",
            say("Certificates"),
            ("certificates",),
            (FieldSpec("name", say("Certificate"), always=True), FieldSpec("issuer", say("Issuer")), _DATE),
            add=say("Add a certificate"),
            names=("name",),
        ),
        SectionSpec(
            "publications",
            say("Publications"),
            ("publications",),
            (
                FieldSpec("name", say("Work title"), always=True, most=PASSAGE_CHARS),
                FieldSpec("publisher", say("Published by")),
                FieldSpec("releaseDate", say("Date"), "date", DATE_CHARS),
                FieldSpec("url", say("Address"), "url", URL_CHARS),
            ),
            add=say("Add a publication"),
            names=("name",),
        ),
        SectionSpec(
            "awards",
            say("Awards"),
            ("awards",),
            (FieldSpec("title", say("Award"), always=True), FieldSpec("awarder", say("Given by")), _DATE),
            add=say("Add an award"),
            names=("title",),
        ),
        SectionSpec(
            "languages",
            say("Languages"),
            ("languages",),
            (
                FieldSpec("language", say("Language"), most=NAME_CHARS, always=True),
                FieldSpec("fluency", say("Level"), most=NAME_CHARS),
            ),
            add=say("Add a language"),
            names=("language",),
        ),
        SectionSpec(
            "links",
            say("Links"),
            ("basics", "profiles"),
            (
                FieldSpec("url", say("Address"), "url", URL_CHARS, always=True),
                FieldSpec("network", say("Where"), most=NAME_CHARS),
            ),
            add=say("Add a link"),
            names=("url", "username"),
        ),
    )
}


def at(tree: Mapping[str, Any], key: str) -> str:
    """The text at a key such as "location/city"; empty where there is none."""
    value: Any = tree
    for part in key.split("/"):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def put(tree: dict[str, Any], key: str, text: str) -> None:
    """Set the text at a key; an empty one takes it away, and what it leaves empty."""
    head, slash, rest = key.partition("/")
    if slash:
        below = tree.setdefault(head, {})
        put(below, rest, text)
        if not below:
            del tree[head]
    elif text:
        tree[head] = text
    else:
        tree.pop(head, None)


def listed(resume: Mapping[str, Any], section: SectionSpec) -> list[dict[str, Any]]:
    """The entries of a section as they stand in the resume."""
    value: Any = resume
    for part in section.path:
        value = value.get(part, {}) if isinstance(value, Mapping) else {}
    return list(value) if isinstance(value, list) else []


def texts(section: SectionSpec, entry: Mapping[str, Any]) -> Iterator[tuple[FieldSpec, str]]:
    """Each field of a section with what an entry holds there."""
    for field in section.fields:
        yield field, at(entry, field.key)


def country_code(resume: Mapping[str, Any]) -> str:
    """The country of a profile, or nothing."""
    return str(resume.get("basics", {}).get("location", {}).get("countryCode", ""))[:2].upper()
