"""What a PDF says beside its pages: comments, fields nobody sees, words in the place of what is drawn, metadata."""

import ctypes
from typing import Any

from evenhand.engines.documents.hidden import Unseen, about_itself
from evenhand.engines.documents.pdf.library import pdfium

MOST_ANNOTATIONS = 500
MOST_BYTES = 8_192
_HIDDEN = 0x02 | 0x20  # ISO 32000-1, table 165: Hidden, NoView
_FIELDS = (b"Title", b"Author", b"Subject", b"Keywords")
_NOT_SAID = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)


def comments(page: Any, number: int) -> list[Unseen]:
    """Notes pinned to the page, and what is filled into fields that are not shown."""
    found: list[Unseen] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            if kind == pdfium.FPDF_ANNOT_WIDGET:
                if pdfium.FPDFAnnot_GetFlags(note) & _HIDDEN:
                    found.append((number, "marked_hidden", f"{_value(note, b'V')}\n"))
            elif kind not in _NOT_SAID:
                found.append((number, "comment", f"{_value(note, b'Contents')}\n"))
        finally:
            pdfium.FPDFPage_CloseAnnot(note)
    return found


def metadata(document: Any) -> list[Unseen]:
    """The title, subject and the like, where they say more than such fields do."""
    values: list[str] = []
    for name in _FIELDS:
        buffer = ctypes.create_string_buffer(MOST_BYTES)
        length = pdfium.FPDF_GetMetaText(document, name, buffer, MOST_BYTES)
        values.append(_utf16(buffer.raw[:length] if length <= MOST_BYTES else b""))
    return about_itself(values)


def stand_in(mark: Any) -> str:
    """The ActualText of a mark."""
    buffer = ctypes.create_string_buffer(MOST_BYTES)
    length = ctypes.c_ulong()
    given = pdfium.FPDFPageObjMark_GetParamStringValue(
        mark, b"ActualText", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), MOST_BYTES, length
    )
    return _utf16(buffer.raw[: length.value]) if given and length.value <= MOST_BYTES else ""


def _value(note: Any, name: bytes) -> str:
    buffer = (ctypes.c_ushort * (MOST_BYTES // 2))()
    length = pdfium.FPDFAnnot_GetStringValue(note, name, buffer, MOST_BYTES)
    return _utf16(bytes(buffer)[:length]) if length <= MOST_BYTES else ""


def _utf16(raw: bytes) -> str:
    return raw.decode("utf-16-le", "replace").rstrip("\0").replace("\n", " ").replace("\r", " ")
