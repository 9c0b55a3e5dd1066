"""Certificates that adverts and resumes name, by the ways they are written."""

import re
from collections.abc import Iterator

_WRITTEN: dict[str, str] = {
    "ACCA": r"ACCA|АССА",
    "ACLS": r"ACLS",
    "AWS Certified": r"AWS[- ][Cc]ertifi\w+",
    "BLS": r"BLS",
    "CCNA": r"CCNA",
    "CFA": r"CFA",
    "CIMA": r"CIMA",
    "CISA": r"CISA",
    "CISM": r"CISM",
    "CISSP": r"CISSP",
    "CKA": r"CKA",
    "CPA": r"CPA",
    "CSCS": r"CSCS",
    "DipIFR": r"DipIFR|ДипИФР",
    "First aid": r"[Ff]irst[- ][Aa]id|[Пп]ерв\w+ помощ\w+",
    "Forklift licence": r"[Ff]orklift (?:licen[cs]e|certificate)|[Уу]достоверени\w+ водителя погрузчика",
    "HACCP": r"HACCP|ХАССП",
    "IELTS": r"IELTS",
    "ISTQB": r"ISTQB",
    "ITIL": r"ITIL",
    "NEBOSH": r"NEBOSH",
    "PMP": r"PMP",
    "PRINCE2": r"PRINCE ?2",
    "Professional Scrum Master": r"PSM|CSM|Scrum Master [Cc]ertifi\w+|Certified Scrum ?Master",
    "SHRM": r"SHRM",
    "TOEFL": r"TOEFL",
    "VCA": r"VCA",
}
_NAMES = tuple(_WRITTEN)
# One pattern for all: adverts are long, and there are many of them. The group that matched says which name it is.
_ANY = re.compile(rf"\b(?=[A-ZfА-Япу])(?:{'|'.join(f'({written})' for written in _WRITTEN.values())})(?!\w)")


def certificates_in(text: str) -> Iterator[str]:
    """The certificates a text names, each once, in alphabetical order."""
    yield from sorted({_NAMES[found.lastindex - 1] for found in _ANY.finditer(text) if found.lastindex})
