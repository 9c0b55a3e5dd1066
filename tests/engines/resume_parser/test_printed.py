"""Files printed by many programs, each beside what it says (see `printed/README.md`): no wrong field in nearly all."""

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
# What is still read wrongly, with the fields of each. One that is mended has to leave this list.
MISREAD: Mapping[str, Sequence[str | None]] = {}
OUT_OF_TWENTY = 19  # files without a wrong field, of each twenty


def case(slug: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{slug}.toml").read_text("utf-8"))


def printed(slug: str) -> Path:
    return next(path for suffix in (".pdf", ".docx") if (path := FOLDER / f"{slug}{suffix}").exists())


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
        path = printed(slug)
        document = read_document(path.read_bytes(), filename=path.name)

        parsed = parse_resume(document)

        pairs = zip_longest(fields(parsed.resume), fields(truth["resume"]))
        assert [expected for got, expected in pairs if got != expected] == list(MISREAD.get(slug, ()))
        assert parsed.language == truth["language"]
        assert faults(parsed.resume) == []
        assert unproven(parsed, document.text) == []

    def test_is_right_about_nineteen_files_in_twenty(self) -> None:
        assert set(CASES) >= MISREAD.keys()
        assert len(CASES) >= 60
        assert 20 * (len(CASES) - len(MISREAD)) >= OUT_OF_TWENTY * len(CASES)

    def test_has_enough_programs_columns_and_languages(self) -> None:
        cases = [case(slug) for slug in CASES]

        assert len({one["made_by"] for one in cases}) >= 12
        assert 3 * sum(one["columns"] == 2 for one in cases) >= len(cases)
        assert 3 * sum(one["language"] == "ru" for one in cases) >= len(cases)
        assert {one["language"] for one in cases} >= {"en", "ru", "de", "fr", "es", "pl", "it"}
