"""Publications as people list them: with and without authors, quotation marks, journals and dates."""

from typing import Any

import pytest

from evenhand.engines.resume_parser import parse_resume

from .schema import faults, unproven
from .sheets import plain, sheet


def publications(*items: str) -> list[dict[str, Any]]:
    document = sheet(
        "# Alice Example\nalice@example.org\n\n## Publications\n" + "\n".join(f"• {item}" for item in items)
    )
    parsed = parse_resume(document)
    assert faults(parsed.resume) == []
    assert unproven(parsed, document.text) == []
    found: list[dict[str, Any]] = parsed.resume.get("publications", [])
    return found


class TestReadPublications:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "A. Lee, J. Smith, and R. Adams. Falls on night wards. Nursing Today, 2021",
                {"name": "Falls on night wards", "publisher": "Nursing Today", "releaseDate": "2021"},
            ),
            (
                "“Safe isolation in old houses”, Wiring Monthly, March 2019, https://wiring.example/17",
                {
                    "name": "Safe isolation in old houses",
                    "publisher": "Wiring Monthly",
                    "releaseDate": "2019-03",
                    "url": "https://wiring.example/17",
                },
            ),
            (
                "Falls at night, Nursing Today, 2021",
                {"name": "Falls at night", "publisher": "Nursing Today", "releaseDate": "2021"},
            ),
            (
                "Петрова Е. А., Сидоров И. И. Учёт основных средств в школах // Бухгалтерия, 2020",
                {"name": "Учёт основных средств в школах", "publisher": "Бухгалтерия", "releaseDate": "2020"},
            ),
            ("A short history of the ledger", {"name": "A short history of the ledger"}),
        ],
    )
    def test_tells_the_title_from_authors_place_and_date(self, text: str, expected: dict[str, str]) -> None:
        assert publications(text) == [expected]

    def test_reads_one_an_item(self) -> None:
        assert [one["name"] for one in publications("First of all", "Second to none, 2020")] == [
            "First of all",
            "Second to none",
        ]

    def test_leaves_out_what_somebody_did_for_some_time(self) -> None:
        assert publications("Editor of the ward's paper, 2019 – 2021") == []

    def test_is_not_shaken_by_odd_items(self) -> None:
        parsed = parse_resume(plain("Publications\n\n[1]\n\n“\n\n1. 2020.\n\nA. B. C.\n\n// doi:10.1/x\n"))
        assert faults(parsed.resume) == []
