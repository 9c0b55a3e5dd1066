"""Certificates: what, when, by whom."""

from typing import Any

import pytest

from evenhand.engines.resume_parser.certificates import read_certificates
from evenhand.engines.resume_parser.draft import grow
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import sheet


def read(markup: str) -> list[dict[str, Any]]:
    document = sheet(markup)
    grown, _ = grow(document, read_certificates(rows_of(document)))
    return grown or []


class TestReadCertificates:
    @pytest.mark.parametrize(
        ("row", "expected"),
        [
            ("• CKA, 2021", {"name": "CKA", "date": "2021"}),
            ("2023 >> Rope Access, Heights Ltd", {"name": "Rope Access", "date": "2023", "issuer": "Heights Ltd"}),
            (
                "Rope Access — Heights Ltd — May 2023",
                {"name": "Rope Access", "date": "2023-05", "issuer": "Heights Ltd"},
            ),
            ("• First Aid, Red Trust (exp. 2026)", {"name": "First Aid", "issuer": "Red Trust"}),
            ("• AWS Certified – Associate, 2022", {"name": "AWS Certified – Associate", "date": "2022"}),
        ],
    )
    def test_reads_what_when_and_by_whom(self, row: str, expected: dict[str, str]) -> None:
        assert read(row) == [expected]

    def test_takes_the_issuer_from_the_row_below(self) -> None:
        expected = [{"name": "Rope Access", "date": "2023", "issuer": "Heights Ltd"}]

        assert read("** Rope Access >> 2023\nHeights Ltd") == expected
        assert read("Rope Access >> 2023\nIssued by Heights Ltd") == expected

    def test_joins_a_wrapped_item(self) -> None:
        assert len(read("• A certificate with a rather long name that goes on\n   and on, 2020")) == 1
