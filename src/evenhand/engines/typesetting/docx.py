"""DOCX by python-docx: real headings, lists and tables, so that it can be edited and read aloud."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from .paper import Paper

MADE = datetime(2020, 1, 1, tzinfo=UTC)  # as in the PDF: the same content gives the same bytes
FONT = "Georgia"
METER_CELLS = 20


def paper_docx(paper: Paper) -> bytes:
    """The paper as a document of Word and its like."""
    values = paper.to_dict()
    document = new_document(values["title"], values["language"])
    document.add_heading(values["title"], level=0)
    if values["lead"]:
        document.add_paragraph(values["lead"])
    for section in values["sections"]:
        document.add_heading(section["title"], level=min(max(section["level"], 1), 2))
        for block in section["blocks"]:
            _BLOCKS[block["kind"]](document, block)
    if values["note"]:
        document.sections[0].footer.paragraphs[0].text = values["note"]
    return written(document)


def new_document(title: str, language: str) -> Any:
    """An empty document with our type."""
    from docx import Document  # with lxml, only where a DOCX is made
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = language
    document.core_properties.created = document.core_properties.modified = MADE
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(5)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name = FONT
        style.font.color.rgb = None
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(kind), None)
    return document


def written(document: Any) -> bytes:
    """The bytes of a document, the same for the same content: the archive carries no time of its own."""
    raw, out = BytesIO(), BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, date_time=MADE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            again.writestr(entry, packed.read(name))
    return out.getvalue()


def _paragraph(document: Any, block: dict[str, Any]) -> None:
    style = "Quote" if block["tone"] == "quote" else None
    run = document.add_paragraph(style=style).add_run(block["text"])
    run.bold = block["tone"] == "strong" or None


def _bullets(document: Any, block: dict[str, Any]) -> None:
    for item in block["items"]:
        document.add_paragraph(item, style="List Number" if block["ordered"] else "List Bullet")


def _facts(document: Any, block: dict[str, Any]) -> None:
    for name, value in block["pairs"]:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)


def _table(document: Any, block: dict[str, Any]) -> None:
    table = document.add_table(rows=1, cols=len(block["head"]), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, block["head"], strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    for row in block["rows"]:
        for cell, words in zip(table.add_row().cells, row, strict=False):
            cell.text = words
    document.add_paragraph()


def _meter(document: Any, block: dict[str, Any]) -> None:
    """The bar in letters: a picture would not be read aloud."""
    paragraph = document.add_paragraph()
    paragraph.add_run(": ".join(words for words in (block["label"], block["figure"]) if words))
    if block["portion"] is not None:
        full = round(min(max(block["portion"], 0), 1) * METER_CELLS)
        paragraph.add_run().add_break()
        paragraph.add_run("█" * full + "░" * (METER_CELLS - full))


_BLOCKS = {
    "paragraph": _paragraph,
    "bullets": _bullets,
    "facts": _facts,
    "table": _table,
    "meter": _meter,
}
