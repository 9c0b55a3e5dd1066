import pytest
from tests.engines.documents.packing import pack, paragraph, part, run

from evenhand.engines.documents import Limits, Line
from evenhand.engines.documents.docx import read_docx


def _style(key: str, name: str, inner: str, *, kind: str = "paragraph", entries: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{key}" {entries}><w:name w:val="{name}"/>{inner}</w:style>'


def _size(half_points: int) -> str:
    return f'<w:rPr><w:sz w:val="{half_points}"/></w:rPr>'


STYLES = part(
    "styles",
    f"<w:docDefaults><w:rPrDefault>{_size(22)}</w:rPrDefault></w:docDefaults>"
    + _style("N", "Normal", _size(24), entries='w:default="1"')
    + _style("H", "heading 1", '<w:basedOn w:val="N"/><w:rPr><w:b/></w:rPr>')
    + _style("C", "Big", _size(40), kind="character")
    + _style("X", "x", '<w:basedOn w:val="Y"/>')
    + _style("Y", "y", '<w:basedOn w:val="X"/>' + _size(30)),
)


def _line(body: str) -> Line:
    return read_docx(pack(body, styles=STYLES), Limits()).lines[0]


class TestStyles:
    @pytest.mark.parametrize(
        ("style", "properties", "size", "bold"),
        [
            (None, "", 12.0, False),
            ("H", "", 12.0, True),
            ("H", '<w:b w:val="0"/>', 12.0, False),
            ("H", '<w:sz w:val="28"/>', 14.0, True),
            ("H", '<w:rStyle w:val="C"/>', 20.0, True),
            ("X", "", 15.0, False),  # a circle of styles
            ("gone", "", 11.0, False),
            (None, '<w:sz w:val="huge"/>', 12.0, False),
        ],
    )
    def test_takes_the_nearest_word_on_size_and_weight(
        self, style: str | None, properties: str, size: float, *, bold: bool
    ) -> None:
        chosen = f'<w:pStyle w:val="{style}"/>' if style else ""
        line = _line(paragraph(run("Alice", properties=properties), properties=chosen))
        assert (line.size, line.bold) == (size, bold)

    def test_sets_headings_apart(self) -> None:
        heading = paragraph("Experience", properties='<w:pStyle w:val="H"/>')
        document = read_docx(pack(paragraph("Alice") + heading + paragraph("Acme"), styles=STYLES), Limits())
        assert document.text == "Alice\n\nExperience\nAcme"
