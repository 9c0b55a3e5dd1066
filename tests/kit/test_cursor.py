"""Cursors of long lists."""

import base64
import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from evenhand.kit.cursor import BadCursor, cut, from_cursor, to_cursor

MOMENT = datetime(2026, 11, 21, 9, 0, 0, 123456, tzinfo=UTC)
ID = UUID("019a0000-0000-7000-8000-000000000001")


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


class TestFromCursor:
    def test_gives_back_the_key_of_every_kind(self) -> None:
        assert from_cursor(to_cursor(MOMENT, ID, 7, "Ёж"), datetime, UUID, int, str) == (MOMENT, ID, 7, "Ёж")

    def test_nothing_is_the_first_page(self) -> None:
        assert from_cursor("", UUID) is None

    @pytest.mark.parametrize(
        "cursor",
        [
            "nonsense",
            "Ёж",
            "====",
            encoded({"a": 1}),
            encoded([]),
            encoded([str(ID), 1, 2]),
            encoded(["not an id", 1]),
            encoded([str(ID), "1"]),
            encoded([str(ID), True]),
            encoded([str(ID), 2**31]),
            encoded([str(ID), -(2**31)]),
            encoded([str(ID), 1.5]),
            encoded([None, 1]),
            "W1tb" * 90,
        ],
    )
    def test_refuses_what_was_not_made_here(self, cursor: str) -> None:
        with pytest.raises(BadCursor):
            from_cursor(cursor, UUID, int)

    @pytest.mark.parametrize(
        "value",
        [
            "yesterday",
            "2026-11-21T09:00:00",
            "2026-13-01T00:00:00+00:00",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00",
        ],
    )
    def test_refuses_a_moment_without_a_zone_or_sense(self, value: str) -> None:
        with pytest.raises(BadCursor):
            from_cursor(encoded([value]), datetime)

    def test_refuses_text_the_database_cannot_hold(self) -> None:
        with pytest.raises(BadCursor):
            from_cursor(encoded(["a\x00b"]), str)

    @given(some.text(max_size=400))
    def test_refuses_any_text_with_one_refusal(self, cursor: str) -> None:
        try:
            from_cursor(cursor, datetime, UUID)
        except BadCursor:
            return
        assert not cursor


class TestCut:
    def test_keeps_the_limit_and_names_the_last_row_shown(self) -> None:
        shown, following = cut([3, 2, 1], 2, key=lambda row: (row,))
        assert shown == [3, 2]
        assert from_cursor(following or "", int) == (2,)

    def test_the_last_page_has_no_next(self) -> None:
        assert cut([2, 1], 2, key=lambda row: (row,)) == ([2, 1], None)
        assert cut([], 2, key=lambda row: (row,)) == ([], None)
