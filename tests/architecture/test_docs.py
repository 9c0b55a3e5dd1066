"""Documents that can go stale do not: generated pages are as the code says, and the map names every room."""

import ast
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from scripts.docs import GENERATED, PAGES, written

from evenhand.kit.settings import Settings

ROOT = Path(__file__).parents[2]
ATTACKS = ROOT / "docs" / "attacks.md"
FEWEST_ATTACKS = 60


class TestGeneratedPages:
    @pytest.mark.parametrize("name", list(PAGES))
    def test_are_as_the_code_says(self, api: FastAPI, name: str) -> None:
        assert (GENERATED / name).read_text() == written(name, api), "run `make docs` and read the difference"


class TestArchitecture:
    def test_names_every_domain_and_engine(self) -> None:
        text = (ROOT / "docs" / "architecture.md").read_text()
        rooms = [*(ROOT / "src/evenhand/domains").iterdir(), *(ROOT / "src/evenhand/engines").iterdir()]
        names = [room.name for room in rooms if (room / "__init__.py").exists()]
        assert len(names) > 10
        assert [name for name in names if name not in text] == []


class TestReadme:
    def test_names_every_setting_an_operator_needs(self) -> None:
        text = (ROOT / "README.md").read_text()
        variables = [
            str(field.validation_alias or f"EVENHAND_{name.upper()}") for name, field in Settings.model_fields.items()
        ]
        assert [variable for variable in variables if variable not in text] == []

    def test_leads_to_files_that_exist(self) -> None:

        text = (ROOT / "README.md").read_text()
        targets = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
        assert targets
        assert [target for target in targets if not (ROOT / target).exists()] == []


class TestSecurity:
    def test_names_tests_that_exist(self) -> None:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/security.md").read_text())
        assert len(named) > 10
        for path, name in named:
            assert f"class {name}:" in (ROOT / path).read_text(), f"{path}::{name}"


class TestAttacks:
    def test_are_each_shown_by_a_test_that_exists(self) -> None:
        rows = re.findall(r"^\| (.+) \| .+ \| `(tests/[\w/]+\.py)::([\w:]+)` \|$", ATTACKS.read_text(), re.MULTILINE)
        assert len(rows) >= FEWEST_ATTACKS
        assert len({attack for attack, _, _ in rows}) == len(rows)
        assert [(path, name) for _, path, name in rows if not collected(ROOT / path, name)] == []

    def test_have_no_line_without_a_test(self) -> None:
        lines = [line for line in ATTACKS.read_text().splitlines() if line.startswith("| ") and "shown by" not in line]
        assert [line for line in lines if not line.endswith("` |") or "`tests/" not in line] == []


def collected(path: Path, name: str) -> bool:
    """Whether pytest finds a test of this name in the file: "TestClass::test_name", or "test_name"."""
    body: list[ast.stmt] = ast.parse(path.read_text()).body
    *classes, test = name.split("::")
    for wanted in classes:
        found = [one for one in body if isinstance(one, ast.ClassDef) and one.name == wanted]
        body = found[0].body if found and wanted.startswith("Test") else []
    return test.startswith("test_") and any(
        isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name == test for one in body
    )
