"""Whole resumes, one file a layout under `cases`: what is on the page, and every field that must come out of it.

A case file holds the page in the markup of `sheets` and the expected JSON Resume without skills (they are the
taxonomy's business). Each is read twice, as a page with geometry and as plain text; `only` names the one form that
tells enough.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evenhand.engines.documents import Document
from evenhand.engines.resume_parser import parse_resume

from .schema import faults, unproven
from .sheets import plain, sheet

CASES = sorted((Path(__file__).parent / "cases").glob("*/*.toml"))
FORMS: dict[str, Callable[[str], Document]] = {"sheet": sheet, "plain": plain}


def _tables() -> list[Any]:
    tables = []
    for path in CASES:
        case = tomllib.loads(path.read_text("utf-8"))
        tables += [
            pytest.param(
                path.parent.name, case["markup"], case["resume"], form, id=f"{path.parent.name}-{path.stem}-{form}"
            )
            for form in FORMS
            if case.get("only", form) == form
        ]
    return tables


class TestParseResume:
    @pytest.mark.parametrize(("language", "markup", "expected", "form"), _tables())
    def test_reads_every_field_of_the_layout(
        self, language: str, markup: str, expected: dict[str, Any], form: str
    ) -> None:
        document = FORMS[form](markup)

        parsed = parse_resume(document)

        assert {key: value for key, value in parsed.resume.items() if key != "skills"} == expected
        assert parsed.language == language
        assert faults(parsed.resume) == []
        assert unproven(parsed, document.text) == []

    def test_has_enough_layouts_in_both_languages(self) -> None:
        languages = [path.parent.name for path in CASES]

        assert languages.count("en") >= 45
        assert languages.count("ru") >= 20
