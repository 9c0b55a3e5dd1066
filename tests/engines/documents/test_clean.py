import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engines.documents.clean import clean


class TestClean:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("o\ufb03ce", "office"),
            ("re\u00adsume", "resume"),
            ("a\u00a0b\u2009c\u3000d", "a b c d"),
            ("a\u200bb\ufeffc", "abc"),
            ("\u202eevil\u202c \u2066x\u2069", "evil x"),
            ("a\x00b\x07c\x1bd\x85", "abcd"),
            ("tab\tstays\nand newline", "tab\tstays\nand newline"),
            ("line\u2028end", "line\nend"),
            ("e\u0301", "é"),
            ("и\u0306од", "йод"),
            ("\U000e0041\U000e0042x", "x"),
            ("👩\u200d💻\ufe0f", "👩💻"),
            ("Привет — мир", "Привет — мир"),
        ],
    )
    def test_keeps_what_a_reader_sees(self, written: str, read: str) -> None:
        assert clean(written) == read

    def test_replaces_half_characters(self) -> None:
        assert clean("a\ud800b") == "a\ufffdb"

    @given(st.text())
    def test_changes_nothing_the_second_time(self, text: str) -> None:
        once = clean(text)
        assert clean(once) == once
        once.encode()

    @given(st.text())
    def test_leaves_no_control_or_invisible_format(self, text: str) -> None:
        assert not any(unicodedata.category(char) == "Cc" for char in clean(text) if char not in "\t\n")
