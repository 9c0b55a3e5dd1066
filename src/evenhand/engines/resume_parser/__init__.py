"""Resumes to JSON Resume: right fields by headings, dates, words and type, each with the place it was read from."""

from .experience import Gap, gaps_between, months_of_experience
from .overview import REGIONS, SENIORITIES, Finding, Overview, overview, region_of
from .parsed import Evidence, Language, ParsedResume
from .parser import VERSION, parse_resume

__all__ = [
    "REGIONS",
    "SENIORITIES",
    "VERSION",
    "Evidence",
    "Finding",
    "Gap",
    "Language",
    "Overview",
    "ParsedResume",
    "gaps_between",
    "months_of_experience",
    "overview",
    "parse_resume",
    "region_of",
]
