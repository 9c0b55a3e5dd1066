"""From loose glyphs to runs: stretches of text on one baseline without a wide gap, spelt with single spaces."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from evenhand.engines.documents.pdf.glyphs import Glyph

# All in ems (multiples of the font size), measured on resumes from LaTeX, Word, Chromium, Google Docs and react-pdf:
# gaps inside words reach 0.10 (tracked capitals), gaps between words start at 0.12 (justified TeX).
WORD_GAP = 0.115
REAL_SPACE = 0.05  # less than this and the space a writer put there cannot be seen
RUN_GAP = 0.75
SAME_BASELINE = 0.2
SAME_GLYPH = 0.12  # a glyph drawn again this close to itself is the writer's way to embolden
BULLET_GAP = 4.0
# Letters set apart ("E X P E R I E N C E"): at least this many in a row, none nearer than this, none farther.
TRACKED_LETTERS = 4
TRACKED_FROM = 0.06
TRACKED_TO = 2.0
TRACKED_WORD = 1.6  # a gap this many times the usual one parts two words
# A raised or lowered small glyph belongs to the line it stands in.
SCRIPT_SIZE = 0.85
SCRIPT_RISE = 0.6
SCRIPT_DROP = 0.3
SCRIPT_GAP = 0.35
SCRIPT_LETTERS = 8
# Texts drawn over one another: this many glyphs covering this share of the one before.
OVER = 0.5
MOST_OVER = 4

_BULLETS = re.compile(r"[•◦▪▫●○■□◆◇▶►▸➢➤✓✔·∙*‣⁃–—-]")
# Accents that some writers draw as letters of their own, over the letter they belong to.
_LOOSE_ACCENTS = {
    "´": "\u0301",
    "`": "\u0300",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¸": "\u0327",
    "ˇ": "\u030c",
}


@dataclass(slots=True)
class Run:
    """Text on one baseline. `places[i]` is the x-range of `text[i]`; `order` is its first glyph's drawing order."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    order: int
    places: list[tuple[float, float]] = field(repr=False)

    @property
    def top(self) -> float:
        return self.base - 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.22 * self.size

    @property
    def middle(self) -> float:
        """Half the height of a small letter: what two texts share when they look level."""
        return self.base - 0.3 * self.size


def find_runs(glyphs: list[Glyph]) -> list[Run]:
    """The runs of one page (one direction of text), from top to bottom, left to right on a baseline."""
    runs: list[Run] = []
    for row in _rows(glyphs):
        pieces = [run for piece in _pieces(row) if (run := _run(piece)) is not None]
        runs.extend(_with_bullets(pieces))
    return runs


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline, each row sorted by x and free of spaces and doubles."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.base, glyph.order)):
        first = rows[-1][0] if rows else None
        if first is not None and glyph.base - first.base <= SAME_BASELINE * min(glyph.size, first.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    whole = [part for row in rows for part in _apart(_once(sorted(row, key=_by_place)))]
    return [row for row in _with_scripts(whole) if row]


def _by_place(glyph: Glyph) -> tuple[float, int]:
    return glyph.x0, glyph.order


def _apart(row: list[Glyph]) -> list[list[Glyph]]:
    """The row, or the several texts drawn over one another that it holds."""
    over = sum(before.x1 - after.x0 > OVER * (before.x1 - before.x0) for before, after in pairwise(row))
    if over < MOST_OVER:
        return [row]
    texts: list[list[Glyph]] = []
    strokes: list[list[Glyph]] = []
    for glyph in sorted(row, key=lambda glyph: glyph.order):
        if not strokes or glyph.x0 < strokes[-1][-1].x0 or glyph.size != strokes[-1][-1].size:
            strokes.append([])
        strokes[-1].append(glyph)
    for stroke in strokes:
        free = (text for text in texts if text[-1].x1 <= stroke[0].x0 or stroke[-1].x1 <= text[0].x0)
        text = next(free, None)
        if text is None:
            texts.append(stroke)
        else:
            text.extend(stroke)
            text.sort(key=_by_place)
    return texts


def _once(row: list[Glyph]) -> list[Glyph]:
    """A row in which no glyph is drawn twice in one place."""
    kept: list[Glyph] = []
    for glyph in row:
        twin = next((other for other in reversed(kept[-4:]) if _is_double(other, glyph)), None)
        if twin is None:
            kept.append(glyph)
        elif glyph.text != " ":
            twin.bold = True
    return kept


def _is_double(one: Glyph, other: Glyph) -> bool:
    return one.text == other.text and abs(one.x0 - other.x0) <= SAME_GLYPH * one.size


def _with_scripts(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Superscripts and subscripts moved from rows of their own into the line they stand in."""
    for index in range(len(rows)):
        for neighbour in (index + 1, index - 1, index + 2, index - 2):
            if rows[index] and 0 <= neighbour < len(rows) and rows[neighbour]:
                rows[index] = _move_scripts(rows[index], rows[neighbour])
    return rows


def _move_scripts(row: list[Glyph], line: list[Glyph]) -> list[Glyph]:
    """Move what are scripts of `line` from `row` into it, and return what stays."""
    tallest = max(glyph.size for glyph in line)
    rise = line[0].base - row[0].base
    if not -SCRIPT_DROP * tallest <= rise <= SCRIPT_RISE * tallest:
        return row
    stays: list[Glyph] = []
    for piece in _split(row, SCRIPT_GAP):
        (line if _is_script(piece, line) else stays).extend(piece)
    if len(stays) < len(row):
        line.sort(key=_by_place)
    return stays


def _is_script(piece: list[Glyph], line: list[Glyph]) -> bool:
    """Whether the piece leans on larger letters of the line, or (as in TeX's own name) sits tightly between two."""
    if len(piece) > SCRIPT_LETTERS:
        return False
    drawn = [other for other in line if other.text != " "]
    left, right = piece[0].x0, piece[-1].x1
    if len(piece) > 1 and any(left < (other.x0 + other.x1) / 2 < right for other in drawn):
        return False
    before = [other for other in drawn if abs(left - other.x1) <= SCRIPT_GAP * other.size]
    after = [other for other in drawn if abs(other.x0 - right) <= SCRIPT_GAP * other.size]
    if any(piece[0].size <= SCRIPT_SIZE * other.size for other in (*before, *after)):
        return True
    return bool(before) and bool(after) and len(piece) == 1


def _split(row: list[Glyph], gap: float) -> list[list[Glyph]]:
    pieces = [row[:1]]
    for before, after in pairwise(row):
        if after.x0 - before.x1 > gap * min(before.size, after.size):
            pieces.append([])
        pieces[-1].append(after)
    return pieces


def _pieces(row: list[Glyph]) -> list[list[Glyph]]:
    """A row cut at its wide gaps; inside a piece, every space between words is one glyph and no other is left."""
    drawn = [glyph for glyph in row if glyph.text != " "]
    if not drawn:
        return []
    spaced = {glyph.order for space, glyph in pairwise(row) if space.text == " "}
    gaps = [(after.x0 - before.x1) / min(before.size, after.size) for before, after in pairwise(drawn)]
    tracked = _tracked(drawn, gaps)
    pieces = [drawn[:1]]
    for index, (before, after) in enumerate(pairwise(drawn)):
        gap, usual = gaps[index], tracked[index]
        if usual is not None:
            wide, parted = False, gap > max(TRACKED_WORD * usual, usual + WORD_GAP)
        else:
            wide = gap > RUN_GAP
            parted = gap > (REAL_SPACE if after.order in spaced else WORD_GAP)
        if wide:
            pieces.append([])
        elif parted:
            pieces[-1].append(_space(before, after))
        pieces[-1].append(after)
    return pieces


def _tracked(drawn: list[Glyph], gaps: list[float]) -> list[float | None]:
    """For each gap, the usual gap of the stretch of letters set apart that it lies in, or None."""
    usual: list[float | None] = [None] * len(gaps)
    start = 0
    while start < len(gaps):
        end = start
        while end < len(gaps) and _sets_apart(drawn[end], drawn[end + 1], gaps[end]):
            end += 1
        if end - start + 1 >= TRACKED_LETTERS:
            usual[start:end] = [median(gaps[start:end])] * (end - start)
        start = end + 1
    return usual


def _sets_apart(before: Glyph, after: Glyph, gap: float) -> bool:
    letters = all(len(glyph.text) == 1 and (glyph.text.isalpha() or glyph.text in "&/") for glyph in (before, after))
    return letters and TRACKED_FROM < gap < TRACKED_TO


def _space(before: Glyph, after: Glyph) -> Glyph:
    return replace(after, text=" ", x0=min(before.x1, after.x0), x1=after.x0)


def _run(piece: list[Glyph]) -> Run | None:
    """The run a piece spells, with accents on their letters; None when nothing but spaces is left."""
    cells: list[tuple[str, float, float]] = []
    for glyph in piece:
        joined = _accented(cells[-1], glyph) if cells else None
        if joined is not None:
            cells[-1] = joined
        else:
            cells.append((glyph.text, glyph.x0, glyph.x1))
    text = "".join(cell[0] for cell in cells)
    letters = [glyph for glyph in piece if glyph.text != " "]
    if not text.strip():
        return None
    places = [(x0, x1) for cell, x0, x1 in cells for _ in cell]
    return Run(
        text=text,
        x0=min(glyph.x0 for glyph in letters),
        x1=max(glyph.x1 for glyph in letters),
        base=_usual(letters).base,
        size=_usual(letters).size,
        bold=sum(glyph.bold for glyph in letters) * 2 > len(letters),
        order=min(glyph.order for glyph in letters),
        places=places,
    )


def _usual(letters: list[Glyph]) -> Glyph:
    """A glyph of the size most letters have."""
    return sorted(letters, key=lambda glyph: glyph.size)[len(letters) // 2]


def _accented(cell: tuple[str, float, float], glyph: Glyph) -> tuple[str, float, float] | None:
    """The cell with the glyph's accent on it, or with it as the accent of the glyph; None when they are apart."""
    text, x0, x1 = cell
    if unicodedata.combining(glyph.text[0]):
        return unicodedata.normalize("NFC", text + glyph.text), x0, x1
    for letter, accent in ((text, glyph.text), (glyph.text, text)):
        mark = _LOOSE_ACCENTS.get(accent)
        overlap = min(x1, glyph.x1) - max(x0, glyph.x0)
        if mark is None or not letter.isalpha() or overlap < 0.5 * min(x1 - x0, glyph.x1 - glyph.x0):
            continue
        joined = unicodedata.normalize("NFC", letter.replace("ı", "i") + mark)
        if len(joined) == len(letter):
            return joined, min(x0, glyph.x0), max(x1, glyph.x1)
    return None


def _with_bullets(pieces: list[Run]) -> list[Run]:
    """A list mark joined to the text it marks, however far the tab stop."""
    runs: list[Run] = []
    for run in pieces:
        mark = runs[-1] if runs else None
        if mark is not None and _BULLETS.fullmatch(mark.text) and run.x0 - mark.x1 <= BULLET_GAP * run.size:
            runs[-1] = replace(
                run,
                text=f"{mark.text} {run.text}",
                x0=mark.x0,
                order=min(mark.order, run.order),
                places=[*mark.places, (mark.x1, run.x0), *run.places],
            )
        else:
            runs.append(run)
    return runs
