"""A letter as it is sent: whose it is and how they are reached, to whom, about what, and its paragraphs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .docx import new_document, written
from .paper import printable
from .pdf import typeset


@dataclass(frozen=True, slots=True)
class Letter:
    """`ways` are how the sender is reached. Line ends within a paragraph stay. It carries no date: it is sent later."""

    sender: str
    ways: Sequence[str]
    recipient: str
    subject: str
    paragraphs: Sequence[str]
    language: str = "en"


def letter_pdf(letter: Letter) -> bytes:
    """The letter on A4. Raises TypesettingFailed."""
    return typeset("letter", printable(asdict(letter)))


def letter_docx(letter: Letter) -> bytes:
    """The same as a document that can be edited further."""
    from docx.shared import Pt  # with lxml, only where a DOCX is made

    values: dict[str, Any] = printable(asdict(letter))
    document = new_document(values["subject"], values["language"])
    if values["sender"]:
        document.add_paragraph().add_run(values["sender"]).bold = True
    if values["ways"]:
        document.add_paragraph(" · ".join(values["ways"]))
    if values["recipient"]:
        document.add_paragraph(values["recipient"]).paragraph_format.space_before = Pt(18)
    document.add_heading(values["subject"], level=2)
    for text in values["paragraphs"]:
        document.add_paragraph(text).paragraph_format.space_after = Pt(9)
    return written(document)
