"""Names of files."""

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
