"""Hiding who an applicant is, in everything they wrote, without moving a single letter."""

import pytest

from evenhand.domains.applications.service import Veil
from evenhand.domains.applications.service.access import Summary

MIRA = Summary(name="Mira Sandoval", email="mira@post.example", city="Utrecht")
OLGA = Summary(name="Ольга Ветрова", email="olga@post.example", city="Омск")


class TestVeil:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("Mira Sandoval", "•••• ••••••••"),
            ("MIRA SANDOVAL, engineer", "•••• ••••••••, engineer"),
            ("Mira's pager", "••••'s pager"),
            ("write to mira@post.example now", "write to ••••••••••••••••• now"),
            ("someone.else@post.example", "•••••••••••••••••••••••••"),
            ("mira.sandoval.example", "••••.••••••••.example"),
            ("see https://code.example/mira", "see •••••••••••••••••••••••••"),
            ("+49 30 23125 914", "••••••••••••••••"),
            ("A miracle of Miranda in admiration", "A miracle of Miranda in admiration"),
            ("", ""),
        ],
    )
    def test_puts_dots_over_what_gives_away(self, text: str, shown: str) -> None:
        veil = Veil(MIRA, ["+49 30 23125 914"])
        assert veil(text) == shown
        assert len(veil(text)) == len(text)

    @pytest.mark.parametrize("text", ["Ольга", "у Ольги", "ВЕТРОВА", "о Ветровой", "с Ольгою"])
    def test_knows_russian_endings(self, text: str) -> None:
        hidden = Veil(OLGA)(text)
        assert "льг" not in hidden.casefold()
        assert "етров" not in hidden.casefold()
        assert len(hidden) == len(text)

    def test_hides_nothing_where_names_are_seen(self) -> None:
        assert Veil(None)("Mira, mira@post.example") == "Mira, mira@post.example"

    def test_leaves_what_is_no_text(self) -> None:
        assert Veil(MIRA).over({"a": ["Mira", 3, None]}) == {"a": ["••••", 3, None]}
