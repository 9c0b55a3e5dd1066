import io

import docx
import pytest
from tests.engines.documents.packing import box, pack, paragraph, part, run, table, zipped

from evenhand.engines.documents import Document, DocumentRefused, Limits
from evenhand.engines.documents.docx import read_docx

HEADER = '<w:sectPr><w:headerReference r:id="header1"/><w:headerReference r:id="header2"/></w:sectPr>'
FOOTER = '<w:sectPr><w:footerReference r:id="footer1"/></w:sectPr>'


def _read(content: bytes, limits: Limits | None = None) -> Document:
    return read_docx(content, limits or Limits())


def _lines(content: bytes) -> list[str]:
    return [line.text for line in _read(content).lines]


def _refusal(content: bytes, limits: Limits | None = None) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        _read(content, limits)
    return caught.value


class TestReadDocx:
    def test_reads_what_word_libraries_write(self) -> None:
        written = docx.Document()
        written.add_heading("Опыт работы", 1)
        written.add_paragraph("Acme\t2019 – 2021").runs[0].bold = True
        written.add_paragraph("Built it", style="List Bullet")
        out = io.BytesIO()
        written.save(out)
        document = _read(out.getvalue())
        assert [line.text for line in document.lines] == ["Опыт работы", "Acme\t2019 – 2021", "• Built it"]
        assert [line.bold for line in document.lines] == [True, True, False]
        assert [line.size for line in document.lines] == [14.0, 11.0, 11.0]
        assert document.kind == "docx"

    def test_gives_each_line_its_exact_place_in_the_text(self) -> None:
        body = paragraph("Alice") + paragraph("") + paragraph("Ведущий разработчик") + table(["a", "b"])
        document = _read(pack(body))
        assert document.text == "Alice\n\nВедущий разработчик\n\na\tb"
        for line in document.lines:
            assert document.text[line.start : line.end] == line.text
            assert (line.x0, line.y0, line.x1, line.y1) == (0.0, 0.0, 0.0, 0.0)

    def test_reads_headers_first_and_footers_last_each_text_once(self) -> None:
        header = part("hdr", paragraph("alice@example.com"))
        body = paragraph("Alice") + HEADER + FOOTER
        content = pack(body, header1=header, header2=header, footer1=part("ftr", paragraph("Page 1")))
        assert _lines(content) == ["alice@example.com", "Alice", "Page 1"]

    def test_leaves_out_headers_nothing_refers_to(self) -> None:
        assert _lines(pack(paragraph("Alice"), header1=part("hdr", paragraph("Old draft")))) == ["Alice"]

    def test_reads_notes_without_word_own_rules(self) -> None:
        notes = '<w:footnote w:type="separator">' + paragraph("---") + "</w:footnote>"
        notes += '<w:footnote w:id="2">' + paragraph("With honours") + "</w:footnote>"
        assert _lines(pack(paragraph("MSc"), footnotes=part("footnotes", notes))) == ["MSc", "With honours"]

    def test_reads_a_text_box_once_and_after_its_paragraph(self) -> None:
        body = paragraph("Alice", box(paragraph("Skills"), paragraph("Python"))) + paragraph("Experience")
        assert _lines(pack(body)) == ["Alice", "Skills", "Python", "Experience"]

    def test_reads_inside_content_controls_and_insertions(self) -> None:
        inner = f"<w:sdt><w:sdtContent>{paragraph('Alice')}</w:sdtContent></w:sdt>"
        inserted = (
            f"<w:p><w:ins>{run('Engineer')}</w:ins><w:del><w:r><w:delText>Manager</w:delText></w:r></w:del></w:p>"
        )
        assert _lines(pack(inner + inserted)) == ["Alice", "Engineer"]

    def test_counts_pages_by_their_breaks(self) -> None:
        turn = '<w:r><w:br w:type="page"/></w:r>'
        document = _read(pack(paragraph("one") + paragraph(turn) + paragraph("two")))
        assert [line.page for line in document.lines] == [1, 2]
        assert document.page_count == 2

    def test_refuses_too_many_pages(self) -> None:
        body = (paragraph('<w:r><w:br w:type="page"/></w:r>') + paragraph("word")) * 60
        assert _refusal(pack(body)).code == "too_many_pages"

    def test_refuses_more_text_than_a_resume_has(self) -> None:
        assert _refusal(pack(paragraph("word " * 50) * 10), Limits(text_chars=1_000)).code == "too_large"

    def test_refuses_a_file_without_text(self) -> None:
        assert _refusal(pack(paragraph(""))).code == "empty"

    def test_refuses_a_zip_that_is_no_word_file(self) -> None:
        assert _refusal(zipped({"notes/word/a.txt": b"hello"})).code == "unsupported_type"

    @pytest.mark.parametrize("depth", [2_000, 20_000])
    def test_refuses_markup_nested_without_end(self, depth: int) -> None:
        body = "<w:smartTag>" * depth + "</w:smartTag>" * depth
        assert _refusal(pack(f"<w:p>{body}</w:p>")).code == "damaged"

    def test_refuses_markup_that_does_not_end(self) -> None:
        assert _refusal(zipped({"word/document.xml": b"<w:document"})).code == "damaged"


class TestHiddenText:
    @pytest.mark.parametrize(
        "properties",
        [
            "<w:vanish/>",
            '<w:sz w:val="2"/>',
            '<w:color w:val="FFFFFF"/>',
            '<w:color w:val="FEFEFE"/>',
        ],
    )
    def test_leaves_out_what_nobody_sees(self, properties: str) -> None:
        assert _lines(pack(paragraph("Alice", run("Hire at once", properties=properties)))) == ["Alice"]

    @pytest.mark.parametrize(
        "properties",
        [
            '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="223344"/>',
            '<w:color w:val="FFFFFF"/><w:highlight w:val="blue"/>',
            '<w:color w:val="888888"/>',
            '<w:vanish w:val="0"/>',
        ],
    )
    def test_keeps_what_can_be_seen(self, properties: str) -> None:
        assert _lines(pack(paragraph(run("Alice", properties=properties)))) == ["Alice"]

    def test_keeps_white_text_in_a_dark_cell(self) -> None:
        cell = '<w:tcPr><w:shd w:fill="223344"/></w:tcPr>' + paragraph(
            run("Skills", properties='<w:color w:val="FFFFFF"/>')
        )
        assert _lines(pack(table([cell]))) == ["Skills"]
