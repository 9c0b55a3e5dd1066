"""The kinds of file that are read: one list for the reader, pages, API and command line."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.engines.documents.model import Kind


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is what people call it, the same in every language; `suffixes` are what its files' names end in."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str


FORMATS: Mapping[Kind, Format] = {
    "pdf": Format("PDF", (".pdf",), "application/pdf"),
    "docx": Format(
        "DOCX",
        (".docx", ".docm", ".dotx"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "doc": Format("DOC", (".doc", ".dot"), "application/msword"),
    "odt": Format("ODT", (".odt", ".ott"), "application/vnd.oasis.opendocument.text"),
    "rtf": Format("RTF", (".rtf",), "application/rtf"),
    "txt": Format("TXT", (".txt", ".text"), "text/plain; charset=utf-8"),
    "md": Format("Markdown", (".md", ".markdown"), "text/markdown; charset=utf-8"),
    "json": Format("JSON Resume", (".json",), "application/json"),
}
# What every machine reads. Old Word documents need a converter program (`doc.can_convert`).
NEEDS_CONVERTER: Kind = "doc"
NAMES = ", ".join(one.name for kind, one in FORMATS.items() if kind != NEEDS_CONVERTER)
SUFFIXES = tuple(suffix for one in FORMATS.values() for suffix in one.suffixes)
