from tests.engines.documents.drawing import Page, draw, lines_of, read

MAIN = ["Engineer, Northwind, 2019 - 2021", "Led a platform team over three regions of the world.", "Cut latency."]
MORE = ["Developer, Globex, 2016 - 2019", "Ran the shop of ten thousand orders a day and more."]
SIDE = ["Contact", "alice@example.com", "Berlin"]
SIDE_MORE = ["Languages", "English", "German"]
FULL = "A long line of text that runs over the whole width of the page, so that the columns have come to an end"


def _sidebar(main: list[str], side: list[str]) -> Page:
    page = Page()
    page.lines(50, 100, *main)
    page.lines(430, 105, *side)
    return page


class TestInFlow:
    def test_goes_on_with_the_main_column_before_the_sidebar(self) -> None:
        second = Page()
        second.lines(50, 60, *MORE)
        assert lines_of(_sidebar(MAIN, SIDE), second) == [*MAIN, *MORE, *SIDE]

    def test_goes_on_with_both_columns(self) -> None:
        pages = _sidebar(MAIN, SIDE), _sidebar(MORE, SIDE_MORE)
        assert lines_of(*pages) == [*MAIN, *MORE, *SIDE, *SIDE_MORE]

    def test_ends_the_columns_at_a_page_without_them(self) -> None:
        second = Page()
        second.text(50, 60, FULL)
        assert lines_of(_sidebar(MAIN, SIDE), second) == [*MAIN, *SIDE, FULL]

    def test_reads_a_running_foot_after_the_columns(self) -> None:
        first, second = _sidebar(MAIN, SIDE), _sidebar(MORE, SIDE_MORE)
        for page in (first, second):
            page.text(200, 750, "Alice Example, curriculum vitae, all pages of it")
        lines = lines_of(first, second)
        assert lines[:5] == [*MAIN, *MORE]
        assert lines[-1].startswith("Alice Example")

    def test_keeps_newspaper_columns_to_their_page(self) -> None:
        pages = [Page(), Page()]
        texts = [[f"{side} column of page {number} says more" for side in "LR"] for number in (1, 2)]
        for page, (left, right) in zip(pages, texts, strict=True):
            page.lines(50, 100, left, left, left)
            page.lines(310, 100, right, right, right)
        assert lines_of(*pages) == [text for pair in texts for text in pair for _ in range(3)]

    def test_keeps_the_page_of_every_line(self) -> None:
        document = read(draw(_sidebar(MAIN, SIDE), _sidebar(MORE, SIDE_MORE)))
        assert [line.page for line in document.lines] == [1] * 3 + [2] * 2 + [1] * 3 + [2] * 3
        assert document.page_at(document.text.index("Developer")) == 2
        assert document.page_at(document.text.index("Contact")) == 1
