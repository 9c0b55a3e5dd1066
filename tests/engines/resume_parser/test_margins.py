"""Dates and labels printed in the margin go back beside their text; a sidebar stays as it is."""

from evenhand.engines.resume_parser.margins import rejoin_margins
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import Box, Sheet


def texts(page: Sheet) -> list[str]:
    document = page.document()
    return [row.text for row in rejoin_margins(rows_of(document), document.text)]


class TestRejoinMargins:
    def test_puts_the_pieces_of_a_date_together_before_their_text(self) -> None:
        page = Sheet()
        page.column("Май 2021 —\nнастоящее время\n3 года\n\n\n\n2015 — 2021", Box(left=40, right=150))
        page.column("Завод\nОмск\nСлесарь цеха\n\n\n\nШкола\nСторож", Box(left=200))

        assert texts(page) == [
            "Май 2021 —\nнастоящее время\n3 года",
            "Завод",
            "Омск",
            "Слесарь цеха",
            "2015 — 2021",
            "Школа",
            "Сторож",
        ]

    def test_puts_headings_in_the_margin_before_their_sections(self) -> None:
        page = Sheet()
        page.column("EXPERIENCE\n\n\n\nEDUCATION", Box(left=40, right=150))
        page.column("Acme\nEngineer\n\n\nLake University\nBSc", Box(left=200))

        assert texts(page) == ["EXPERIENCE", "Acme", "Engineer", "EDUCATION", "Lake University", "BSc"]

    def test_leaves_a_sidebar_alone(self) -> None:
        page = Sheet()
        page.column("## SKILLS\nPython\nGo\nSQL\n2019 Medal", Box(left=40, right=150))
        page.column("## EXPERIENCE\nAcme\nEngineer\n2019 – 2021", Box(left=200))

        assert texts(page) == [
            "SKILLS",
            "Python",
            "Go",
            "SQL",
            "2019 Medal",
            "EXPERIENCE",
            "Acme",
            "Engineer",
            "2019 – 2021",
        ]
