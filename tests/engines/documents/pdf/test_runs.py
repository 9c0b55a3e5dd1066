import pytest

from evenhand.engines.documents.pdf.glyphs import Glyph
from evenhand.engines.documents.pdf.runs import find_runs

SIZE = 10.0
ADVANCE = 5.0


def _glyphs(text: str, *, x: float = 0.0, base: float = 100.0, gap: float = 0.0, size: float = SIZE) -> list[Glyph]:
    """Letters of one width, `gap` points apart; spaces are real glyphs."""
    step = ADVANCE * size / SIZE
    return [
        Glyph(char, x + index * (step + gap), x + index * (step + gap) + step, base, size, bold=False, order=index)
        for index, char in enumerate(text)
    ]


def _in_order(*parts: list[Glyph]) -> list[Glyph]:
    glyphs = [glyph for part in parts for glyph in part]
    for order, glyph in enumerate(glyphs):
        glyph.order = order
    return glyphs


def _texts(glyphs: list[Glyph]) -> list[str]:
    return [run.text for run in find_runs(glyphs)]


class TestFindRuns:
    def test_joins_letters_and_keeps_real_spaces(self) -> None:
        assert _texts(_glyphs("plain text")) == ["plain text"]

    def test_sees_a_space_that_is_only_a_gap(self) -> None:
        glyphs = _in_order(_glyphs("plain"), _glyphs("text", x=27.0))
        assert _texts(glyphs) == ["plain text"]

    def test_ignores_a_space_that_nobody_sees(self) -> None:
        word = _glyphs("Ja va")
        for glyph in word[3:]:
            glyph.x0 -= ADVANCE
            glyph.x1 -= ADVANCE
        assert _texts(word) == ["Java"]

    def test_parts_runs_at_a_wide_gap(self) -> None:
        glyphs = _in_order(_glyphs("Acme"), _glyphs("2019", x=200.0))
        assert _texts(glyphs) == ["Acme", "2019"]

    @pytest.mark.parametrize("gap", [1.0, 2.0, 4.0, 8.0, 14.0])
    def test_closes_letters_set_apart(self, gap: float) -> None:
        assert _texts(_glyphs("EXPERIENCE", gap=gap)) == ["EXPERIENCE"]

    def test_closes_letters_parted_by_real_spaces(self) -> None:
        assert _texts(_glyphs("E X P E R I E N C E")) == ["EXPERIENCE"]

    @pytest.mark.parametrize("text", ["ОПЫТ  РАБОТЫ", "WORK  HISTORY"])
    def test_keeps_words_of_letters_set_apart(self, text: str) -> None:
        assert _texts(_glyphs(text, gap=4.0)) == [" ".join(text.split())]

    def test_leaves_short_words_apart(self) -> None:
        assert _texts(_glyphs("I am a C or R fan")) == ["I am a C or R fan"]

    @pytest.mark.parametrize("shift", [0.0, 0.4])
    def test_reads_text_drawn_twice_once_and_as_bold(self, shift: float) -> None:
        glyphs = _in_order(_glyphs("Hello"), _glyphs("Hello", x=shift))
        (run,) = find_runs(glyphs)
        assert (run.text, run.bold) == ("Hello", True)

    def test_keeps_double_letters(self) -> None:
        assert _texts(_glyphs("bookkeeper")) == ["bookkeeper"]

    def test_puts_a_superscript_into_its_line(self) -> None:
        glyphs = _in_order(
            _glyphs("1"),
            _glyphs("st", x=5.0, base=96.0, size=6.0),
            _glyphs("/50", x=11.0),
        )
        assert _texts(glyphs) == ["1st/50"]

    def test_puts_a_lowered_letter_into_its_word(self) -> None:
        glyphs = _in_order(_glyphs("T"), _glyphs("E", x=4.0, base=102.2), _glyphs("X", x=8.0))
        assert _texts(glyphs) == ["TEX"]

    def test_keeps_lines_under_one_another_apart(self) -> None:
        glyphs = _in_order(_glyphs("one"), _glyphs("two", base=111.0))
        assert _texts(glyphs) == ["one", "two"]

    def test_keeps_texts_over_one_another_apart(self) -> None:
        glyphs = _in_order(_glyphs("PUBLICATIONS"), _glyphs("some other text", x=2.5))
        assert sorted(_texts(glyphs)) == ["PUBLICATIONS", "some other text"]

    @pytest.mark.parametrize("mark", ["•", "▪", "–", "*"])
    def test_joins_a_list_mark_to_its_text_over_any_tab_stop(self, mark: str) -> None:
        glyphs = _in_order(_glyphs(mark), _glyphs("Built it", x=30.0))
        assert _texts(glyphs) == [f"{mark} Built it"]

    def test_puts_a_loose_accent_on_its_letter(self) -> None:
        glyphs = _in_order(_glyphs("r"), _glyphs("´", x=5.5), _glyphs("e", x=5.0), _glyphs("sum", x=10.0))
        assert _texts(glyphs) == ["résum"]

    def test_puts_a_combining_accent_on_its_letter(self) -> None:
        glyphs = _in_order(_glyphs("и"), _glyphs("\u0306", x=0.5), _glyphs("од", x=5.0))
        assert _texts(glyphs) == ["йод"]

    def test_places_every_character(self) -> None:
        (run,) = find_runs(_glyphs("ab cd"))
        assert run.places == [(0.0, 5.0), (5.0, 10.0), (10.0, 15.0), (15.0, 20.0), (20.0, 25.0)]

    def test_drops_runs_of_nothing_but_spaces(self) -> None:
        assert _texts(_glyphs("   ")) == []
