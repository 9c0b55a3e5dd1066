"""From loose glyphs to runs: stretches of text on one baseline without a wide gap, spelt with single spaces."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from evenhand.engines.documents.pdf.glyphs import Glyph
from evenhand.engines.documents.pdf.pieces import row_pieces
from evenhand.engines.documents.pdf.rows import glyph_rows

# In sizes of the text: how far a list mark may stand from what it marks.
BULLET_GAP = 4.0

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
# Unicode's bidirectional classes (UAX #9).
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_LEFT_TO_RIGHT = frozenset({"L", "EN", "AN", "ES", "CS", "ET"})
_INSIDE_PHRASES = "@_-& "


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
    for row in glyph_rows(glyphs):
        pieces = [run for piece in row_pieces(row) if (run := _run(piece)) is not None]
        runs.extend(_with_bullets(pieces))
    return runs


def _run(piece: list[Glyph]) -> Run | None:
    """The run a piece spells, with accents on their letters; None when nothing but spaces is left."""
    cells: list[tuple[str, float, float]] = []
    for glyph in piece:
        joined = _accented(cells[-1], glyph) if cells else None
        if joined is not None:
            cells[-1] = joined
        else:
            cells.append((glyph.text, glyph.x0, glyph.x1))
    cells = _as_read(cells)
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


def _as_read(cells: list[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """Cells in reading order: from right to left where most letters are of such a script, numbers and Latin not."""
    kinds = [unicodedata.bidirectional(cell[0][0]) for cell in cells]
    backwards = sum(kind in _RIGHT_TO_LEFT for kind in kinds)
    if 2 * backwards <= sum(cell[0].isalpha() for cell in cells):
        return cells
    out: list[tuple[str, float, float]] = []
    forwards: list[tuple[str, float, float]] = []  # a stretch that reads from left to right, met from its end
    for cell, kind in zip(reversed(cells), reversed(kinds), strict=True):
        if kind in _LEFT_TO_RIGHT or (forwards and cell[0] in _INSIDE_PHRASES):
            forwards.insert(0, cell)
        else:
            out += [*_spaces_last(forwards), cell]
            forwards = []
    return out + _spaces_last(forwards)


def _spaces_last(cells: list[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """A phrase met from its end: the spaces before it part it from what is read after it."""
    spaces = next((index for index, cell in enumerate(cells) if cell[0] != " "), 0)
    return cells[spaces:] + cells[:spaces]


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
