"""Interests, where they are a list."""

from typing import Any

from evenhand.engines.resume_parser.draft import grow
from evenhand.engines.resume_parser.interests import read_interests
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import sheet


def read(markup: str) -> list[dict[str, Any]]:
    document = sheet(markup)
    grown, _ = grow(document, read_interests(rows_of(document)))
    return grown or []


class TestReadInterests:
    def test_takes_a_list_and_leaves_sentences(self) -> None:
        assert read("Sailing, board games · beekeeping.") == [
            {"name": "Sailing"},
            {"name": "board games"},
            {"name": "beekeeping"},
        ]
        assert read("I like to walk in the hills with my two old dogs") == []
