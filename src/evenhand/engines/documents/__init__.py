"""Documents of every format in `formats` to text: lines in reading order with geometry, exact offsets and links."""

from evenhand.engines.documents.limits import MEGABYTE, Limits
from evenhand.engines.documents.model import Document, Hidden, HiddenBy, Kind, Line, Link, Named
from evenhand.engines.documents.reading import read_document, recognise_document
from evenhand.engines.documents.recognition import can_recognise
from evenhand.engines.documents.refusals import DocumentRefused

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
