"""Certificates and licences: what, who issued it, when."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .contact import first_url
from .cues import employer_score
from .dates import Period, find_periods
from .draft import GUESS, LIKELY, Branch, leaf
from .entries import read_dates
from .prose import continues, right_edges
from .rows import Row
from .span import Span
from .study import is_institution

_SEPARATORS = re.compile(r"\s*[|•∙]\s*|\s+·\s*|\s*—\s*|\t+")
_LISTED = re.compile(r";\s+")
_COMMA = re.compile(r",\s+")
_ISSUED = re.compile(r"\s*(?:issued by|by|issuer|выдан|кем выдан)\s?:?\s+", re.IGNORECASE)
_EXPIRES = re.compile(
    r"(?:exp|expires?|expiry|expiration|valid (?:until|through|to)|действу\w+ до)\.?\s?:?\s*$", re.IGNORECASE
)
_SHORTEST = 3
_ORGANISATION = 0.4


def read_certificates(rows: Sequence[Row]) -> list[Branch]:
    """JSON Resume `certificates`: one a row or list item; a plain row below in lighter type names the issuer."""
    found: list[dict[str, Branch]] = []
    alternate = _alternate(rows)
    rows = _listed(rows)
    right = right_edges(rows)
    for index, row in enumerate(rows):
        before = rows[index - 1] if index else None
        if before is not None and (before.bullet and continues(before, row, right[row.page])):
            continue
        facts = _facts(row)
        if not facts:
            continue
        if found and before is not None and (_is_issuer(before, row, facts) or (alternate and not _date(row))):
            found[-1].setdefault("issuer", leaf(_issuer(facts[0]), LIKELY))
            if not found[-1].get("date"):
                found[-1]["date"] = _date(row)
            continue
        found.append(_certificate(row, facts))
    return list(found)


def _alternate(rows: Sequence[Row]) -> bool:
    """Whether every second row carries a date: what and when, then by whom."""
    if len(rows) < 2 or any(row.bullet or _LISTED.search(row.text) for row in rows):
        return False
    return all((_date(row) is not None) == (index % 2 == 0) for index, row in enumerate(rows))


def _listed(rows: Sequence[Row]) -> list[Row]:
    """The rows, those that list several certificates between semicolons cut into one each."""
    out: list[Row] = []
    for row in rows:
        parts = row.span.split(_LISTED) if len(row.cells) == 1 else [row.span]
        out.extend(replace(row, span=part, cells=(part,)) for part in parts)
    return out


def _facts(row: Row) -> list[Span]:
    parts = [piece for part in read_dates(row).rest for piece in part.split(_SEPARATORS)]
    return [part for part in parts if len(part.text) >= _SHORTEST and any(char.isalpha() for char in part.text)]


def _is_issuer(before: Row, row: Row, facts: Sequence[Span]) -> bool:
    if row.bullet or row.apart:
        return False
    return bool(_ISSUED.match(row.text)) or (before.bold and not row.bold and len(facts) == 1)


def _issuer(span: Span) -> Span:
    match = _ISSUED.match(span.text)
    return span.cut(match.end(), len(span.text)).strip() if match else span


def _certificate(row: Row, facts: Sequence[Span]) -> dict[str, Branch]:
    name, issuer = facts[0], facts[1] if len(facts) > 1 else None
    confidence = LIKELY
    if issuer is None:
        commas = list(_COMMA.finditer(name.text))
        tail = name.cut(commas[-1].end(), len(name.text)) if commas else None
        if tail is not None and _may_issue(tail.text, name.text[: commas[-1].start()]):
            name, issuer = name.cut(0, commas[-1].start()).strip(), tail
            confidence = LIKELY if employer_score(tail.text) else GUESS
    branch: dict[str, Branch] = {"name": leaf(name, LIKELY), "date": _date(row), "url": _page(row)}
    if issuer is not None:
        branch["issuer"] = leaf(_issuer(issuer), confidence)
    return branch


def _page(row: Row) -> Branch:
    """The certificate's own page; a bare site is only the issuer's name."""
    url = first_url(row.span)
    return url if url is not None and "/" in url.value.split("://", 1)[-1].strip("/") else None


def _may_issue(tail: str, name: str) -> bool:
    """Whether the words after the last comma name an organisation: by themselves, or as in the certificate's name."""
    return employer_score(tail) >= _ORGANISATION or is_institution(tail) or tail in name


def _date(row: Row) -> Branch:
    periods = [period for cell in row.cells for period in find_periods(cell)]
    issued = [
        period for period in periods if not _EXPIRES.search(row.text, 0, max(0, _date_start(period) - row.span.start))
    ]
    return issued[0].start_leaf() if issued else None


def _date_start(period: Period) -> int:
    """Where the date itself begins, after words that say what it is."""
    return period.begin.start if period.begin else period.start
