"""Where words part in a row of glyphs, and where texts do, whether or not the writer set spaces."""

from dataclasses import replace
from itertools import pairwise
from statistics import median

from evenhand.engines.documents.pdf.glyphs import Glyph

# All in ems (multiples of the font size), measured on resumes from LaTeX, Word, Chromium, Google Docs and react-pdf:
# gaps inside words reach 0.10 (tracked capitals), gaps between words start at 0.12 (justified TeX).
WORD_GAP = 0.115
REAL_SPACE = 0.05  # less than this and the space a writer put there cannot be seen
CASE_GAP = 0.07  # from a small letter to a capital, which inside words stand close: kerned "of Gothenburg" is at 0.098
TEXT_GAP = 0.75
# Letters set apart ("E X P E R I E N C E"): at least this many in a row, none nearer than this, none farther.
TRACKED_LETTERS = 4
TRACKED_FROM = 0.06
TRACKED_TO = 3.0
TRACKED_WORD = 1.6  # a gap this many times the usual one parts two words


def row_pieces(row: list[Glyph]) -> list[list[Glyph]]:
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
            wide = gap > TEXT_GAP
            parted = gap > (REAL_SPACE if after.order in spaced else _word_gap(before, after))
        if wide:
            pieces.append([])
        elif parted:
            pieces[-1].append(_space(before, after))
        pieces[-1].append(after)
    return pieces


def _word_gap(before: Glyph, after: Glyph) -> float:
    return CASE_GAP if before.text.islower() and after.text.isupper() else WORD_GAP


def _tracked(drawn: list[Glyph], gaps: list[float]) -> list[float | None]:
    """For each gap, the usual gap of the stretch of letters set apart that it lies in, or None."""
    usual: list[float | None] = [None] * len(gaps)
    apart = [_sets_apart(before, after, gap) for (before, after), gap in zip(pairwise(drawn), gaps, strict=True)]
    start = 0
    while start < len(gaps):
        end = start
        while end < len(gaps) and apart[end]:
            end += 1
        # A letter that hangs on a word outside the stretch ("am a C or") is that word's.
        first = start + (start > 0 and gaps[start - 1] <= TRACKED_FROM)
        last = end - (end < len(gaps) and gaps[end] <= TRACKED_FROM)
        if last - first + 1 >= TRACKED_LETTERS:
            usual[first:last] = [median(gaps[first:last])] * (last - first)
        start = end + 1
    return usual


def _sets_apart(before: Glyph, after: Glyph, gap: float) -> bool:
    letters = all(len(glyph.text) == 1 and (glyph.text.isalpha() or glyph.text in "&/") for glyph in (before, after))
    return letters and TRACKED_FROM < gap < TRACKED_TO


def _space(before: Glyph, after: Glyph) -> Glyph:
    return replace(after, text=" ", x0=min(before.x1, after.x0), x1=after.x0)
