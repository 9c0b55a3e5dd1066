"""Partial dates in words."""

import pytest

from evenhand.domains.resumes import rules
from evenhand.domains.resumes.rules.periods import parts


class TestTimeSpan:
    @pytest.mark.parametrize(
        ("start", "end", "words"),
        [
            ("2021-09", "2023-08", "September 2021 – August 2023"),
            ("2022-03", None, "March 2022 – today"),
            ("2022", "2022", "2022"),
            (None, "2021", "2021"),
            ("2020-02-03", "2020-13", "3 February 2020 – 2020"),
        ],
    )
    def test_says_it_as_a_person_would(self, start: str | None, end: str | None, words: str) -> None:
        assert rules.time_span({"startDate": start, "endDate": end}) == words


class TestParts:
    @pytest.mark.parametrize(
        ("partial", "shown"),
        [("2021-09", ("2021", "9")), ("2021-09-03", ("2021", "9")), ("2021", ("2021", "")), ("", ("", ""))],
    )
    def test_are_what_a_form_asks_for(self, partial: str, shown: tuple[str, str]) -> None:
        assert parts(partial) == shown
