"""Spans keep their place however they are cut."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engines.resume_parser.span import Span


class TestSpan:
    @given(st.text(alphabet="ab ,()|–", max_size=30), st.integers(0, 50))
    def test_stands_where_it_says_after_any_cut(self, text: str, start: int) -> None:
        document = "x" * start + text
        span = Span(text, start)

        for part in (span.strip(), *span.split(re.compile(r",")), *span.without([(1, 3)])):
            assert document[part.start : part.end] == part.text

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (" – Acme, ", "Acme"),
            ("(Acme)", "Acme"),
            ("Acme (Berlin)", "Acme (Berlin)"),
            ("Acme (", "Acme"),
            ("Acme )", "Acme"),
            ("(a) and (b)", "(a) and (b)"),
            ("— | —", ""),
        ],
    )
    def test_loses_separators_and_halves_of_brackets_at_its_ends(self, text: str, expected: str) -> None:
        assert Span(text, 0).strip().text == expected

    def test_is_false_when_empty(self) -> None:
        assert not Span("", 3)
        assert Span("a", 3)
