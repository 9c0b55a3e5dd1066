"""PDFs printed by many programs, each beside what it says (see `printed/README.md`): no wrong field in any."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from evenhand.engines.documents import read_document
from evenhand.engines.resume_parser import parse_resume

from .schema import faults, unproven

FOLDER = Path(__file__).parent / "printed"
CASES = sorted(path.stem for path in FOLDER.glob("*.toml"))
CORE: Mapping[str, Sequence[str]] = {
    "work": ("name", "position", "startDate", "endDate"),
    "education": ("institution", "startDate", "endDate"),
}


def case(slug: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{slug}.toml").read_text("utf-8"))


def said(value: str | None) -> str | None:
    """A value however its page spells it: in capitals, with a curly apostrophe."""
    return re.sub(r"\s+", " ", value.replace("’", "'")).casefold() if value else None


def fields(resume: Mapping[str, Any]) -> Iterator[str | None]:
    yield from (said(resume.get("basics", {}).get(key)) for key in ("name", "email", "phone"))
    for section, keys in CORE.items():
        for entry in resume.get(section, ()):
            yield from (said(entry.get(key)) for key in keys)


class TestParseResume:
    @pytest.mark.parametrize("slug", CASES)
    def test_reads_who_where_what_and_when(self, slug: str) -> None:
        truth = case(slug)
        document = read_document((FOLDER / f"{slug}.pdf").read_bytes())

        parsed = parse_resume(document)

        pairs = zip_longest(fields(parsed.resume), fields(truth["resume"]))
        assert [(got, expected) for got, expected in pairs if got != expected] == []
        assert parsed.language == truth["language"]
        assert faults(parsed.resume) == []
        assert unproven(parsed, document.text) == []

    def test_has_enough_programs_columns_and_languages(self) -> None:
        cases = [case(slug) for slug in CASES]

        assert len(cases) >= 30
        assert len({one["made_by"] for one in cases}) >= 12
        assert 3 * sum(one["columns"] == 2 for one in cases) >= len(cases)
        assert 3 * sum(one["language"] == "ru" for one in cases) >= len(cases)
