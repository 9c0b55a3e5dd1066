"""What all characters of one PDF text object share: size, direction, font and paint."""

import ctypes
import math
import re
from dataclasses import dataclass
from typing import Any

from evenhand.engines.documents.model import HiddenBy
from evenhand.engines.documents.pdf.frame import Turn
from evenhand.engines.documents.pdf.library import pdfium

# Weights are guesses from stem widths, wrong by hundreds for italics, so the name decides. "CMB" and "SFBX" are TeX's.
_BOLD = re.compile(r"bold|black|heavy|demi|semibd|[-,]bd\b|[-,]sb\b|\+?(cmb|sfbx)", re.IGNORECASE)
_DINGBATS = re.compile(r"wingdings|webdings|dingbats", re.IGNORECASE)
_ICONS = re.compile(r"awesome|icons?\b|icomoon|glyphicon", re.IGNORECASE)
_FORCE_BOLD = 1 << 18  # ISO 32000-1, table 123, bit 19
_FONT_NAME_BYTES = 256
# Below this many points a glyph is a mark on the page, not something a person reads.
SMALLEST_SIZE = 1.5
LARGEST_SIZE = 2_000.0
# Text that climbs less than this many degrees is read as level (italics by shearing, slightly turned scans).
LEVEL_WITHIN = 5
_LIGHT = 200  # of 255, in every colour component


@dataclass(frozen=True, slots=True)
class Font:
    """What its name and flags say. `embedded`: the page brings the shapes, so they are drawn the same anywhere."""

    bold: bool
    embedded: bool
    dingbats: bool
    icons: bool


@dataclass(frozen=True, slots=True)
class Style:
    """`size` in points as shown; `degrees` counter-clockwise; `hidden`: why no person could see it."""

    size: float
    degrees: int
    turn: Turn
    font: Font
    hidden: HiddenBy | None
    light: bool


_NO_FONT = Font(bold=False, embedded=False, dingbats=False, icons=False)


class Styles:
    """The styles of one text page, each read once."""

    def __init__(self, text_page: Any, *, quarter_turns: int, keep_invisible: bool) -> None:
        self._text_page = text_page
        self._quarter_turns = quarter_turns
        self._keep_invisible = keep_invisible
        self._fonts: dict[int, Font] = {}
        self._styles: dict[int, Style] = {}

    def at(self, index: int) -> tuple[int, Style]:
        """The style of a character, and a number that is the same for all characters of its text object."""
        item = pdfium.FPDFText_GetTextObject(self._text_page, index)
        key = ctypes.cast(item, ctypes.c_void_p).value or 0
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._read(index, item)
        return key, style

    def _read(self, index: int, item: Any) -> Style:
        matrix = pdfium.FS_MATRIX()
        if not pdfium.FPDFText_GetMatrix(self._text_page, index, matrix):
            matrix.a = matrix.d = 1.0
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        size = abs(pdfium.FPDFText_GetFontSize(self._text_page, index) * scale)
        degrees = self._climb(matrix)
        hidden, light = self._paint(index, item)
        legible = SMALLEST_SIZE <= size <= LARGEST_SIZE  # false for NaN as well
        why: HiddenBy | None = "unpainted" if hidden else None if legible else "tiny"
        return Style(size, degrees, Turn.upright(degrees), self._font(item), why, light)

    def _climb(self, matrix: Any) -> int:
        angle = math.degrees(math.atan2(matrix.b, matrix.a))
        if not math.isfinite(angle):
            return 0
        degrees = (round(angle) - 90 * self._quarter_turns) % 360
        return 0 if min(degrees, 360 - degrees) < LEVEL_WITHIN else degrees

    def _paint(self, index: int, item: Any) -> tuple[bool, bool]:
        """Whether nothing is painted at all, and whether what is painted is near white."""
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item) if item else pdfium.FPDF_TEXTRENDERMODE_FILL
        red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
        known = pdfium.FPDFText_GetFillColor(self._text_page, index, red, green, blue, alpha)
        light = bool(known) and min(red.value, green.value, blue.value) >= _LIGHT
        if self._keep_invisible:
            return False, light
        unpainted = mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
        clear = bool(known) and alpha.value == 0 and mode == pdfium.FPDF_TEXTRENDERMODE_FILL
        return unpainted or clear, light

    def _font(self, item: Any) -> Font:
        font = pdfium.FPDFTextObj_GetFont(item) if item else None
        key = ctypes.cast(font, ctypes.c_void_p).value if font else None
        if key is None:
            return _NO_FONT
        if key not in self._fonts:
            buffer = ctypes.create_string_buffer(_FONT_NAME_BYTES)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, _FONT_NAME_BYTES)
            name = buffer.value.decode("utf-8", "replace")
            flags = pdfium.FPDFFont_GetFlags(font)
            self._fonts[key] = Font(
                bold=bool(_BOLD.search(name)) or (flags > 0 and bool(flags & _FORCE_BOLD)),
                embedded=pdfium.FPDFFont_GetIsEmbedded(font) == 1,
                dingbats=bool(_DINGBATS.search(name)),
                icons=bool(_ICONS.search(name)),
            )
        return self._fonts[key]
