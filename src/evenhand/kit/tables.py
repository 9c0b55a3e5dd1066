"""Cells of CSV that no spreadsheet takes for a formula."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: Any) -> str:
    """A value in a table. Lists and objects are JSON; what a spreadsheet would run gets an apostrophe before it."""
    if value is None:
        return ""
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{written}" if written.lstrip(" ").startswith(FORMULAS) else written


def line(values: Iterable[Any]) -> bytes:
    """One row."""
    with io.StringIO() as text:
        csv.writer(text).writerow([cell(value) for value in values])
        return text.getvalue().encode()
