"""Headings by words and by look."""

import pytest

from evenhand.engines.resume_parser.headings import find_headings, kind_of_words, kind_with_tail
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import plain, sheet


def headings(markup: str) -> list[tuple[str, str]]:
    rows = rows_of(sheet(markup))
    return [(rows[index].text, kind) for index, kind in find_headings(rows).items()]


class TestKindOfWords:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("EXPERIENCE", "work"),
            ("Work Experience:", "work"),
            ("— Employment History —", "work"),
            ("1. Education", "education"),
            ("Education & Training", "education"),
            ("HONORS/AWARDS", "awards"),
            ("Skills and Tools", "skills"),
            ("E D U C A T I O N", "education"),
            ("Опыт работы", "work"),
            ("ОБРАЗОВАНИЕ:", "education"),
            ("О себе", "summary"),
            ("Знание языков", "languages"),
            ("Волонтёрство", "volunteer"),
            ("Сертификаты и курсы", "certificates"),
        ],
    )
    def test_knows_the_section(self, text: str, kind: str) -> None:
        assert kind_of_words(text) == kind

    @pytest.mark.parametrize(
        "text", ["Acme Corp", "20% Projects", "Software Engineer", "Experience the difference", "", "12"]
    )
    def test_knows_none_in_other_words(self, text: str) -> None:
        assert kind_of_words(text) is None


class TestKindWithTail:
    def test_allows_a_length_of_time_after_the_words(self) -> None:
        assert kind_with_tail("Опыт работы — 7 лет 3 месяца") == "work"
        assert kind_with_tail("Experience (5 years)") == "work"
        assert kind_with_tail("Experience in retail") is None


class TestFindHeadings:
    def test_takes_unknown_words_set_like_the_known_headings(self) -> None:
        found = headings("## EXPERIENCE\ntext here\nmore text\n## ODDITIES\nother text\n## SKILLS\nPython")

        assert found == [("EXPERIENCE", "work"), ("ODDITIES", "other"), ("SKILLS", "skills")]

    def test_takes_an_unlisted_heading_by_its_last_word(self) -> None:
        found = headings("## Academic Positions\ntext here\nmore text\n## Education\nother text")

        assert found[0] == ("Academic Positions", "work")

    def test_takes_no_number_of_things_for_a_section(self) -> None:
        found = headings("## EXPERIENCE\ntext here\n## STRENGTHS\n## 20% Projects\nmore text\n## SKILLS\ntext")

        assert "projects" not in [kind for _, kind in found]

    def test_leaves_a_word_in_a_list_alone(self) -> None:
        found = headings("## EXPERIENCE\ntext\n## SKILLS\nTeaching\nResearch\nLeadership\n## EDUCATION\ntext")

        assert [kind for _, kind in found] == ["work", "skills", "education"]

    def test_leaves_an_employer_in_bold_capitals_alone(self) -> None:
        found = headings(
            "** EXPERIENCE\n\n** ACME INC\nEngineer >> 2020\n** BOLT LLC\nEngineer >> 2019\n\n** EDUCATION\ntext"
        )

        assert [text for text, _ in found] == ["EXPERIENCE", "EDUCATION"]

    def test_takes_a_label_under_every_role_for_no_section(self) -> None:
        rows = rows_of(plain("EXPERIENCE\n\nAcme\nAchievements:\n- one\n\nBolt\nAchievements:\n- two\n\nEDUCATION"))

        assert [rows[index].text for index in find_headings(rows)] == ["EXPERIENCE", "EDUCATION"]
