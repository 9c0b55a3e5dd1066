"""Resumes to JSON Resume: right fields by headings, dates, words and type, each with the place it was read from."""

from .experience import months_of_experience
from .parsed import Evidence, Language, ParsedResume
from .parser import VERSION, parse_resume

__all__ = ["VERSION", "Evidence", "Language", "ParsedResume", "months_of_experience", "parse_resume"]
