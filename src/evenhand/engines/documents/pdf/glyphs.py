"""The characters of one PDF page, each with its place, size and weight."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evenhand.engines.documents.clean import clean
from evenhand.engines.documents.model import HiddenBy
from evenhand.engines.documents.pdf.frame import Frame
from evenhand.engines.documents.pdf.library import pdfium
from evenhand.engines.documents.pdf.styles import Font, Style, Styles

# PDFium gives U+0002 for a hyphen at the end of a line that a word continues past. Fonts often give their hyphen the
# soft hyphen's code (the two share a glyph); what is drawn is a hyphen either way.
_HYPHENS = frozenset("\x02\u00ad\u2010\u2011-")
_BULLET = "•"
_ASCENT = 0.75  # of the size: where ink is, above the baseline
_FIRST_REAL_SYMBOL = "\u2000"


@dataclass(slots=True)
class Glyph:
    """One drawn character (or ligature, spelt out). `base` is the baseline's y.

    Points on the shown page, origin top left; for text that climbs, on the page turned until it runs level.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    order: int  # place in the page's own drawing order
    degrees: int = 0
    # Where on the shown page its ink must be for anybody to see it.
    ink: tuple[float, float, float, float] | None = None
    sure: bool = False  # whether the absence of ink proves that nobody sees it
    item: int = 0  # the text object it belongs to, as `Styles` numbers them


class GlyphReader:
    """Reads the characters of one page."""

    def __init__(self, text_page: Any, frame: Frame, *, keep_invisible: bool = False) -> None:
        self._text_page = text_page
        self._frame = frame
        self._styles = Styles(text_page, quarter_turns=frame.turns, keep_invisible=keep_invisible)
        self._loose = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._said: list[str] = []
        self.unseen: list[tuple[HiddenBy, str]] = []  # what `glyphs` left out because nobody sees it, in its order

    def glyphs(self) -> Iterator[Glyph]:
        """Every painted character in drawing order. Real spaces are characters; those PDFium adds are left out."""
        pending: Glyph | None = None
        pending_key, pending_font = 0, None
        for index in range(pdfium.FPDFText_CountChars(self._text_page)):
            if pdfium.FPDFText_IsGenerated(self._text_page, index) == 1:
                self.unseen += [(self.unseen[-1][0], " ")] if self.unseen else []
                continue
            code = pdfium.FPDFText_GetUnicode(self._text_page, index)
            if not 0 < code <= 0x10FFFF:
                continue
            self._said.append(chr(code))
            key, style = self._styles.at(index)
            glyph = None if style.hidden else self._placed(index, style)
            if glyph is None:
                self.unseen.append((style.hidden or "off_page", chr(code)))
                continue
            # One glyph that stands for several characters (a ligature, a space with four meanings) comes as
            # several characters in one and the same place.
            if pending is not None and key == pending_key and _same_place(pending, glyph):
                pending.text += chr(code)
                continue
            if pending is not None and _spell(pending, pending_font):
                yield pending
            glyph.text, glyph.item = chr(code), key
            pending, pending_key, pending_font = glyph, key, style.font
        if pending is not None and _spell(pending, pending_font):
            yield pending

    @property
    def said(self) -> str:
        """All characters as the file has them, spaces that nobody wrote left out."""
        return "".join(self._said)

    def _placed(self, index: int, style: Style) -> Glyph | None:
        """The glyph without its text; None when it is off the page."""
        box, x, y = self._loose, self._x, self._y
        if not pdfium.FPDFText_GetLooseCharBox(self._text_page, index, box):
            return None
        if not pdfium.FPDFText_GetCharOrigin(self._text_page, index, x, y):
            return None
        if not math.isfinite(box.left + box.bottom + box.right + box.top + x.value + y.value):
            return None
        left, top, right, bottom = self._frame.box(box.left, box.bottom, box.right, box.top)
        if right < 0 or bottom < 0 or left > self._frame.width or top > self._frame.height:
            return None
        origin = self._frame.point(x.value, y.value)
        ink = (left, top, right, bottom)
        if style.degrees:
            corners = [style.turn.point(cx, cy)[0] for cx in (left, right) for cy in (top, bottom)]
            left, right = min(corners), max(corners)
            origin = style.turn.point(*origin)
        else:
            ink = (left, origin[1] - _ASCENT * style.size, right, origin[1])
        # A font that is not in the file may lack the glyph here and have it elsewhere; paint near white is suspect.
        sure = style.font.embedded or style.light
        return Glyph("", left, right, origin[1], style.size, style.font.bold, index, style.degrees, ink, sure)


def _same_place(one: Glyph, other: Glyph) -> bool:
    return one.x0 == other.x0 and one.x1 == other.x1 and one.base == other.base


def _spell(glyph: Glyph, font: Font | None) -> bool:
    """Give the glyph the text a reader sees in it; False when that is none."""
    glyph.text = _spelt(glyph.text, font)
    return bool(glyph.text)


def _spelt(text: str, font: Font | None) -> str:
    if text.isspace():
        return " "
    if all(char in _HYPHENS for char in text):
        return "-"
    if font is not None and font.icons:
        return ""  # an icon's name ("HOUSE-CHIMNEY") is for machines
    if "\ue000" <= text[0] <= "\uf8ff":
        # Symbol fonts of the old kind put their signs at U+F020 and up; in resumes those are list marks.
        return _BULLET if "\uf020" <= text[0] <= "\uf0ff" else ""
    if font is not None and font.dingbats and text[0] < _FIRST_REAL_SYMBOL:
        return _BULLET  # letters are how these fonts spell their signs
    return clean(text).replace("\t", " ").replace("\n", " ")
