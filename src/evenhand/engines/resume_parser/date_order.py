"""Settling dates such as "04/01/2016", which by themselves may be 4 January or 1 April.

Nobody writes both in one resume: one date that only reads one way tells how to read the others, and where none does,
the country tells, if it has one habit.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from .date_words import YEAR
from .draft import LIKELY, SURE, Branch, Leaf

Order = Literal["day", "month"]
_NUMERIC = re.compile(rf"(?<![\w./-])(?P<a>\d{{1,2}})(?P<sep>[/-])(?P<b>\d{{1,2}})(?P=sep)(?P<year>{YEAR})(?!\w)")
_MONTH_FIRST = frozenset({"US"})
_MIXED = frozenset({"CA", "PH", "KE", "PR"})  # both are common there
_LAST_MONTH, _LAST_DAY = 12, 31


def date_order(text: str, country: str | None) -> tuple[Order, float] | None:
    """What comes first in the numeric dates of `text`, and how sure that is; None where nothing tells."""
    found = {
        "day" if int(match["a"]) > _LAST_MONTH else "month"
        for match in _NUMERIC.finditer(text)
        if (int(match["a"]) > _LAST_MONTH) != (int(match["b"]) > _LAST_MONTH)
    }
    if len(found) == 1:
        return ("day" if "day" in found else "month"), SURE
    if found or country is None or country in _MIXED:
        return None
    return ("month" if country in _MONTH_FIRST else "day"), LIKELY


def settle_dates(branch: Branch, text: str, order: tuple[Order, float] | None) -> Branch:
    """The tree with every year that stands for an ambiguous date in `text` made the whole date."""
    if order is None:
        return branch
    if isinstance(branch, Leaf):
        return _settled(branch, text, *order)
    if isinstance(branch, Mapping):
        return {key: settle_dates(below, text, order) for key, below in branch.items()}
    if isinstance(branch, Sequence):
        return [settle_dates(below, text, order) for below in branch]
    return branch


def _settled(leaf: Leaf, text: str, order: Order, confidence: float) -> Leaf:
    match = _NUMERIC.fullmatch(text, leaf.start, leaf.end)
    if match is None or leaf.value != match["year"]:
        return leaf
    day, month = (match["a"], match["b"]) if order == "day" else (match["b"], match["a"])
    if not (1 <= int(month) <= _LAST_MONTH and 1 <= int(day) <= _LAST_DAY):
        return leaf
    return replace(leaf, value=f"{match['year']}-{int(month):02}-{int(day):02}", confidence=confidence)
