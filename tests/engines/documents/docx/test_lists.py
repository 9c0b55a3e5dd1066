from tests.engines.documents.packing import pack, paragraph, part

from evenhand.engines.documents import Limits
from evenhand.engines.documents.docx import read_docx

NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="2"><w:numFmt w:val="lowerRoman"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>',
)
STYLES = part(
    "styles",
    '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="List"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="M"><w:name w:val="More"/><w:basedOn w:val="L"/></w:style>',
)


def _item(text: str, level: int, *, numbers: str = "1") -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbers}"/></w:numPr>'
    return paragraph(text, properties=place)


def _lines(body: str) -> list[str]:
    return [line.text for line in read_docx(pack(body, numbering=NUMBERING, styles=STYLES), Limits()).lines]


class TestLists:
    def test_counts_and_marks_as_word_shows(self) -> None:
        body = _item("one", 0) + _item("dot", 1) + _item("two", 0) + _item("roman", 2)
        assert _lines(body) == ["1. one", "• dot", "2. two", "roman"]

    def test_finds_the_list_in_the_style_and_its_base(self) -> None:
        styled = [
            paragraph(text, properties=f'<w:pStyle w:val="{style}"/>') for text, style in (("a", "L"), ("b", "M"))
        ]
        assert _lines("".join(styled)) == ["1. a", "2. b"]

    def test_leaves_a_paragraph_alone_that_was_taken_out_of_its_list(self) -> None:
        taken_out = '<w:pStyle w:val="L"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
        assert _lines(paragraph("plain", properties=taken_out)) == ["plain"]

    def test_counts_no_empty_paragraph(self) -> None:
        assert _lines(_item("", 0) + _item("one", 0)) == ["1. one"]
