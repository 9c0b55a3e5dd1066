"""DOCX to lines, by walking its parts ourselves after the zip has been weighed without inflating it."""

from evenhand.engines.documents.docx.reading import read_docx

__all__ = ["read_docx"]
