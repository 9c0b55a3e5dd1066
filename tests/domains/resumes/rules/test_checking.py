"""What may be written into a field."""

from datetime import date

import pytest

from evenhand.domains.resumes.rules import SECTIONS
from evenhand.domains.resumes.rules.checking import check, checked, missing

TODAY = date(2026, 11, 21)
BASICS, WORK = SECTIONS["basics"], SECTIONS["work"]


def clean(section: str, key: str, text: str) -> str:
    field = SECTIONS[section].field(key)
    assert field
    return check(field, text, today=TODAY)


class TestCheck:
    @pytest.mark.parametrize(
        ("section", "key", "text", "kept"),
        [
            ("basics", "name", "  Nadia \n Okonkwo ", "Nadia Okonkwo"),
            ("basics", "name", "Na\u202edia\x00", "Nadia"),
            ("basics", "email", "Nadia@EXAMPLE.org", "Nadia@example.org"),
            ("basics", "phone", "+31 20 123 45 67", "+31201234567"),
            ("basics", "phone", "020 123 45 67", "020 123 45 67"),
            ("basics", "url", "nadia.example", "https://nadia.example"),
            ("basics", "location/countryCode", "nl", "NL"),
            ("about", "summary", "One.\r\n\r\nTwo.", "One.\n\nTwo."),
            ("work", "startDate", "2021-09", "2021-09"),
            ("work", "endDate", "2024-02-29", "2024-02-29"),
            ("work", "position", "   ", ""),
        ],
    )
    def test_keeps_it_tidied(self, section: str, key: str, text: str, kept: str) -> None:
        assert clean(section, key, text) == kept

    @pytest.mark.parametrize(
        ("section", "key", "text", "words"),
        [
            ("basics", "name", "x" * 121, "at most 120 characters"),
            ("about", "summary", "x" * 2_001, "at most 2000 characters"),
            ("basics", "email", "nadia at example", "such as name@example.org"),
            ("basics", "phone", "call me", "such as \\+31"),
            ("basics", "phone", "+31 2", "such as \\+31"),
            ("basics", "phone", "+31 20 12", "too few or too many"),
            ("basics", "url", "javascript:alert(1)", "such as https"),
            ("basics", "url", "https://[", "such as https"),
            ("basics", "location/countryCode", "XQ", "one of the list"),
            ("work", "startDate", "September", "such as 2021"),
            ("work", "startDate", "2021-13", "no such day"),
            ("work", "startDate", "2023-02-29", "no such day"),
            ("work", "startDate", "1848", "from 1900 to 2041"),
        ],
    )
    def test_refuses_with_a_sentence_that_says_what_to_write(
        self, section: str, key: str, text: str, words: str
    ) -> None:
        with pytest.raises(ValueError, match=words):
            clean(section, key, text)


class TestChecked:
    def test_refuses_an_end_before_the_beginning(self) -> None:
        _, errors = checked(WORK, {"startDate": "2021-09", "endDate": "2021-03"}, today=TODAY)
        assert errors == {"endDate": "This is before the beginning."}

    def test_takes_an_end_in_the_year_of_the_beginning(self) -> None:
        assert checked(WORK, {"startDate": "2021-09", "endDate": "2021"}, today=TODAY)[1] == {}

    def test_refuses_a_field_nobody_knows(self) -> None:
        assert "salary" in checked(WORK, {"salary": "1"}, today=TODAY)[1]


class TestMissing:
    def test_asks_for_one_name_of_an_entry(self) -> None:
        assert list(missing(WORK, {"startDate": "2021"})) == ["position"]
        assert missing(WORK, {"name": "Depotline"}) == {}
        assert missing(BASICS, {}) == {}
