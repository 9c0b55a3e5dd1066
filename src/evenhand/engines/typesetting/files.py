"""What was made, as a file with a name and a media type."""

from dataclasses import dataclass
from typing import Literal

from .docx import paper_docx
from .paper import Paper
from .pdf import paper_pdf

Kind = Literal["pdf", "docx"]
MEDIA_TYPES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class MadeFile:
    """A file, ready to be sent."""

    name: str
    media_type: str
    content: bytes


def paper_file(paper: Paper, *, title: str, kind: Kind) -> MadeFile:
    """A paper as a file. It computes for some tenths of a second: call it in a thread. Raises TypesettingFailed."""
    return MadeFile(f"{title}.{kind}", MEDIA_TYPES[kind], (paper_pdf if kind == "pdf" else paper_docx)(paper))
