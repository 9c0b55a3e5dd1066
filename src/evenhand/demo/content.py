"""The demo's content, read from the files beside this one: employers, openings, candidates, applications, an interview.

Nothing here touches a database. Every date in the files is an offset from the demo's first day, so that the same
first day gives the same demo, whenever it is seeded.
"""

import tomllib
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import TypeAdapter

from .shapes import DemoContent

HERE = files("evenhand.demo")
FRONT_MATTER = "+++\n"
"""Stands before and after the TOML head of an opening's Markdown file."""


def load(first_day: date) -> DemoContent:
    """The whole demo as it stands on its first day: deadlines lie after that day, everything people did before it.

    Raises pydantic.ValidationError where a content file does not fit its shape.
    """
    raw = {
        "first_day": first_day,
        **_toml("organisations.toml"),
        "openings": [_opening(entry) for entry in _entries("openings", ".md")],
        "candidates": [_candidate(entry) for entry in _entries("candidates", ".toml")],
        **_toml("applications.toml"),
        "interview": _toml("interview.toml"),
    }
    return TypeAdapter(DemoContent).validate_python(raw, context={"first_day": first_day})


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _entries(folder: str, ending: str) -> list[Traversable]:
    """The folder's files in the order of their names, which is the same on every system."""
    found = (entry for entry in (HERE / folder).iterdir() if entry.name.endswith(ending))
    return sorted(found, key=lambda entry: entry.name)


def _opening(entry: Traversable) -> dict[str, Any]:
    before, head, description = entry.read_text(encoding="utf-8").split(FRONT_MATTER, 2)
    if before:
        raise ValueError(f"{entry.name} must begin with +++")
    return {"slug": entry.name.removesuffix(".md"), "description": description.strip(), **tomllib.loads(head)}


def _candidate(entry: Traversable) -> dict[str, Any]:
    """An account and its truth; how the file is laid out is the concern of scripts/make-demo-resumes."""
    source = tomllib.loads(entry.read_text(encoding="utf-8"))
    return {
        "slug": source["slug"],
        "name": source["name"],
        "email": source["email"],
        "locale": source["locale"],
        "file_name": source["file"],
        "truth": source["resume"],
    }
