"""What kind of file some bytes are, judged by the bytes and by nothing else: names lie."""

from evenhand.engines.documents.doc import can_convert
from evenhand.engines.documents.formats import NAMES
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
# [MS-DOC] 2.1: the stream that makes the container a Word document, and at its start the FIB (2.5.2), which says
# whether the text is encrypted. Streams begin at multiples of 512 bytes.
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_SECTOR, _FIB, _FIB_FLAGS, _ENCRYPTED = 512, b"\xec\xa5", 10, 0x0100
_OTHER = (
    (_OLE_MARK, "an Office file, but no text document"),
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
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)
_NOT_READ = "not a document that can be read"
# Made of readable characters, and not for reading.
_MARKUP = (b"%!ps", b"<!doctype html", b"<html")
_ODT = b"application/vnd.oasis.opendocument.text"
# ODF 1.3 part 2, 3.3: the first member is `mimetype`, stored as it is.
_ODT_WITHIN = 200
_CHOOSE = f"Choose one of these: {NAMES}."


def sniff(content: bytes) -> Kind:
    """The kind of `content`, whatever its name says. Raises `DocumentRefused`: unsupported_type or encrypted."""
    kind = _kind(content)
    if kind == "doc" and _is_locked_word(content):
        raise locked("Word file")
    if kind == "doc" and not can_convert():
        raise DocumentRefused(
            "unsupported_type", "This file is an old Word document (DOC). Save it as DOCX or PDF and choose that."
        )
    if kind is None:
        if content.startswith(_OLE_MARK) and _OLE_LOCKED in content:
            raise locked("Word file")
        start = content[:TEXT_SAMPLE].lstrip()
        what = next((what for mark, what in _OTHER if start[: len(mark)].lower() == mark.lower()), _NOT_READ)
        raise DocumentRefused("unsupported_type", f"This file is {what}. {_CHOOSE}")
    return kind


def _kind(content: bytes) -> Kind | None:
    if b"%PDF-" in content[:PDF_HEADER_WITHIN]:
        return "pdf"
    # The directory at the end of a zip lists every name, so a Word part is seen without opening anything.
    if content.startswith(b"PK\x03\x04") and b"word/" in content:
        return "docx"
    if content.startswith(b"PK\x03\x04") and _ODT in content[:_ODT_WITHIN]:
        return "odt"
    if content.startswith(_OLE_MARK) and _WORD_STREAM in content:
        return "doc"
    start = content[:TEXT_SAMPLE].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if start[:20].lower().startswith(_MARKUP):
        return None
    if start.startswith(b"{") and _looks_like_json(content):
        return "json"
    return "txt" if _looks_like_text(content[:TEXT_SAMPLE]) else None


def _is_locked_word(content: bytes) -> bool:
    for at in range(_SECTOR, len(content) - _FIB_FLAGS - 1, _SECTOR):
        if content.startswith(_FIB, at):
            flags = int.from_bytes(content[at + _FIB_FLAGS : at + _FIB_FLAGS + 2], "little")
            return bool(flags & _ENCRYPTED)
    return False


def _looks_like_json(content: bytes) -> bool:
    return b'"basics"' in content or b'"work"' in content or content.rstrip().endswith(b"}")


def _looks_like_text(sample: bytes) -> bool:
    if sample.startswith(_UTF16_MARKS):
        return True
    control = sum(byte in _CONTROL for byte in sample)
    return control <= MOST_CONTROL * len(sample) and sample.count(0) <= MOST_NUL * len(sample)
