"""The statements of a resume, each by its JSON Pointer: what a claim may rest on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_LISTED = (
    "work",
    "volunteer",
    "projects",
    "education",
    "certificates",
    "awards",
    "publications",
    "languages",
    "skills",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A field of JSON Resume. `entry` is the role, school or project it belongs to ("/work/0"), empty for what is true
    of the whole person."""

    pointer: str
    text: str
    entry: str


def sources_of(resume: Mapping[str, Any]) -> tuple[Source, ...]:
    """Every field with words in it, in the order of the resume."""
    return tuple(_sources(resume))


def _sources(resume: Mapping[str, Any]) -> Iterator[Source]:
    basics = resume.get("basics") or {}
    for name in ("name", "label", "summary"):
        if isinstance(basics.get(name), str) and basics[name].strip():
            yield Source(f"/basics/{name}", basics[name], "")
    for pointer, text in _texts(basics.get("location") or {}, "/basics/location"):
        yield Source(pointer, text, "")
    for section in _LISTED:
        entries = resume.get(section)
        if not isinstance(entries, Sequence) or isinstance(entries, str):
            continue
        for number, entry in enumerate(entries):
            at = f"/{section}/{number}"
            whole = section in {"skills", "languages"}
            for pointer, text in _texts(entry, at):
                yield Source(pointer, text, "" if whole else at)


def _texts(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value.strip():
            yield pointer, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, f"{pointer}/{key}")
    elif isinstance(value, Sequence):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{pointer}/{number}")


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text."""
    return [
        found.strip()
        for line in text.splitlines()
        for found in re.split(r"(?<=[.!?…])\s+(?=[^\W_])", line)
        if found.strip()
    ]
