"""Rows: cells, bullets, running heads, letters set apart, words broken at a line's end."""

import pytest

from evenhand.engines.resume_parser.rows import Row, rows_of, together

from .sheets import Box, Sheet, plain, sheet


def texts(rows: list[Row]) -> list[str]:
    return [row.text for row in rows]


class TestRowsOf:
    def test_cuts_cells_at_tabs_and_wide_gaps(self) -> None:
        [row] = rows_of(sheet("Acme Corp >> Jan 2020 – Present"))
        [typed] = rows_of(plain("Acme Corp      Jan 2020"))

        assert [cell.text for cell in row.cells] == ["Acme Corp", "Jan 2020 – Present"]
        assert [cell.text for cell in typed.cells] == ["Acme Corp", "Jan 2020"]

    def test_keeps_two_spaces_after_a_full_stop_in_one_cell(self) -> None:
        [row] = rows_of(plain("It works.  It is tested."))

        assert len(row.cells) == 1

    @pytest.mark.parametrize("bullet", ["•", "●", "▪", "-", "–", "*", "➢", "✓", "\uf0b7"])
    def test_takes_the_bullet_off_a_list_item(self, bullet: str) -> None:
        [row] = rows_of(plain(f"{bullet} did a thing"))

        assert row.bullet
        assert row.text == "did a thing"
        assert row.span.start == 2

    @pytest.mark.parametrize("text", ["-5 degrees", "Acme - Berlin", "o'clock"])
    def test_does_not_take_other_marks_for_bullets(self, text: str) -> None:
        assert not rows_of(plain(text))[0].bullet

    def test_drops_what_repeats_on_every_page(self) -> None:
        page = Sheet()
        for number, word in enumerate(("one", "two", "three"), start=1):
            page.column(f"201{number} – 2020\nthe {word} row", Box(page=number))
            page.column(f"June 3, 2026 >> Alice Example >> {number}", Box(top=800, page=number))

        assert texts(rows_of(page.document())) == [
            *("2011 – 2020", "the one row"),
            *("2012 – 2020", "the two row"),
            *("2013 – 2020", "the three row"),
        ]

    def test_keeps_the_name_that_heads_every_page_once(self) -> None:
        page = Sheet()
        for number in (1, 2):
            page.column(f"Alice Example\nbody {number} of the page\nmore of it", Box(page=number))

        assert texts(rows_of(page.document())).count("Alice Example") == 1

    def test_drops_page_numbers_and_decoration(self) -> None:
        assert texts(rows_of(plain("2\nAlice\n* * *\nBerlin"))) == ["Alice", "Berlin"]

    def test_takes_off_marks_of_a_scale(self) -> None:
        assert texts(rows_of(plain("Python ●●●●○"))) == ["Python"]

    def test_knows_a_word_broken_at_the_end_of_a_line(self) -> None:
        rows = rows_of(plain("an enter-\nprise and a multi-\nmillion and a state-\nwide state"))

        assert [row.broken for row in rows] == [True, False, False, False]


class TestTogether:
    def test_puts_letters_set_apart_together(self) -> None:
        assert together("E X P E R I E N C E") == "EXPERIENCE"
        assert together("A L I C E   E X A M P L E") == "ALICE   EXAMPLE"
        assert together("Plan B is a go") == "Plan B is a go"
