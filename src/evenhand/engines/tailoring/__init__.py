"""Fits a resume to an advert, and writes a letter for it, out of what the resume says and nothing else.

Pure and deterministic: the same resume and advert give the same bytes. Selecting, reordering and saying more directly
are all it does; every statement names the fields it rests on, and the claims checker refuses what rests on none.
"""

from .advert import Advert, skills_in
from .claims import Claim, Unsupported, check, check_resume
from .cv import Change, Tailored, tailor
from .letter import FEWEST_WORDS, MOST_WORDS, Letter, Said, paragraph, write_letter
from .rewording import refused_words
from .sources import Source, sources_of

VERSION = "tailoring-3"
"""Changes with anything that changes a tailored resume, a letter or a verdict."""

__all__ = [
    "FEWEST_WORDS",
    "MOST_WORDS",
    "VERSION",
    "Advert",
    "Change",
    "Claim",
    "Letter",
    "Said",
    "Source",
    "Tailored",
    "Unsupported",
    "check",
    "check_resume",
    "paragraph",
    "refused_words",
    "skills_in",
    "sources_of",
    "tailor",
    "write_letter",
]
