"""How much of anything a document may ask for before it is refused."""

from dataclasses import asdict, dataclass, replace
from typing import Any

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are in bytes, `seconds` is wall-clock time for one document."""

    bytes: int = 10 * MEGABYTE
    pages: int = 50
    text_chars: int = 400_000
    seconds: float = 10.0
    # Address space of the reading process; the interpreter and PDFium alone map about 40 MB.
    memory_bytes: int = 256 * MEGABYTE
    # The XML inside a DOCX, all parts we read together, once inflated. As a tree it takes about ten times that.
    unzipped_bytes: int = 16 * MEGABYTE
    # Inflated to packed size of one zip member. Real document.xml reaches about 30; deflate's own ceiling is 1032.
    ratio: int = 150
    zip_members: int = 2_000
    # Pages whose words are recognised in a picture; each takes three to four seconds of one core.
    pictures: int = 10

    def for_pictures(self) -> "Limits":
        """The same for a process that recognises words: its models and libraries need more of both."""
        return replace(self, seconds=9 * self.seconds, memory_bytes=400 * MEGABYTE)

    def for_conversion(self) -> "Limits":
        """The same for the program that converts old Word documents, which is an office suite."""
        return replace(self, seconds=6 * self.seconds, memory_bytes=400 * MEGABYTE)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)
