"""CSV that people open in spreadsheets."""

import csv
import io

import pytest

from evenhand.kit.tables import cell, line


class TestCell:
    @pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "＝1", ["=1"][0]])
    def test_is_never_a_formula(self, value: str) -> None:
        assert cell(value) == f"'{value}"

    def test_keeps_what_is_none(self) -> None:
        assert [cell(value) for value in ("a=1", 12, None, {"a": "=1"})] == ["a=1", "12", "", '{"a": "=1"}']


class TestLine:
    def test_is_read_back_as_it_was(self) -> None:
        values = ["a,b", 'say "yes"', "two\nlines"]
        assert next(csv.reader(io.StringIO(line(values).decode()))) == values
