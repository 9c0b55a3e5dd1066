"""Telling running text from facts, and putting wrapped rows together into list items and paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .cues import title_score
from .dates import find_periods, without_dates
from .draft import LIKELY, Leaf, tidy
from .lexicon import alternatives
from .rows import Row

_FACT_WORDS = 9  # a row of more words without a wide gap or a bar is a sentence
_SEPARATED = re.compile(r"\s[|·•—–]\s|\t")
_SENTENCE_END = re.compile(r"[\w%)»\"”]{2,}[.!?…;]$")
_ABBREVIATED = re.compile(
    r"\b(?:inc|intl|bros|mfg|assoc|ltd|corp|co|llc|gmbh|jr|sr|st|dept|univ|г|обл|ул|им|зам|руб|др|т\.д|т\.п)\.$",
    re.IGNORECASE,
)
_LABEL_END = r"\s?(?:\([^)]{1,30}\))?\s?:\s*"
_DUTIES = re.compile(rf"\s*(?:{alternatives('work', 'duties_labels')}){_LABEL_END}", re.IGNORECASE)
_TOOLS = re.compile(rf"\s*(?:{alternatives('work', 'tools_labels')}){_LABEL_END}", re.IGNORECASE)
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-‐\u00ad]$")
_PLAIN_TITLE = 0.9
_NARROWEST_TEXT, _WIDEST_TEXT = 56, 120  # code points; a text file was wrapped by hand somewhere between
_RAGGED = 14.0  # points or code points that full lines end short of the edge
_INDENT = 2.0  # points


def body_rows(rows: Sequence[Row]) -> set[int]:
    """Indexes of rows that are list items, sentences, or go on from one; the others state facts."""
    body: set[int] = set()
    right = right_edges(rows)
    for index, row in enumerate(rows):
        goes_on = index - 1 in body and continues(rows[index - 1], row, right[row.page])
        if row.bullet or goes_on or is_sentence(row) or _DUTIES.match(row.text) or _TOOLS.match(row.text):
            body.add(index)
    return body


def is_sentence(row: Row) -> bool:
    """Whether a row by itself reads as running text."""
    text = row.text.strip()
    count = len(text.split())
    if len(row.cells) > 1:
        return False
    periods = find_periods(row.span)
    if any(not period.single for period in periods):
        said = sum(len(part.text.split()) for part in without_dates(row.span, periods))
        if said <= _FACT_WORDS + 3 and not text.endswith(("!", "?", ".")):
            return False
        if periods[-1].end == row.span.start + len(text):
            return said > _FACT_WORDS + 3  # the full stop is the date's own: "2015 – 2018 гг."
    if count >= 3 and ends_sentence(text):
        return True
    if text[:1].islower() and count > 3:
        return title_score(text) < _PLAIN_TITLE or count > _FACT_WORDS  # "водитель, ООО «Волга», Самара" states facts
    return count > _FACT_WORDS and not (_SEPARATED.search(text) and count <= _FACT_WORDS + 8)


def ends_sentence(text: str) -> bool:
    """Whether the text ends in a full stop that is not an abbreviation's."""
    return bool(_SENTENCE_END.search(text)) and not _ABBREVIATED.search(text)


def _dated(row: Row) -> bool:
    return bool(row.dates) or any(not period.single for period in find_periods(row.span))


def _only_dated(row: Row) -> bool:
    """Whether a row says when, from and to, and nothing else: it begins something, even in a small letter."""
    periods = find_periods(row.span)
    return any(not period.single for period in periods) and not without_dates(row.span, periods)


def continues(before: Row, row: Row, right: float) -> bool:
    """Whether `row` goes on with the item or paragraph that `before` is part of."""
    if row.dates or _only_dated(row):
        return False
    if row.bullet or len(row.cells) > 1 or (row.bold and not before.bold) or (row.apart and _dated(row)):
        return False
    if not row.placed:
        if row.apart or _dated(row):
            return False
        return row.text[:1].islower() or (not row.size and wraps(before, row, right))  # a DOCX line is a paragraph
    if row.page != before.page:
        return row.text[:1].islower() or (not _SENTENCE_END.search(before.text) and wraps(before, row, right))
    if abs(row.size - before.size) > 0.6 or row.y0 < before.y0:
        return False
    if row.apart and not row.text[:1].islower():
        return False
    if before.bullet and row.x0 > before.x0 + _INDENT:
        return True
    return row.text[:1].islower() or wraps(before, row, right)


def wraps(before: Row, row: Row, right: float) -> bool:
    """Whether the first word of `row` would not have fitted at the end of `before`."""
    if len(before.cells) > 1:
        return False
    first = row.text.split()[0] if row.text.split() else ""
    if not row.placed:
        return len(before.text) + 1 + len(first) > right
    width = (row.x1 - row.x0) * (len(first) + 1) / max(len(row.text), 1)
    return before.x1 + 0.9 * width >= right


def right_edges(rows: Sequence[Row]) -> dict[int, float]:
    """By page, where the column of these rows ends, in points (in code points where there is no geometry).

    As far right as two of them reach, or one with a cell at the right margin; infinite where none show it.
    """
    ends: dict[int, list[tuple[float, bool]]] = {}
    for row in rows:
        end = row.x1 if row.placed else float(len(row.text))
        ends.setdefault(row.page, []).append((end, row.placed and len(row.cells) > 1))
    edges: dict[int, float] = {}
    for page, found in ends.items():
        edge = max(end for end, _ in found)
        near = [celled for end, celled in found if end >= edge - _RAGGED]
        shown = len(near) > 1 or any(near)
        wrapped = rows[0].placed or _NARROWEST_TEXT <= edge <= _WIDEST_TEXT
        edges[page] = edge if shown and wrapped else float("inf")
    return edges


def items(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of a body grouped into list items and paragraphs. Labels such as "Responsibilities:" are taken off."""
    groups: list[list[Row]] = []
    right = right_edges(rows)
    for given in rows:
        label = _DUTIES.match(given.text)
        row = replace(given, span=given.span.cut(label.end(), len(given.text))) if label else given
        fresh = label is not None or _TOOLS.match(row.text) is not None
        if not row.text:
            continue
        if groups and not fresh and continues(groups[-1][-1], row, right[row.page]):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def paragraph(rows: Sequence[Row], confidence: float = LIKELY) -> Leaf:
    """Wrapped rows as one value, hyphenation undone; the evidence reaches from the first row to the last."""
    text, broken = "", False
    for row in rows:
        if _HYPHENATED.search(text) and row.text[:1].islower():
            text = (text[:-1] if broken else text) + row.text
        else:
            text = f"{text} {row.text}" if text else row.text
        broken = row.broken
    return Leaf(tidy(text), rows[0].span.start, rows[-1].span.end, confidence)
