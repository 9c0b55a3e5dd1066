"""Documents of every format in `formats` to text: lines in reading order with geometry, exact offsets and links."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from evenhand.engines.documents.limits import MEGABYTE, Limits
from evenhand.engines.documents.model import Document, Hidden, HiddenBy, Kind, Line, Link, Named
from evenhand.engines.documents.refusals import DocumentRefused

if TYPE_CHECKING:
    from evenhand.engines.documents.reading import read_document, recognise_document
    from evenhand.engines.documents.recognition import can_recognise

__all__ = [
    "MEGABYTE",
    "Document",
    "DocumentRefused",
    "Hidden",
    "HiddenBy",
    "Kind",
    "Limits",
    "Line",
    "Link",
    "Named",
    "can_recognise",
    "read_document",
    "recognise_document",
]


def __getattr__(name: str) -> Any:
    """The way in, imported when it is asked for: the reading process, started for each document, never does."""
    home = {"read_document": "reading", "recognise_document": "reading", "can_recognise": "recognition"}.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
