"""Words keep their places, and the forms of one word share a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engines.skills.tokens import fold, stem, tokens


class TestFold:
    @given(st.text())
    def test_never_changes_the_length(self, text: str) -> None:
        assert len(fold(text)) == len(text)

    def test_keeps_a_letter_whose_small_form_is_two(self) -> None:
        assert fold("İЁ") == "İе"


class TestTokens:
    @given(st.text())
    def test_stand_in_order_inside_the_text(self, text: str) -> None:
        reached = 0
        for token in tokens(text):
            assert reached <= token.start < token.end <= len(text)
            reached = token.end

    @pytest.mark.parametrize(
        ("text", "keys"),
        [
            ("C++, C#, .NET", ["c++", "c#", ".net"]),
            ("C++17", ["c++", "17"]),
            ("Node.js", ["node", "js"]),
            ("ASP.NET and socket.io", ["asp", "net", "and", "socket", "io"]),
            ("manage\u00adment", ["management"]),
            ("ﬁnance", ["finance"]),
        ],
    )
    def test_keep_the_signs_that_belong_to_a_name(self, text: str, keys: list[str]) -> None:
        assert [token.key for token in tokens(text)] == keys

    @pytest.mark.parametrize(
        "address", ["alice@python.org", "https://go.dev/ref?q=rust", "www.swift.org/x", "github.com/rust-lang/rust"]
    )
    def test_skip_addresses(self, address: str) -> None:
        assert [token.key for token in tokens(f"see {address} now")] == ["see", "now"]

    @pytest.mark.parametrize(
        ("text", "joint"),
        [
            ("machine learning", " "),
            ("machine\nlearning", " "),
            ("machine-learning", " "),
            ("machine-\nlearning", " "),
            ("machine / learning", "/"),
            ("machine.learning", "."),
            ("machine, learning", None),
            ("machine. learning", None),
            ("machine - learning", None),
            ("machine\n\nlearning", None),
            ("machine          learning", None),
            ("machine\tlearning", None),
        ],
    )
    def test_know_what_joins_two_words(self, text: str, joint: str | None) -> None:
        assert tokens(text)[1].joint == joint


class TestStem:
    @pytest.mark.parametrize(
        "forms",
        [
            "бухгалтерский бухгалтерского бухгалтерскому бухгалтерским бухгалтерском",
            "учет учета учету учетом учете",
            "продажи продаж продажам продажами продажах",
            "управление управления управлению управлением управлении",
            "логистика логистики логистике логистику логистикой",
            "сварочные сварочных сварочным сварочными",
            "организация организации организацию организацией",
            "питон питона питоном питоне",
            "database databases",
            "query queries",
        ],
    )
    def test_is_one_for_the_forms_of_a_word(self, forms: str) -> None:
        assert len({stem(form) for form in forms.split()}) == 1

    @pytest.mark.parametrize(
        ("one", "other"), [("access", "acces"), ("electronics", "electronic"), ("git", "get"), ("r", "rs")]
    )
    def test_keeps_different_words_apart(self, one: str, other: str) -> None:
        assert stem(one) != stem(other)
