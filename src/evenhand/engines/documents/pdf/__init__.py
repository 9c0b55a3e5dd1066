"""PDF to lines: PDFium gives characters with geometry, and the layout here puts them in reading order."""

from evenhand.engines.documents.pdf.reading import read_pdf

__all__ = ["read_pdf"]
