"""A resume cut at its headings."""

from evenhand.engines.resume_parser.rows import rows_of
from evenhand.engines.resume_parser.sections import split_sections

from .sheets import plain, sheet


class TestSplitSections:
    def test_reads_a_heading_and_its_text_on_one_row(self) -> None:
        sections = split_sections(rows_of(plain("Alice\n\nSkills: Python, Go\n\nLanguages: English")))

        assert [(section.kind, section.rows[0].text) for section in sections] == [
            ("top", "Alice"),
            ("skills", "Python, Go"),
            ("languages", "English"),
        ]

    def test_returns_from_a_heading_in_the_margin(self) -> None:
        sections = split_sections(
            rows_of(sheet("## SKILLS\nLanguages >> German\nBrands >> Hammer\n\n## EDUCATION\ntext"))
        )

        assert {section.kind: [row.text for row in section.rows] for section in sections if section.rows} == {
            "languages": ["German"],
            "skills": ["Brands\tHammer"],
            "education": ["text"],
        }

    def test_begins_with_what_stands_before_any_heading(self) -> None:
        assert split_sections([])[0].kind == "top"

    def test_takes_a_summary_that_lists_roles_for_work(self) -> None:
        markup = "Alice\n\nCareer Summary\n\nClerk, Acme Ltd >> 2018 – 2020\n\nCook, Bolt Ltd >> 2015 – 2018"

        assert [section.kind for section in split_sections(rows_of(plain(markup)))] == ["top", "work"]
