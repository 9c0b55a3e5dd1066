"""Facts that did not fit their column, put back on one row: "Escuela de Arte y Diseño de / Turia".

Running text is put together where it is read (`prose`); here are only the names, titles and dates of narrow columns.
A row goes on below when what begins the next row could not have stood at its end, and when the words or the type say
that it is not finished: either alone is true of too many rows that are whole.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from .cues import employer_score, title_score
from .date_words import ENDS_IN_MONTH, YEAR
from .dates import complete, find_periods, without_dates
from .headings import kind_of_words
from .lexicon import fold, words
from .rows import Row
from .span import Span
from .study import is_institution

_NAME_AND_DATES = 2  # cells
_MOST_WORDS = 9  # of a row of facts; more is running text
_SAME_SIZE, _SAME_EDGE = 0.3, 2.0  # points
_WIDEST_INDENT = 40.0  # points a row of the same column may begin further in
_SHORT = 3  # words that may be the end of a broken name
_LEAST_ROOM = 1  # characters between a name and its dates, or between two words
_PITCH = 1.7  # times the size, from one row to the next
_STARTS_WITH_YEAR = re.compile(rf"{YEAR}(?!\w)")
_INITIAL = re.compile(r"(?:^|\s)[A-ZА-ЯЁ]\.$")
_COMPLETE = 0.7  # what scores as much is an employer or a title without more
Edges = dict[tuple[int, int], float]
_PAIRS = (("«", "»"), ("(", ")"), ("“", "”"))


def rejoin_wrapped(rows: Sequence[Row], text: str, *, contacts: bool = False) -> list[Row]:
    """The rows of one section, those that go on below put together with what they go on to.

    `contacts`: the rows are what stands before any heading, where only a name in large type is ever broken.
    """
    out: list[Row] = []
    edges = _right_edges(rows)
    for index, row in enumerate(rows):
        above = out[-1] if out else None
        following = rows[index + 1] if index + 1 < len(rows) else None
        if above is not None and _goes_on_beside_dates(above, row, following):
            out[-1] = _around_dates(above, row, text)
        elif above is not None and _goes_on(above, row, following, edges, text, contacts=contacts):
            span = Span(text[above.span.start : row.span.end], above.span.start)
            out[-1] = replace(above, span=span, cells=(span,), y1=row.y1, x1=row.x1, broken=row.broken)
        else:
            out.append(row)
    return out


def _goes_on(above: Row, row: Row, following: Row | None, edges: Edges, text: str, *, contacts: bool) -> bool:
    if not _one_column(above, row) or text[above.span.end : row.span.start].strip(" ") != "\n":
        return False
    if _date_goes_on(above, row):
        return True
    if len(above.text.split()) > _MOST_WORDS or len(row.text.split()) > _MOST_WORDS or ":" in row.text:
        return False
    if above.broken or (above.text.endswith((".", "!", "?", ";")) and not _INITIAL.search(above.text)):
        return False
    if _fits(above, row, edges) or kind_of_words(row.text) is not None or kind_of_words(above.text) is not None:
        return False
    small = row.text[:1].islower() and not above.text[:1].islower()  # some write everything in small letters
    if not contacts and (_unfinished(above.text) or small):
        return True
    return _one_title(above, row, following)


def _goes_on_beside_dates(above: Row, row: Row, following: Row | None) -> bool:
    """Whether a name broke because dates stand at its right: "ГБУЗ «Городская", tab, "2019 – 2021" over "больница»"."""
    if len(above.cells) != _NAME_AND_DATES or len(row.cells) > 1 or above.bullet or row.bullet or above.margin:
        return False
    if not (above.placed and row.placed) or above.page != row.page or row.apart or above.bold != row.bold:
        return False
    name, dates = above.cells
    if find_periods(name) or not find_periods(dates) or without_dates(dates, find_periods(dates)):
        return False
    if abs(above.x0 - row.x0) > _SAME_EDGE or not 0 < row.y1 - above.y1 <= _PITCH * row.size:
        return False
    small = row.text[:1].islower() and not name.text[:1].islower()
    if _unfinished(name.text) and (small or any(end in row.text for _, end in _PAIRS)):
        return True
    plain = following is not None and not following.bold  # so that the bold tells what heads an entry
    return row.bold and plain and _says_nothing_alone(row.text) and not _fits_beside(above, row)


def _says_nothing_alone(text: str) -> bool:
    """Whether a row names no role, employer or school, is not "Boston, MA" or a date: it can be the end of a name."""
    told = max(title_score(text), employer_score(text)) >= _COMPLETE or is_institution(text)
    return not told and "," not in text and not any(char.isdigit() for char in text) and len(text.split()) <= _SHORT


def _fits_beside(above: Row, row: Row) -> bool:
    """Whether the first word of `row` would have had room between the name and the dates of `above`."""
    name, dates = above.cells
    wanted = len(name.text) + len(row.text.split(maxsplit=1)[0]) + len(dates.text) + 2 * _LEAST_ROOM
    return wanted * (row.x1 - row.x0) / len(row.text) <= above.x1 - above.x0


def _around_dates(above: Row, row: Row, text: str) -> Row:
    """One row of the two: what was between the halves of the name counts as a space, so that places stay right."""
    whole = Span(text[above.span.start : row.span.end], above.span.start)
    first = above.cells[0].end - above.span.start
    second = row.span.start - above.span.start
    name = Span(whole.text[:first] + " " * (second - first) + whole.text[second:], whole.start)
    return replace(above, span=whole, cells=(name, above.cells[1]), y1=row.y1)


def _date_goes_on(above: Row, row: Row) -> bool:
    """ "ООО «Нева», ноябрь 2017 – февраль" over "2021", "2012 –" over "2017"."""
    if ENDS_IN_MONTH.search(above.text) and _STARTS_WITH_YEAR.match(row.text):
        return True
    before, after = find_periods(above.span), find_periods(row.span)
    return bool(before and after) and after[0].start == row.span.start and complete(before[-1], after[0]) is not None


def _one_column(above: Row, row: Row) -> bool:
    """Whether the two are set alike, one under the other at the distance of lines."""
    if not (above.placed and row.placed) or above.page != row.page or above.bullet or row.bullet or row.apart:
        return False
    if len(above.cells) > 1 or len(row.cells) > 1 or above.margin or row.margin:
        return False
    alike = abs(above.size - row.size) <= _SAME_SIZE and above.bold == row.bold
    centred = abs(above.x0 + above.x1 - row.x0 - row.x1) <= 2 * _SAME_EDGE
    return alike and (abs(above.x0 - row.x0) <= _SAME_EDGE or centred) and 0 < row.y1 - above.y1 <= _PITCH * row.size


def _right_edges(rows: Sequence[Row]) -> Edges:
    """By page and left edge, to the point, how far right the rows of one cell reach."""
    edges: Edges = {}
    for row in rows:
        if row.placed and len(row.cells) == 1:
            place = row.page, round(row.x0)
            edges[place] = max(edges.get(place, 0.0), row.x1)
    return edges


def _fits(above: Row, row: Row, edges: Edges) -> bool:
    """Whether the first word of `row` would have had room after `above`, by the widest row of their column."""
    near = round(min(2 * row.size, _WIDEST_INDENT))
    places = range(round(row.x0) - near, round(row.x0) + near + 1)
    edge = max(edges.get((row.page, place), 0.0) for place in places)
    first = row.text.split(maxsplit=1)[0]
    width = (row.x1 - row.x0) * (len(first) + 1) / len(row.text)
    return above.x1 + width <= edge


def _unfinished(text: str) -> bool:
    """Whether a row stops where nobody stops: after "of", at an initial, inside quotation marks or brackets."""
    last = text.rsplit(maxsplit=1)[-1]
    state = last.isupper() and not text.isupper()  # "Chicago, IL" is whole, though "il" is a word of Italian
    if (
        (fold(last) in words("wrapping", "leading") and not state)
        or _INITIAL.search(text)
        or text.endswith((",", "&", "/"))
    ):
        return True
    return any(text.count(begin) > text.count(end) for begin, end in _PAIRS)


def _one_title(above: Row, row: Row, following: Row | None) -> bool:
    """Whether both are set in the bold that heads an entry, and the first says too little to be one alone."""
    if not above.bold or following is None or (following.bold and following.size >= row.size):
        return False
    if find_periods(above.span) or find_periods(row.span):
        return False
    whole = max(title_score(above.text), employer_score(above.text)) >= _COMPLETE or is_institution(above.text)
    return not whole and title_score(row.text) < _COMPLETE
