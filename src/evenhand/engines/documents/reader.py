"""The reader for each kind of document, in this process; `read_document` is the safe way in."""

from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.model import Document, Kind


def read_here(content: bytes, kind: Kind, limits: Limits, *, pictures: bool = False) -> Document:
    """Read without a sandbox; with `pictures` words are recognised in those of a PDF.

    Raises `DocumentRefused`; on hostile bytes anything, or never returns."""
    # Each reader brings libraries the others do not need, and the process is started for one document.
    if kind == "pdf":
        from evenhand.engines.documents.pdf import read_pdf

        return read_pdf(content, limits, pictures=pictures)
    if kind == "docx":
        from evenhand.engines.documents.docx import read_docx

        return read_docx(content, limits)
    if kind == "odt":
        from evenhand.engines.documents.odt import read_odt

        return read_odt(content, limits)
    if kind == "rtf":
        from evenhand.engines.documents.rtf import read_rtf

        return read_rtf(content, limits)
    if kind == "json":
        from evenhand.engines.documents.json_resume import read_json_resume

        return read_json_resume(content, limits)
    from evenhand.engines.documents.plain import read_plain

    return read_plain(content, limits)
