"""Text that people typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import TypeAdapter, ValidationError

from evenhand.kit.text import FilledLine, FilledPassage, alphabetical, line, passage


class TestPassage:
    def test_keeps_every_script_and_joins_what_belongs_together(self) -> None:
        assert passage("Е\u0308лка, 東京, می\u200cخواهم, 👩\u200d🔧") == "Ёлка, 東京, می\u200cخواهم, 👩\u200d🔧"

    def test_takes_out_what_breaks_a_database_or_disguises_a_line(self) -> None:
        assert passage("a\x00b\ud800c\u202ed\x1b") == "abcd"

    def test_keeps_lines_and_tabs_and_drops_blank_ends(self) -> None:
        assert passage("\n one\r\ntwo\rthree\tx \n\n") == "one\ntwo\nthree\tx"

    @given(some.text())
    def test_can_always_be_stored(self, text: str) -> None:
        assert b"\x00" not in passage(text).encode()


class TestLine:
    def test_is_one_line(self) -> None:
        assert line("  a\n\tb\u00a0c  ") == "a b c"


class TestFilled:
    @pytest.mark.parametrize("kind", [FilledLine, FilledPassage])
    @pytest.mark.parametrize("text", ["", " \n ", "\u202e\x00"])
    def test_refuses_what_nobody_could_read(self, kind: type[str], text: str) -> None:
        with pytest.raises(ValidationError, match="Fill this in"):
            TypeAdapter(kind).validate_python(text)


class TestAlphabetical:
    def test_sorts_names_as_people_look_for_them(self) -> None:
        latin = ["åberg", "Abram", "łaska", "Lasse", "Östen", "Otto", "Zoë"]
        wanted = [*latin, "Егор", "Ёлкина", "елова", "Иван", "Йонас", "Яна"]
        mixed = [*wanted[::2], *wanted[1::2]]
        assert sorted(mixed, key=alphabetical) == wanted

    def test_tells_those_apart_that_differ_in_accents_only(self) -> None:
        assert sorted(["Rene", "René"], key=alphabetical) == sorted(["René", "Rene"], key=alphabetical)
