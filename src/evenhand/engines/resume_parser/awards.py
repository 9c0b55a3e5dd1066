"""Awards: what for, by whom, when."""

import re
from collections.abc import Sequence

from .cues import employer_score
from .draft import LIKELY, Branch, leaf
from .entries import read_dates
from .places import read_place
from .prose import continues, right_edges
from .rows import Row
from .span import Span

_SEPARATORS = re.compile(r"\s*[|∙]\s*|\s+·\s*|\s*—\s*|\t+")
_COMMA = re.compile(r",\s+")
_RANK = re.compile(r"(?:top\s)?\d{1,3}(?:st|nd|rd|th)?\s?/\s?\d{1,6}|national|international|regional", re.IGNORECASE)


def read_awards(rows: Sequence[Row]) -> list[Branch]:
    """JSON Resume `awards`: rows and list items that carry a date, and, where none does, every list item."""
    right = right_edges(rows)
    groups = [
        row
        for index, row in enumerate(rows)
        if not (
            index and (rows[index - 1].bullet or not row.placed) and continues(rows[index - 1], row, right[row.page])
        )
    ]
    dated = [row for row in groups if read_dates(row).periods]
    chosen = dated or [row for row in groups if row.bullet]
    return [branch for row in chosen if (branch := _award(row)) is not None]


def _award(row: Row) -> Branch:
    here = read_dates(row)
    parts = [
        piece for part in here.rest for piece in part.split(_SEPARATORS) if any(char.isalpha() for char in piece.text)
    ]
    parts = [part for part in parts if read_place(part) is None]
    rank = next((part for part in parts if _RANK.fullmatch(part.text)), None)
    parts = [part for part in parts if part is not rank]
    if not parts:
        return None
    title = parts[0]
    awarder = next((part for part in parts[1:] if employer_score(part.text) >= 0.4), None)
    if awarder is None and len(parts) == 1:
        title, awarder = _by_comma(title)
    return {
        "title": leaf(title, LIKELY),
        "date": here.periods[0].start_leaf() if here.periods else None,
        "awarder": leaf(awarder, LIKELY),
        "summary": leaf(rank, LIKELY),
    }


def _by_comma(title: Span) -> tuple[Span, Span | None]:
    """ "Innovation Prize, Acme Corp" where the words after the last comma name an organisation."""
    commas = list(_COMMA.finditer(title.text))
    if commas:
        tail = title.cut(commas[-1].end(), len(title.text))
        if employer_score(tail.text) >= 0.7:
            return title.cut(0, commas[-1].start()).strip(), tail
    return title, None
