from tests.engines.documents.drawing import Page, lines_of


class TestWithMarks:
    def test_reads_a_drawn_dot_before_a_line_as_a_bullet(self) -> None:
        page = Page()
        page.box(60, 95, 3, 3, grey=0)
        page.text(72, 100, "Built a platform")
        page.text(72, 114, "and ran it")
        assert lines_of(page) == ["• Built a platform", "and ran it"]

    def test_leaves_a_row_of_dots_alone(self) -> None:
        page = Page()
        for index in range(5):
            page.box(40 + 5 * index, 95, 3, 3, grey=0)
        page.text(72, 100, "Python")
        assert lines_of(page) == ["Python"]

    def test_leaves_shapes_alone_that_are_no_dots(self) -> None:
        page = Page()
        page.box(50, 92, 9, 9, grey=0.5)  # an icon
        page.text(72, 100, "alice@example.com")
        page.box(60, 110, 8, 1, grey=0)  # a rule
        page.text(72, 114, "Berlin")
        page.box(20, 124, 3, 3, grey=0)  # too far away
        page.text(72, 128, "Germany")
        assert lines_of(page) == ["alice@example.com", "Berlin", "Germany"]

    def test_leaves_one_mark_where_text_has_its_own(self) -> None:
        page = Page()
        page.box(60, 95, 3, 3, grey=0)
        page.text(72, 100, "• Built a platform")
        assert lines_of(page) == ["• Built a platform"]
