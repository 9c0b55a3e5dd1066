"""Names of files and lengths of time."""

import pytest

from evenhand.domains.resumes import rules


class TestCleanFileName:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("C:\\Users\\mira\\cv.pdf", "cv.pdf"),
            ("../../etc/passwd", "passwd"),
            ("резюме.docx", "резюме.docx"),
            ("evil\u202efdp.exe", "evilfdp.exe"),
            ("a\x00b.txt", "ab.txt"),
            ("", "resume"),
            ("..", "resume"),
        ],
    )
    def test_keeps_what_a_person_can_read(self, given: str, kept: str) -> None:
        assert rules.clean_file_name(given) == kept

    def test_shortens_the_stem_and_not_the_ending(self) -> None:
        name = rules.clean_file_name("x" * 500 + ".pdf")
        assert len(name) == rules.FILE_NAME_CHARS
        assert name.endswith("x.pdf")


class TestYearsAndMonths:
    @pytest.mark.parametrize(
        ("months", "words"),
        [(0, "0 months"), (1, "1 month"), (12, "1 year"), (25, "2 years 1 month"), (74, "6 years 2 months")],
    )
    def test_says_it_as_a_person_would(self, months: int, words: str) -> None:
        assert rules.years_and_months(months) == words


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
