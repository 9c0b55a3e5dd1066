"""From loose characters to visual lines in reading order."""

from evenhand.engines.documents.assemble import DraftLine
from evenhand.engines.documents.clean import clean
from evenhand.engines.documents.pdf.glyphs import Glyph


def page_lines(glyphs: list[Glyph], *, number: int) -> list[DraftLine]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.base, glyph.x0)):
        if rows and abs(rows[-1][0].base - glyph.base) < 0.3 * max(glyph.size, 1):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    out = []
    for row in rows:
        row.sort(key=lambda glyph: glyph.x0)
        text, last = "", None
        for glyph in row:
            if last is not None and glyph.x0 - last.x1 > 0.15 * glyph.size:
                text += "\t" if glyph.x0 - last.x1 > 2 * glyph.size else " "
            text += glyph.char
            last = glyph
        text = "\t".join(" ".join(part.split()) for part in clean(text).split("\t")).strip()
        box = (row[0].x0, row[0].base - row[0].size, row[-1].x1, row[0].base)
        out.append(DraftLine(text, number, box, row[0].size, row[0].bold))
    return out
