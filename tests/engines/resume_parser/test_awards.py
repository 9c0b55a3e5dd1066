"""Awards in cells and in items."""

from typing import Any

from evenhand.engines.resume_parser.awards import read_awards
from evenhand.engines.resume_parser.draft import grow
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import sheet


def read(markup: str) -> list[dict[str, Any]]:
    document = sheet(markup)
    grown, _ = grow(document, read_awards(rows_of(document)))
    return grown or []


class TestReadAwards:
    def test_reads_cells_in_any_order(self) -> None:
        assert read("2014 >> top 5/250 >> Harvest Fellow") == [
            {"title": "Harvest Fellow", "date": "2014", "summary": "top 5/250"}
        ]
        assert read("2021 >> 2nd Place, Night Run >> Las Vegas, U.S.A") == [
            {"title": "2nd Place, Night Run", "date": "2021"}
        ]

    def test_takes_the_organisation_after_the_comma(self) -> None:
        assert read("• Innovation Prize, Acme Corp, 2023") == [
            {"title": "Innovation Prize", "date": "2023", "awarder": "Acme Corp"}
        ]

    def test_leaves_group_labels_out(self) -> None:
        assert [award["title"] for award in read("International\n2021 >> Cup\n2020 >> Medal")] == [
            "Cup",
            "Medal",
        ]
