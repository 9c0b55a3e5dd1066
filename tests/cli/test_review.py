"""`evenhand review FILE`: the rules of the page at the terminal."""

import json
from pathlib import Path

import pytest

from evenhand.cli.review import review

TEXT = """Nadia Kowal
nadia@example.org

Experience
Accountant, Amber Foods
March 2015 - December 2018
- Responsible for managing payroll for 120 people.
"""


@pytest.fixture
def resume(tmp_path: Path) -> Path:
    """A resume in a file."""
    path = tmp_path / "nadia.txt"
    path.write_text(TEXT)
    return path


class TestReview:
    def test_says_each_rule_its_words_and_what_to_do(self, resume: Path, capsys: pytest.CaptureFixture[str]) -> None:
        review(resume, as_json=False)
        shown = capsys.readouterr().out
        for words in (
            "of 100.",
            "Ways to reply: 5 of 8",
            "No phone number was found.",
            "-> Managed payroll for 120 people.",
        ):
            assert words in shown

    def test_is_the_whole_review_as_json(self, resume: Path, capsys: pytest.CaptureFixture[str]) -> None:
        review(resume, as_json=True)
        made = json.loads(capsys.readouterr().out)
        assert len(made["rules"]) == 14
        assert len(made["seal"]) == 64

    def test_refuses_what_cannot_be_read_in_a_sentence(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        empty = tmp_path / "empty.txt"
        empty.write_text("")
        with pytest.raises(SystemExit):
            review(empty, as_json=False)
        assert "There is no text in this file" in capsys.readouterr().err
        with pytest.raises(SystemExit):
            review(tmp_path / "none.txt", as_json=False)
