"""Visual rows: a document's lines cut into cells, list items marked, without what repeats on every page."""

import re
from collections import defaultdict
from dataclasses import dataclass

from evenhand.engines.documents import Document, Line

from .dates import Period, find_periods, without_dates
from .lexicon import fold, words
from .span import Span

_CELLS = re.compile(r"\t+| {3,}|(?<![.!?:;,]) {2}")
_BULLET = re.compile(r"(?:[•●▪◦‣⁃∙○■□◆◇➢➤►▶▸✓✔✦❖\uf0b7\uf0a7\uf0d8]+\s*|[-–—*·»>o§+]\s+)(?=\S)")
_NUMBER = re.compile(r"\d{1,2}[.)]\s+(?=[^\W\d])")
_NUMBERED_WORDS = 3  # an item of a numbered list has at least as many after its number; a numbered heading has fewer
_MARKDOWN = re.compile(r"#{1,6}\s+")
_TRAILING_GLYPHS = re.compile(r"[•●▪◦○■□◆★☆⬤◯]+$")
_LETTERS = re.compile(r"[^\W\d_]+(?![^\W\d_]|[-‐‑]\n)")  # words, but not the first halves of broken ones
_LAST_PART = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-‐‑]$")
_DIGITS = re.compile(r"\d+")
LETTER = re.compile(r"[^\W\d_]")
_SPACED_LETTERS = re.compile(r"(?:[^\W\d_][ .]){3,}[^\W\d_]")
MOST_ROWS = 4_000  # a resume is far shorter; what follows is not read
LONGEST_ROW = 2_000  # code points of one line that are looked at as a row; more is prose whatever it says
_SAME_PLACE = 4.0  # points a running head may move between pages
_HEAD_ROWS = 2  # rows at the top and bottom of a page that may be a running head


@dataclass(frozen=True, slots=True)
class Row:
    """One visual row. `span` is without the bullet; `cells` are its parts between tabs and wide gaps."""

    span: Span
    cells: tuple[Span, ...]
    bullet: bool
    apart: bool  # an empty line stands before it
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    broken: bool = False  # ends within a word, at a hyphen that is not part of it
    margin: bool = False  # a date or a label in the left margin, beside the rows that follow
    dates: tuple[Period, ...] = ()  # those that it shared with the row below, and that are no longer in either

    @property
    def text(self) -> str:
        return self.span.text

    @property
    def placed(self) -> bool:
        """Whether the format told where the row stands on the page."""
        return self.x1 > self.x0

    @property
    def capitals(self) -> bool:
        letters = [char for char in self.text if char.isalpha()]
        return len(letters) > 1 and all(char.isupper() for char in letters)

    @property
    def style(self) -> tuple[float, bool, bool]:
        """What rows of one sort have in common: size to half a point, weight, capitals."""
        return round(self.size * 2) / 2, self.bold, self.capitals


def rows_of(document: Document) -> list[Row]:
    """The first `MOST_ROWS` rows in reading order, without running heads, page numbers and decoration."""
    dropped = _running(document)
    known = frozenset(_LETTERS.findall(document.text.casefold()))
    rows: list[Row] = []
    before = 0
    for line in document.lines:
        if len(rows) == MOST_ROWS:
            break
        if line.start not in dropped and any(char.isalnum() for char in line.text):
            apart = "\n\n" in document.text[before : line.start]
            rows.append(_row(line, known, apart=apart))
        before = line.end
    return rows


def _row(line: Line, known: frozenset[str], *, apart: bool) -> Row:
    whole = Span(line.text[:LONGEST_ROW], line.start)
    indent = len(whole.text) - len(whole.text.lstrip())
    bullet = _list_mark(whole.text.lstrip())
    marks = _MARKDOWN.match(whole.text, indent)
    indent = marks.end() if marks else indent
    content = whole.cut(indent + (bullet.end() if bullet else 0), len(whole.text))
    glyphs = _TRAILING_GLYPHS.search(content.text)
    content = content.cut(0, glyphs.start() if glyphs else len(content.text)).strip(" \t")
    cells = tuple(content.split(_CELLS, edges=" ")) or (content,)
    return Row(
        content,
        cells,
        bullet is not None,
        apart,
        line.page,
        line.x0,
        line.y0,
        line.x1,
        line.y1,
        line.size,
        line.bold,
        _is_broken(content.text, known),
    )


def _list_mark(text: str) -> re.Match[str] | None:
    """The bullet or the number that a list item begins with."""
    number = _NUMBER.match(text)
    if number is not None and len(text.split()) > _NUMBERED_WORDS:
        return number
    return _BULLET.match(text)


def _is_broken(text: str, known: frozenset[str]) -> bool:
    """Whether the hyphen at the end parts a word: what stands before it is no word of its own here."""
    match = _LAST_PART.search(text)
    return match is not None and match[1].casefold() not in known and fold(match[1]) not in words("hyphens", "kept")


def _running(document: Document) -> set[int]:
    """Starts of lines that say the same, but for digits, at the same height of several pages, and of page numbers."""
    places: dict[str, list[Line]] = defaultdict(list)
    edges = _edge_lines(document)
    for line in edges:
        places[_DIGITS.sub("0", line.text)].append(line)
    dropped: set[int] = set()
    for text, lines in places.items():
        if len({line.page for line in lines}) > 1 and not _only_dates(lines[0]):
            first = lines[0]
            same = [line for line in lines if abs(line.y0 - first.y0) < _SAME_PLACE]
            keep_first = text == lines[0].text and first.page == 1  # a name at the top of every page is still a name
            dropped.update(line.start for line in same[1 if keep_first else 0 :])
        elif lines[0].text.strip().isdigit() and len(lines[0].text.strip()) <= 3:
            dropped.add(lines[0].start)
    return dropped


def _only_dates(line: Line) -> bool:
    """Whether a line says only when: the first row of an entry, however alike it is on two pages."""
    span = Span(line.text[:LONGEST_ROW], line.start)
    return bool(periods := find_periods(span)) and not without_dates(span, periods)


def _edge_lines(document: Document) -> list[Line]:
    """The first and last lines of every page by height, or by order where there is no geometry."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in document.lines:
        pages[line.page].append(line)
    edges: list[Line] = []
    for lines in pages.values():
        ordered = sorted(lines, key=lambda line: (line.y0, line.start))
        edges.extend(ordered[:_HEAD_ROWS])
        edges.extend(ordered[max(_HEAD_ROWS, len(ordered) - _HEAD_ROWS) :])
    return edges


def together(text: str) -> str:
    """Letter-spaced words put together: "C O N T A C T" is "CONTACT"."""
    return _SPACED_LETTERS.sub(lambda match: match.group().replace(" ", "").replace(".", ""), text)
