"""What kind of file some bytes are, judged by the bytes; the name is only checked for telling the truth."""

from pathlib import PurePath

from evenhand.engines.documents.model import Kind
from evenhand.engines.documents.refusals import DocumentRefused

# The PDF specification's implementation notes let the header stand anywhere in the first 1024 bytes.
PDF_HEADER_WITHIN = 1024
TEXT_SAMPLE = 64 * 1024
# Bytes that no text in a single-byte or UTF-8 encoding holds: C0 controls other than tab, newline, form feed,
# carriage return, and the odd ones text editors leave behind (NUL is removed later, but must stay rare).
_CONTROL = frozenset(range(32)) - {0, 7, 8, 9, 10, 11, 12, 13, 26, 27}
MOST_CONTROL = 0.02
MOST_NUL = 0.05

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OTHER = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document (DOC)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"%!PS", "a PostScript file"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_NAMES: dict[Kind, str] = {"pdf": "PDF", "docx": "DOCX", "txt": "TXT"}
_SUFFIXES: dict[str, Kind] = {".pdf": "pdf", ".docx": "docx", ".txt": "txt", ".text": "txt", ".md": "txt"}
_CHOOSE = "Choose a PDF, DOCX or TXT file."


def sniff(content: bytes, filename: str = "") -> Kind:
    """The kind of `content`. Raises `DocumentRefused`: unsupported_type, or wrong_type when the name lies."""
    kind = _kind(content)
    suffix = PurePath(filename).suffix.lower()
    claimed = _SUFFIXES.get(suffix)
    if kind is None:
        what = _other(content)
        if claimed is not None:
            raise DocumentRefused(
                "wrong_type",
                f"The name ends in {suffix}, but inside is {what}. Save it as {_NAMES[claimed]} and choose the copy.",
            )
        raise DocumentRefused("unsupported_type", f"This is {what}. {_CHOOSE}")
    if suffix and claimed != kind and (claimed is not None or kind != "txt"):
        raise DocumentRefused(
            "wrong_type",
            f"The name ends in {suffix}, but the file is a {_NAMES[kind]}. Rename it, or choose another file.",
        )
    if suffix and claimed is None:
        raise DocumentRefused("unsupported_type", f"{suffix} files cannot be read. {_CHOOSE}")
    return kind


def _kind(content: bytes) -> Kind | None:
    if b"%PDF-" in content[:PDF_HEADER_WITHIN]:
        return "pdf"
    if content.startswith(b"PK"):
        # The directory at the end of a zip lists every name, so a Word part is seen without opening anything.
        return "docx" if b"word/" in content else None
    if any(content.startswith(mark) for mark, _ in _OTHER):
        return None
    return "txt" if _looks_like_text(content[:TEXT_SAMPLE]) else None


def _looks_like_text(sample: bytes) -> bool:
    if sample.startswith(_UTF16_MARKS):
        return True
    if not sample:
        return False
    control = sum(byte in _CONTROL for byte in sample)
    return control <= MOST_CONTROL * len(sample) and sample.count(0) <= MOST_NUL * len(sample)


def _other(content: bytes) -> str:
    if content.startswith(b"PK"):
        return "an archive"
    return next((what for mark, what in _OTHER if content.startswith(mark)), "something other than text")
