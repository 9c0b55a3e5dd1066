"""What kind of file some bytes are, judged by the bytes; the name is only checked for telling the truth."""

from pathlib import PurePath

from evenhand.engines.documents.model import Kind
from evenhand.engines.documents.refusals import DocumentRefused, locked

# ISO 32000-1, annex H.3.4.1: readers accept a header anywhere in the first 1024 bytes.
PDF_HEADER_WITHIN = 1024
TEXT_SAMPLE = 64 * 1024
# Bytes text does not hold: C0 controls other than white space, the terminal's bell, backspace and escape, the
# end-of-file sign of old editors, and NUL, which some editors pad with and we remove.
_CONTROL = frozenset(range(32)) - {0, 7, 8, 9, 10, 11, 12, 13, 26, 27}
MOST_CONTROL = 0.02
MOST_NUL = 0.05

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Office's binary container: old DOC files, and any modern one locked with a password.
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OTHER = (
    (_OLE_MARK, "an old Word document (DOC)"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"PK\x03\x04", "an archive"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
# Made of readable characters, and not for reading.
_MARKUP = (b"{\\rtf", b"%!PS")
_NAMES: dict[Kind, str] = {"pdf": "PDF", "docx": "DOCX", "txt": "text"}
_SUFFIXES: dict[str, Kind] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
}
# Suffixes that claim something else. Any other ("resume.v2", "A. Smith") claims nothing.
_FOREIGN_NAMES = (
    "doc dot rtf odt pages wps tex htm html mht xml json csv xls xlsx ods ppt pptx odp key eml msg "
    "png jpg jpeg gif tif tiff bmp webp heic svg ps eps djvu epub zip rar 7z gz tar exe js py sh bat mp3 mp4 wav"
)
_FOREIGN = frozenset(f".{name}" for name in _FOREIGN_NAMES.split())
_CHOOSE = "Choose a PDF, DOCX or TXT file."


def sniff(content: bytes, filename: str = "") -> Kind:
    """The kind of `content`. Raises `DocumentRefused`: unsupported_type, encrypted, or wrong_type for a false name."""
    kind = _kind(content)
    suffix = PurePath(filename).suffix.lower()
    claimed = _SUFFIXES.get(suffix)
    if kind is None:
        if content.startswith(_OLE_MARK) and _OLE_LOCKED in content:
            raise locked("Word file")
        what = next((what for mark, what in _OTHER if content.startswith(mark)), "not a document that can be read")
        if claimed is not None:
            raise DocumentRefused(
                "wrong_type", f"The name ends in {suffix}, but the file is {what}. Save it as PDF, DOCX or TXT first."
            )
        raise DocumentRefused("unsupported_type", f"This file is {what}. {_CHOOSE}")
    if kind == "txt" and suffix in _FOREIGN:
        raise DocumentRefused("unsupported_type", f"Files that end in {suffix} are not read. {_CHOOSE}")
    if suffix in _FOREIGN or claimed not in (None, kind):
        raise DocumentRefused(
            "wrong_type",
            f"The name ends in {suffix}, but the file is a {_NAMES[kind]} file. Give it its own ending and try again.",
        )
    return kind


def _kind(content: bytes) -> Kind | None:
    if b"%PDF-" in content[:PDF_HEADER_WITHIN]:
        return "pdf"
    # The directory at the end of a zip lists every name, so a Word part is seen without opening anything.
    if content.startswith(b"PK\x03\x04") and b"word/" in content:
        return "docx"
    if content.startswith(_MARKUP):
        return None
    return "txt" if _looks_like_text(content[:TEXT_SAMPLE]) else None


def _looks_like_text(sample: bytes) -> bool:
    if sample.startswith(_UTF16_MARKS):
        return True
    control = sum(byte in _CONTROL for byte in sample)
    return control <= MOST_CONTROL * len(sample) and sample.count(0) <= MOST_NUL * len(sample)
