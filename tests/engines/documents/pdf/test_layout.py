import pytest
from tests.engines.documents.drawing import BOLD, CYRILLIC, Page, draw, lines_of, read, text_of, width


class TestPageFlow:
    def test_gives_each_line_its_exact_place_in_the_text(self) -> None:
        page = Page()
        page.text(72, 72, "Alice Example", size=20, font=BOLD)
        page.lines(72, 110, "Engineer", "Опыт работы", "Acme", font=CYRILLIC)
        document = read(draw(page, page))
        assert len(document.lines) == 8
        for line in document.lines:
            assert document.text[line.start : line.end] == line.text

    def test_gives_points_from_the_top_left(self) -> None:
        page = Page()
        page.text(72, 100, "Alice", size=20)
        (line,) = read(draw(page)).lines
        assert (line.x0, line.x1) == pytest.approx((72, 72 + width("Alice", 20)), abs=0.5)
        assert line.y0 < 100 - 0.6 * 20
        assert 100 < line.y1 < 110
        assert line.size == 20

    @pytest.mark.parametrize("rotation", [90, 180, 270])
    def test_gives_points_of_the_page_as_it_is_shown(self, rotation: int) -> None:
        page = Page(rotation=rotation)
        page.text(72, 100, "Alice", size=20)
        page.text(72, 130, "Engineer", size=20)
        document = read(draw(page))
        alice, engineer = document.lines
        assert (alice.text, engineer.text) == ("Alice", "Engineer")
        if rotation == 180:
            assert alice.x1 == pytest.approx(612 - 72, abs=0.5)
            assert alice.y1 - engineer.y1 == pytest.approx(30)
        else:
            assert alice.y1 - alice.y0 == pytest.approx(width("Alice", 20), abs=0.5)
            assert abs(alice.x1 - engineer.x1) == pytest.approx(30)

    def test_reads_a_page_that_was_turned_to_be_upright(self) -> None:
        page = Page(rotation=90)
        page.turned(100, 500, "Alice Example", size=20)
        page.turned(130, 500, "Engineer")
        document = read(draw(page))
        assert [line.text for line in document.lines] == ["Alice Example", "Engineer"]
        assert document.lines[0].x0 == pytest.approx(292, abs=0.5)  # 792 - 500
        assert document.lines[0].y1 < document.lines[1].y0

    def test_reads_text_that_climbs_after_the_level_text(self) -> None:
        page = Page()
        page.turned(30, 400, "RESUME")
        page.lines(72, 100, "Alice", "Engineer")
        assert lines_of(page) == ["Alice", "Engineer", "RESUME"]

    def test_says_which_lines_are_bold(self) -> None:
        page = Page()
        page.text(72, 100, "Acme", font=BOLD)
        page.text(72, 114, "Engineer")
        assert [line.bold for line in read(draw(page)).lines] == [True, False]

    def test_puts_an_empty_line_between_blocks_and_pages(self) -> None:
        first, second = Page(), Page()
        first.lines(72, 100, "Alice", "Engineer")
        first.lines(72, 160, "Experience", "Acme")
        second.lines(72, 100, "Globex")
        assert text_of(first, second) == "Alice\nEngineer\n\nExperience\nAcme\n\nGlobex"

    def test_parts_texts_on_one_line_by_a_tab(self) -> None:
        page = Page()
        page.text(72, 100, "Acme")
        page.right(540, 100, "2019 - 2021")
        assert text_of(page) == "Acme\t2019 - 2021"

    def test_orders_texts_set_over_one_another_as_they_were_drawn(self) -> None:
        page = Page()
        page.text(72, 104, "PUBLICATIONS", size=16)
        page.lines(72, 100, "[1] A. Lee, J. Smith and R. Adams. Planit: a crowd", "for learning to plan")
        assert lines_of(page)[0] == "PUBLICATIONS"

    def test_counts_pages(self) -> None:
        page = Page()
        page.text(72, 100, "Alice")
        document = read(draw(page, Page(), page))
        assert document.page_count == 3
        assert [line.page for line in document.lines] == [1, 3]
