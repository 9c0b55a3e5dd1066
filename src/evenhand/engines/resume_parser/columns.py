"""Tables with a heading to each column: "Period | Position and employer | Duties".

The cells of a row then say what they are. What was done goes below the facts of its row, however the table put it.
"""

from collections.abc import Sequence
from dataclasses import replace

from .headings import kind_of_words
from .lexicon import fold, words
from .rows import Row

_FEWEST = 2  # columns with a heading that we know
_JOINTS = (" and ", " и ", "/", "&", ",")


def without_column_heads(rows: Sequence[Row]) -> list[Row]:
    """The rows of a section without the heads of its table, the last cell of each row below it where it says duties."""
    out: list[Row] = []
    waiting: list[Row] = []
    heads: Row | None = None
    for row in rows:
        if _are_heads(row):
            heads = row
            continue
        if heads is not None and row.placed and row.x0 <= heads.x0 + row.size:
            out.extend(waiting)
            waiting = []
            if len(row.cells) == len(heads.cells) > 1 and _names(heads.cells[-1].text, "duties_labels"):
                duties = row.cells[-1]
                waiting.append(replace(row, span=duties, cells=(duties,), bullet=True, apart=False))
                facts = row.span.cut(0, row.cells[-2].end - row.span.start)
                out.append(replace(row, span=facts, cells=row.cells[:-1]))
                continue
        out.append(row)
    return out + waiting


def _are_heads(row: Row) -> bool:
    """Whether all cells of a row name a column, and at least two of them one that a role has."""
    if len(row.cells) < _FEWEST or row.bullet:
        return False
    known = ("position_labels", "employer_labels", "duties_labels", "fact_labels", "period_labels")
    return all(any(_names(cell.text, key) for key in known) or _is_section(cell.text) for cell in row.cells)


def _is_section(text: str) -> bool:
    return kind_of_words(text) is not None


def _names(text: str, key: str) -> bool:
    """Whether a column's head is made of words of one of the lists: "Position and employer"."""
    folded = fold(text.strip(" :.№"))
    parts = [folded]
    for joint in _JOINTS:
        parts = [part.strip() for piece in parts for part in piece.split(joint)]
    known = words("work", key)
    return folded in known or any(part in known for part in parts)
