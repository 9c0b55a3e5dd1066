"""Documents to take away: a small model of a paper, a resume and a letter, as PDF (typst) and DOCX (python-docx).

Text is data: it is handed to the templates as JSON and never becomes markup. Fonts are those that typst brings (they
cover Latin, Greek and Cyrillic); nothing is fetched, no file outside the templates is read.
"""

from .cv import CV_TEMPLATES, CvTemplate, cv_docx, cv_pdf, ways
from .docx import paper_docx
from .files import Kind, MadeFile, paper_file
from .letter import Letter, letter_docx, letter_pdf
from .paper import Block, Bullets, Facts, Meter, Paper, Paragraph, Section, Table, Tone
from .pdf import TypesettingFailed, paper_pdf

__all__ = [
    "CV_TEMPLATES",
    "Block",
    "Bullets",
    "CvTemplate",
    "Facts",
    "Kind",
    "Letter",
    "MadeFile",
    "Meter",
    "Paper",
    "Paragraph",
    "Section",
    "Table",
    "Tone",
    "TypesettingFailed",
    "cv_docx",
    "cv_pdf",
    "letter_docx",
    "letter_pdf",
    "paper_docx",
    "paper_file",
    "paper_pdf",
    "ways",
]
