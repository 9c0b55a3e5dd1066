"""The way in: bytes and a name to a `Document`, or a refusal that says what to do."""

from dataclasses import replace

from evenhand.engines.documents.doc import to_docx
from evenhand.engines.documents.limits import MEGABYTE, Limits
from evenhand.engines.documents.model import Document
from evenhand.engines.documents.refusals import DocumentRefused, no_text
from evenhand.engines.documents.sandbox import read_in_child
from evenhand.engines.documents.sniff import sniff

DEFAULT_LIMITS = Limits()


def read_document(
    content: bytes, *, filename: str = "", limits: Limits = DEFAULT_LIMITS, pictures: bool = False
) -> Document:
    """Read a file of any of `formats.FORMATS` in a resource-limited process, at most for about `limits.seconds`.

    The kind is judged from the bytes alone; `filename` is only said in refusals. Raises `DocumentRefused`. With
    `pictures`, which needs `can_recognise()`, the words in the pictures of a scanned PDF are recognised, for which
    there is the time and memory of `limits.for_pictures()`.
    """
    if not content:
        raise no_text()
    if len(content) > limits.bytes:
        raise _too_large(len(content), filename, limits)
    kind = sniff(content)
    if kind == "doc":
        docx = to_docx(content, limits.for_conversion())
        return replace(read_in_child(docx, "docx", limits), kind="doc")
    if kind != "pdf" or not pictures:
        return read_in_child(content, kind, limits)
    document: Document | None = None
    try:
        document = read_in_child(content, kind, limits)
    except DocumentRefused as refusal:
        if refusal.code != "image_only":
            raise
    if document is not None and not document.doubtful:
        return document
    return recognise_document(content, limits=limits, unlooked=document)


def recognise_document(
    content: bytes, *, limits: Limits = DEFAULT_LIMITS, unlooked: Document | None = None
) -> Document:
    """A PDF that was found to hold pictures of text, read with the words in them. Raises `DocumentRefused`.

    `unlooked` is what was read of it without them: that stands where all its text was read, only not compared with the
    pictures, and comparing takes too much time or memory.
    """
    try:
        return read_in_child(content, "pdf", limits.for_pictures(), pictures=True)
    except DocumentRefused as refusal:
        if unlooked is None or unlooked.pictures or refusal.code not in ("too_slow", "bomb"):
            raise
        return unlooked


def _too_large(size: int, filename: str, limits: Limits) -> DocumentRefused:
    name = f'"{filename}"' if filename else "This file"
    return DocumentRefused(
        "too_large",
        f"{name} is {_megabytes(size)} MB. Choose a file of {_megabytes(limits.bytes)} MB or less.",
    )


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}".removesuffix(".0")
