from evenhand.engines.documents.pdf.glyphs import Glyph
from evenhand.engines.documents.pdf.runs import find_runs


def row(drawn: str) -> list[Glyph]:
    """Characters as they stand from left to right, ten points each."""
    return [Glyph(char, 5.0 * at, 5.0 * at + 5.0, 100.0, 10.0, bold=False, order=at) for at, char in enumerate(drawn)]


class TestFindRuns:
    def test_reads_hebrew_from_right_to_left(self) -> None:
        (run,) = find_runs(row("סדנהמ"))

        assert run.text == "מהנדס"

    def test_keeps_numbers_and_latin_words_the_right_way_round(self) -> None:
        (run,) = find_runs(row("2019 SQL סדנהמ"))

        assert run.text == "מהנדס 2019 SQL"
        assert len(run.places) == len(run.text)

    def test_leaves_latin_with_a_foreign_word_alone(self) -> None:
        (run,) = find_runs(row("Engineer אב Haifa"))

        assert run.text == "Engineer אב Haifa"
