"""The levels of one file's skills from the command line."""

import json
from datetime import date
from pathlib import Path

import pytest

from evenhand.cli.levels import levels_of, skill_levels

DAY = date(2026, 11, 1)
RESUME = b"Al Example\n\nExperience\nEngineer, Acme\nJanuary 2021 - Present\n- Wrote Python\n\nSkills\nDocker (basic)\n"


class TestLevelsOf:
    def test_reads_a_resume_as_of_a_day(self) -> None:
        found = levels_of(RESUME, name="cv.txt", of="resume", as_of=DAY)
        assert {one["id"]: (one["level_word"], one["months"]) for one in found["skills"]} == {
            "python": ("proficient", 71),
            "docker": ("basic", 0),
        }
        assert found["as_of"] == "2026-11-01"

    def test_reads_an_advert(self) -> None:
        found = levels_of(b"Requirements:\n- Python\nNice to have:\n- Docker", name="job.txt", of="advert", as_of=DAY)
        assert [(one["id"], one["need"]) for one in found["skills"]] == [("python", "required"), ("docker", "optional")]

    def test_says_why_it_cannot_read_a_file(self) -> None:
        assert levels_of(b"%PDF-1.7 broken", name="cv.pdf", of="resume", as_of=DAY)["error"]


class TestSkillLevels:
    def test_prints_one_object_and_ends_well(self, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        file = tmp_path / "cv.txt"
        file.write_bytes(RESUME)
        with pytest.raises(SystemExit) as ended:
            skill_levels(file, of="resume", as_of=DAY)
        assert ended.value.code == 0
        assert json.loads(capfdbinary.readouterr().out)["skills"][0]["id"] == "python"
