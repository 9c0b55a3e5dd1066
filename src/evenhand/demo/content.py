"""The demo's content, read from the files beside this one: employers, openings, candidates, applications, interviews.

Nothing here touches a database. Every date in the files is an offset from the demo's first day, so that the same
first day gives the same demo, whenever it is seeded.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import TypeAdapter

from .shapes import DemoContent

HERE = files("evenhand.demo")
FRONT_MATTER = "+++\n"
"""Stands before and after the TOML head of an opening's Markdown file."""

HEADINGS = {
    "en": ("What you would do", "What we look for", "What does not matter"),
    "ru": ("Чем предстоит заниматься", "Что для нас важно", "Что не важно"),
}


def load(first_day: date) -> DemoContent:
    """The whole demo as it stands on its first day: deadlines lie after that day, everything people did before it.

    Raises pydantic.ValidationError where a content file does not fit its shape.
    """
    raw = {
        "first_day": first_day,
        **_toml("organisations.toml"),
        "openings": [*_long_openings(), *_brief_openings()],
        "candidates": [_candidate(entry) for entry in _entries("candidates", ".toml")],
        **_toml("applications.toml"),
        "question_sets": [_read(entry) for entry in _entries("interviews", ".toml")],
    }
    return TypeAdapter(DemoContent).validate_python(raw, context={"first_day": first_day})


def _toml(name: str) -> dict[str, Any]:
    return _read(HERE / name)


def _read(entry: Traversable) -> dict[str, Any]:
    return tomllib.loads(entry.read_text(encoding="utf-8"))


def _entries(folder: str, ending: str) -> list[Traversable]:
    """The folder's files in the order of their names, which is the same on every system."""
    found = (entry for entry in (HERE / folder).iterdir() if entry.name.endswith(ending))
    return sorted(found, key=lambda entry: entry.name)


def _long_openings() -> Iterator[dict[str, Any]]:
    """One Markdown file each."""
    for entry in _entries("openings", ".md"):
        before, head, description = entry.read_text(encoding="utf-8").split(FRONT_MATTER, 2)
        if before:
            raise ValueError(f"{entry.name} must begin with +++")
        yield {"slug": entry.name.removesuffix(".md"), "description": description.strip(), **tomllib.loads(head)}


def _brief_openings() -> Iterator[dict[str, Any]]:
    """One TOML file for an employer: what its openings share stands at the top, their parts under `[[openings]]`."""
    for entry in _entries("openings", ".toml"):
        shared = _read(entry)
        for opening in shared.pop("openings"):
            yield _whole({**shared, **opening})


def _whole(brief: dict[str, Any]) -> dict[str, Any]:
    """An opening from its parts, with the headings every advert of its language has."""
    (tasks, wishes, unimportant) = HEADINGS[brief["language"]]
    description = "\n\n".join(
        [
            brief.pop("intro"),
            f"## {tasks}",
            "\n".join(f"- {one}" for one in brief.pop("tasks")),
            f"## {wishes}",
            "\n".join(f"- {one}" for one in brief.pop("wishes")),
            f"## {unimportant}",
            brief.pop("unimportant"),
        ]
    )
    (lowest, highest), (fewest, most) = brief.pop("pay"), brief.pop("years")
    salary = {"min": lowest, "max": highest, "currency": brief.pop("currency"), "period": brief.pop("period")}
    return {
        **brief,
        "description": description,
        "salary": salary,
        "experience_years": {"min": fewest, "max": most},
    }


def _candidate(entry: Traversable) -> dict[str, Any]:
    """An account and its truth; how the file is laid out is the concern of scripts/make-demo-resumes."""
    source = _read(entry)
    return {
        "slug": source["slug"],
        "name": source["name"],
        "email": source["email"],
        "locale": source["locale"],
        "file_name": source["file"],
        "truth": source["resume"],
    }
