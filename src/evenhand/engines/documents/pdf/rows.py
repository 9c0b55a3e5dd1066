"""From loose glyphs to rows on one baseline, each glyph once and every script in the line it belongs to."""

from itertools import pairwise

from evenhand.engines.documents.pdf.glyphs import Glyph

# All in ems (multiples of the font size).
SAME_BASELINE = 0.2
SAME_GLYPH = 0.12  # a glyph drawn again this close to itself is the writer's way to embolden
# A raised or lowered small glyph belongs to the line it stands in.
SCRIPT_SIZE = 0.85
SCRIPT_RISE = 0.6
SCRIPT_DROP = 0.3
SCRIPT_GAP = 0.35
SCRIPT_LETTERS = 8
# Texts drawn over one another: this many glyphs covering this share of the one before.
OVER = 0.4
MOST_OVER = 4


def glyph_rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
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
