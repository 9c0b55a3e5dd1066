"""Interests, one each, as listed."""

import re
from collections.abc import Sequence

from .draft import LIKELY, Branch, leaf
from .rows import Row

_SEPARATORS = re.compile(r"\s*[,;•|]\s*|\t+|\s+·\s+")
_MOST_WORDS = 5


def read_interests(rows: Sequence[Row]) -> list[Branch]:
    """JSON Resume `interests`, where they are a list; sentences are left alone."""
    parts = [part for row in rows if not row.text.endswith("!") for part in row.span.split(_SEPARATORS)]
    return [
        {"name": leaf(part.cut(0, len(part.text.rstrip("."))), LIKELY)}
        for part in parts
        if len(part.text.split()) <= _MOST_WORDS
    ]
