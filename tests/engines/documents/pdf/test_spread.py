from tests.engines.documents.drawing import Page, lines_of, width

WORDS = [["payments", "shipping", "with"], ["measurable", "results", "in"], ["reliable", "systems", "for"]]


def _justified(page: Page, x: float, y: float, words: list[str], across: float) -> None:
    gap = (across - sum(width(word) for word in words)) / (len(words) - 1)
    for word in words:
        page.text(x, y, word)
        x += width(word) + gap


class TestSpreadRows:
    def test_reads_justified_lines_with_plain_spaces(self) -> None:
        page = Page()
        for index, words in enumerate(WORDS):
            _justified(page, 72, 100 + 14 * index, words, 120)
        assert lines_of(page) == [" ".join(words) for words in WORDS]

    def test_reads_a_justified_line_of_two_words_among_others(self) -> None:
        page = Page()
        for index, words in enumerate([*WORDS, ["Distributed", "engineering"]]):
            _justified(page, 72, 100 + 14 * index, words, 120)
        assert lines_of(page)[-1] == "Distributed engineering"

    def test_leaves_the_cells_of_a_table_apart(self) -> None:
        page = Page()
        for index, cells in enumerate([["HTML", "CSS", "Python"], ["Go", "React", "C++"]]):
            for column, cell in enumerate(cells):
                page.text(72 + 150 * column, 100 + 14 * index, cell)
        assert lines_of(page) == ["HTML\tCSS\tPython", "Go\tReact\tC++"]
