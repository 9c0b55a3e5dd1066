import pytest
from tests.engines.documents.packing import pack, paragraph, table

from evenhand.engines.documents import Limits
from evenhand.engines.documents.docx import read_docx

LONG = "Led a team of engineers that built and shipped reliable systems for payments"


def _lines(body: str) -> list[str]:
    return [line.text for line in read_docx(pack(body), Limits()).lines]


class TestToLine:
    @pytest.mark.parametrize("gap", ["\t", "\t\t", "     ", " \t "])
    def test_makes_one_tab_of_a_wide_gap(self, gap: str) -> None:
        assert _lines(paragraph(f"Acme{gap}2019 – 2021")) == ["Acme\t2019 – 2021"]

    def test_makes_one_space_of_two(self) -> None:
        assert _lines(paragraph("Acme.  We build")) == ["Acme. We build"]

    def test_drops_marks_nobody_sees(self) -> None:
        assert _lines(paragraph(" \u200bAl\u00adice\u202e Exam\u00a0ple ")) == ["Alice Exam ple"]

    def test_is_as_bold_as_most_of_its_letters(self) -> None:
        bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>Acme Corporation</w:t></w:r>"
        first, second = read_docx(pack(paragraph(bold, ", 2019") + paragraph("Built it")), Limits()).lines
        assert (first.bold, second.bold) == (True, False)


class TestRowLines:
    def test_puts_short_cells_on_one_line(self) -> None:
        assert _lines(table(["Languages", "English, Русский"], ["Cloud", "AWS"])) == [
            "Languages\tEnglish, Русский",
            "Cloud\tAWS",
        ]

    def test_puts_a_date_beside_the_first_line_of_what_it_dates(self) -> None:
        cell = "".join(map(paragraph, ["Engineer, Acme", LONG, LONG, LONG, LONG]))
        assert _lines(table(["2019 – н. в.", cell])) == ["2019 – н. в.\tEngineer, Acme", LONG, LONG, LONG, LONG]

    def test_reads_columns_made_of_cells_one_after_the_other(self) -> None:
        side, main = ["Contact", "a@b.example", "Berlin"], ["Experience", LONG, LONG, LONG]
        cells = ["".join(map(paragraph, column)) for column in (side, main)]
        assert _lines(table(cells)) == [*side, *main]

    def test_keeps_a_label_apart_from_a_long_cell(self) -> None:
        cell = "".join(map(paragraph, ["Acme", LONG, LONG, LONG]))
        assert _lines(table(["EXPERIENCE", cell])) == ["EXPERIENCE", "Acme", LONG, LONG, LONG]

    def test_skips_empty_cells(self) -> None:
        assert _lines(table(["Acme", "", "2019"])) == ["Acme\t2019"]

    def test_reads_a_table_in_a_cell(self) -> None:
        inner = table(["Python", "Go"])
        assert _lines(table([paragraph("Skills") + inner + paragraph("")])) == ["Skills", "Python\tGo"]
