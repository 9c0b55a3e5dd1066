"""JSON Resume (https://jsonresume.org/schema) to a document: its values as lines to read, each with its pointer."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from evenhand.engines.documents.assemble import DraftLine, assemble
from evenhand.engines.documents.clean import clean
from evenhand.engines.documents.formats import NAMES
from evenhand.engines.documents.hidden import Unseen, disguised
from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.model import Document, Named
from evenhand.engines.documents.plain import decode
from evenhand.engines.documents.refusals import DocumentRefused, damaged, no_text

MOST_ENTRIES = 200
MOST_VALUE = 20_000
_BASICS = ("name", "label", "email", "phone", "url", "summary")
_PLACE = ("address", "postalCode", "city", "region", "countryCode")
_LISTS: Mapping[str, tuple[str, ...]] = {
    "work": ("position", "name", "location", "url", "startDate", "endDate", "summary"),
    "volunteer": ("position", "organization", "url", "startDate", "endDate", "summary"),
    "education": ("institution", "studyType", "area", "url", "startDate", "endDate", "score"),
    "awards": ("title", "awarder", "date", "summary"),
    "certificates": ("name", "issuer", "date", "url"),
    "publications": ("name", "publisher", "releaseDate", "url", "summary"),
    "skills": ("name", "level"),
    "languages": ("language", "fluency"),
    "interests": ("name",),
    "references": ("name", "reference"),
    "projects": ("name", "entity", "type", "url", "startDate", "endDate", "description"),
}
_INNER = ("highlights", "keywords", "courses", "roles")
_DATES = frozenset({"startDate", "endDate", "date", "releaseDate"})
_LONG = frozenset({"summary", "description", "reference"})


def read_json_resume(content: bytes, limits: Limits) -> Document:
    """Raises `DocumentRefused`: damaged where it is no JSON, unsupported_type where it is no resume, empty."""
    raw = _loaded(content)
    lines = list(_basics(raw.get("basics")))
    for section in _LISTS:
        lines += _section(section, raw.get(section))
    if not any(values for _, values in lines):
        raise no_text()
    drafts = [DraftLine(" · ".join(text for _, text in values) or head, apart=bool(head)) for head, values in lines]
    unseen: list[Unseen] = [piece for text in _texts(raw) for piece in disguised(text, 1)]
    document = assemble("json", drafts, page_count=1, most_chars=limits.text_chars, unseen=unseen)
    return _with_places(document, lines)


def _loaded(content: bytes) -> Mapping[str, Any]:
    try:
        raw = json.loads(decode(content), parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        raise damaged("JSON") from None
    if not isinstance(raw, dict) or not (isinstance(raw.get("basics"), dict) or isinstance(raw.get("work"), list)):
        raise DocumentRefused("unsupported_type", f"This JSON file is not a JSON Resume. Choose one of these: {NAMES}.")
    return raw


# A line: the heading it is, or the pointers and texts it joins.
_Line = tuple[str, list[tuple[str, str]]]


def _basics(raw: object) -> Iterator[_Line]:
    basics = raw if isinstance(raw, dict) else {}
    for key in _BASICS:
        yield "", _values(basics, "/basics", (key,))
    yield "", _values(basics.get("location"), "/basics/location", _PLACE)
    for index, one in _entries(basics.get("profiles")):
        yield "", _values(one, f"/basics/profiles/{index}", ("network", "username", "url"))


def _section(section: str, raw: object) -> Iterator[_Line]:
    started = False
    for index, one in _entries(raw):
        pointer = f"/{section}/{index}"
        short = _values(one, pointer, tuple(key for key in _LISTS[section] if key not in _LONG and key not in _DATES))
        long = [[value] for value in _values(one, pointer, tuple(key for key in _LISTS[section] if key in _LONG))]
        dates = _values(one, pointer, tuple(key for key in _LISTS[section] if key in _DATES))
        inner = [
            [(f"{pointer}/{key}/{place}", text)]
            for key in _INNER
            for place, text in enumerate(_cleaned(value) for value in _listed(one.get(key)))
            if text
        ]
        values = [line for line in (short, dates, *long, *inner) if line]
        if values and not started:
            yield section.capitalize(), []
            started = True
        yield from (("", line) for line in values)


def _values(raw: object, pointer: str, keys: tuple[str, ...]) -> list[tuple[str, str]]:
    known = raw if isinstance(raw, dict) else {}
    found = [(f"{pointer}/{key}", _cleaned(known.get(key))) for key in keys]
    return [(place, text) for place, text in found if text]


def _entries(raw: object) -> list[tuple[int, dict[str, Any]]]:
    return [(index, one) for index, one in enumerate(_listed(raw)) if isinstance(one, dict)]


def _listed(raw: object) -> list[Any]:
    return raw[:MOST_ENTRIES] if isinstance(raw, list) else []


def _cleaned(value: object) -> str:
    """A value on one line; numbers as they are written."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(clean(str(value)[:MOST_VALUE]).split())


def _texts(raw: object, deepest: int = 6) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif deepest and isinstance(raw, dict | list):
        for one in raw.values() if isinstance(raw, dict) else raw[:MOST_ENTRIES]:
            yield from _texts(one, deepest - 1)


def _with_places(document: Document, lines: list[_Line]) -> Document:
    """Where each value stands in the text, in the order of the lines; one that was set aside has no place."""
    named: list[Named] = []
    at = 0
    for _, values in lines:
        for pointer, text in values:
            start = document.text.find(text, at)
            if start >= 0:
                named.append(Named(pointer, start, start + len(text)))
                at = start + len(text)
    return Document(
        document.kind, document.text, document.lines, document.links, document.page_count, document.hidden, tuple(named)
    )
