"""Documents to take away: a small model of a paper, and a resume, as PDF (typst) and DOCX (python-docx).

Text is data: it is handed to the templates as JSON and never becomes markup. Fonts are those that typst brings (they
cover Latin, Greek and Cyrillic); nothing is fetched, no file outside the templates is read.
"""

from .cv import CV_TEMPLATES, CvTemplate, cv_docx, cv_pdf
from .docx import paper_docx
from .paper import Block, Bullets, Facts, Meter, Paper, Paragraph, Section, Table
from .pdf import TypesettingFailed, paper_pdf

__all__ = [
    "CV_TEMPLATES",
    "Block",
    "Bullets",
    "CvTemplate",
    "Facts",
    "Meter",
    "Paper",
    "Paragraph",
    "Section",
    "Table",
    "TypesettingFailed",
    "cv_docx",
    "cv_pdf",
    "paper_docx",
    "paper_pdf",
]
