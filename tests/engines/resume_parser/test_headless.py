from evenhand.engines.resume_parser.headless import entries_by_kind
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import sheet

PAGE = """
# Wouter Hagendoorn
Analytical Chemist
w.hagendoorn@example.nl

** Senior Analytical Chemist, Noordzee Laboratoria B.V., 2017–now
Validates methods

** MSc Chemistry, Universiteit Leiden, 2008–2011
"""


class TestEntriesByKind:
    def test_tells_work_from_education_below_the_contacts(self) -> None:
        found = entries_by_kind(rows_of(sheet(PAGE)))

        assert [(kind, rows[0].text.split(",")[0]) for kind, rows in found] == [
            ("work", "Senior Analytical Chemist"),
            ("education", "MSc Chemistry"),
        ]

    def test_finds_nothing_where_no_row_tells_a_period(self) -> None:
        assert entries_by_kind(rows_of(sheet("# Alice Moreau\nBorn in 1990\nBaker"))) == []
