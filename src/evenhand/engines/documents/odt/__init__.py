"""ODT (OpenDocument text) to lines: the zip weighed as a DOCX is, its content walked part by part."""

from evenhand.engines.documents.odt.reading import read_odt

__all__ = ["read_odt"]
