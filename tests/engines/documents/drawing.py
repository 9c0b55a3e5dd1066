"""Draws small PDFs to the point: every text where, how and in which order a test says."""

import io
import zlib
from dataclasses import dataclass, field

import pypdfium2
from fpdf import FPDF
from PIL.Image import Image

from evenhand.engines.documents import Document, Kind, Limits
from evenhand.engines.documents.reader import read_here

PAGE_WIDTH, PAGE_HEIGHT = 612.0, 792.0
REGULAR, BOLD, CYRILLIC = "F1", "F2", "F3"
# The Cyrillic font has one width for every character, in thousandths of its size.
CYRILLIC_WIDTH = 556
_RULER = FPDF()


def width(text: str, size: float = 10, font: str = REGULAR) -> float:
    """How wide `text` is drawn, in points."""
    if font == CYRILLIC:
        return len(text) * CYRILLIC_WIDTH * size / 1000
    _RULER.set_font("helvetica", style="B" if font == BOLD else "", size=size)
    return float(_RULER.get_string_width(text)) * _RULER.k


@dataclass
class Page:
    """One page; `y` counts points down from its top to the baseline."""

    drawn: list[bytes] = field(default_factory=list)
    links: list[bytes] = field(default_factory=list)
    rotation: int = 0

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 10,
        font: str = REGULAR,
        grey: float = 0.0,
        mode: int = 0,
        spacing: float = 0.0,
    ) -> None:
        """`grey` is 0 for black and 1 for white, `mode` PDF's text rendering mode, `spacing` extra points a letter."""
        shown = text.encode("cp1251" if font == CYRILLIC else "cp1252")
        escaped = shown.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        self.raw(
            b"BT %g g %d Tr %g Tc /%s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET"
            % (grey, mode, spacing, font.encode(), size, x, PAGE_HEIGHT - y, escaped)
        )

    def right(self, edge: float, y: float, text: str, *, size: float = 10, font: str = REGULAR) -> None:
        """Text that ends at `edge`."""
        self.text(edge - width(text, size, font), y, text, size=size, font=font)

    def lines(self, x: float, y: float, *lines: str, leading: float = 14, font: str = REGULAR) -> float:
        """Lines one under another; returns the baseline after them."""
        for index, line in enumerate(lines):
            self.text(x, y + index * leading, line, font=font)
        return y + len(lines) * leading

    def turned(self, x: float, y: float, text: str, *, size: float = 10) -> None:
        """Text that climbs from bottom to top."""
        self.raw(b"BT 0 g 0 Tr /F1 %g Tf 0 1 -1 0 %g %g Tm (%s) Tj ET" % (size, x, PAGE_HEIGHT - y, text.encode()))

    def box(self, x: float, y: float, across: float, down: float, *, grey: float) -> None:
        """A filled rectangle with its top left corner at `x`, `y`."""
        self.raw(b"%g g %g %g %g %g re f" % (grey, x, PAGE_HEIGHT - y - down, across, down))

    def link(self, x: float, y: float, across: float, url: str, *, down: float = 12) -> None:
        """A link over the line whose baseline is `y`."""
        rect = b"%g %g %g %g" % (x, PAGE_HEIGHT - y - 3, x + across, PAGE_HEIGHT - y + down - 3)
        action = b"<</S /URI /URI (%s)>>" % url.encode()
        self.links.append(b"<</Type /Annot /Subtype /Link /Rect [%s] /A %s>>" % (rect, action))

    def raw(self, operators: bytes) -> None:
        self.drawn.append(operators)


def draw(*pages: Page) -> bytes:
    """The finished file."""
    return assemble([page_objects(page) for page in pages])


def as_shapes(page: Page) -> bytes:
    """What is drawn, as a scanner would send it: a picture and not a letter."""
    out = io.BytesIO()
    _picture(page).convert("L").save(out, "PDF", resolution=1.6 * 72)
    return out.getvalue()


def _picture(page: Page) -> Image:
    shown: Image = pypdfium2.PdfDocument(draw(page))[0].render(scale=1.6).to_pil()
    return shown


def layered(seen: Page | Image, layer: Page) -> bytes:
    """A scan of what is `seen`, with the text of another page over it that nobody sees."""
    grey = (_picture(seen) if isinstance(seen, Page) else seen).convert("L")
    packed = zlib.compress(grey.tobytes()).hex().encode()
    size = b"/W %d /H %d /CS /G /BPC 8 /F [/AHx /Fl]" % grey.size
    over = Page()
    over.raw(b"q %g 0 0 %g 0 0 cm BI %s ID %s> EI Q" % (PAGE_WIDTH, PAGE_HEIGHT, size, packed))
    over.drawn += [drawn.replace(b" 0 Tr ", b" 3 Tr ") for drawn in layer.drawn]
    return draw(over)


def page_objects(page: Page) -> tuple[bytes, bytes]:
    """The page's own dictionary entries, and its content stream."""
    entries = b"/Rotate %d /Annots [%s]" % (page.rotation, b" ".join(page.links))
    return entries, b"\n".join(page.drawn)


def assemble(pages: list[tuple[bytes, bytes]], *, filters: bytes = b"", compressed: bool = False) -> bytes:
    """A PDF of pages given as (dictionary entries, content). `filters` is for content already packed."""
    kids = b" ".join(b"%d 0 R" % (7 + 2 * index) for index in range(len(pages)))
    fonts = b"<</Font <</F1 3 0 R /F2 4 0 R /F3 5 0 R>>>>"
    objects = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [%s] /Count %d>>" % (kids, len(pages)),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding>>",
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 255 /Widths [%s] /ToUnicode 6 0 R>>"
        % b" ".join([b"%d" % CYRILLIC_WIDTH] * 256),
        stream(_to_unicode()),
    ]
    for index, (entries, content) in enumerate(pages):
        objects.append(
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Resources %s /Contents %d 0 R %s>>"
            % (PAGE_WIDTH, PAGE_HEIGHT, fonts, 8 + 2 * index, entries)
        )
        packed = zlib.compress(content) if compressed else content
        objects.append(stream(packed, b"/Filter /FlateDecode" if compressed else filters))
    return write(objects)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(content), entries, content)


def write(objects: list[bytes]) -> bytes:
    """A whole file of numbered objects, the first of them its catalogue."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def multiplying_forms(depth: int) -> bytes:
    """A page that draws a form ten times, which draws another ten times, and so on down to a word."""
    area = b"[0 0 612 792]"
    deep = [
        stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources <</XObject <</X %d 0 R>>>>" % (7 + level),
        )
        for level in range(depth)
    ]
    word = b"BT /F1 10 Tf 72 700 Td (word) Tj ET"
    resources = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources <</Font <</F1 4 0 R>>>>"
    return write(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox %s /Contents 5 0 R /Resources <</XObject <</X 6 0 R>>>>>>" % area,
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
            stream(b"/X Do"),
            *deep,
            stream(word, resources),
        ]
    )


def _to_unicode() -> bytes:
    """A character map from cp1251 codes to Unicode."""
    codes = [code for code in range(32, 256) if bytes([code]).decode("cp1251", "ignore")]
    entries = [b"<%02X> <%04X>" % (code, ord(bytes([code]).decode("cp1251"))) for code in codes]
    chunks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    maps = b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(chunk), b"\n".join(chunk)) for chunk in chunks)
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /C def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n" + maps + b"\nendcmap end end"
    )


def read(content: bytes, kind: Kind = "pdf") -> Document:
    """The document, read in this process."""
    return read_here(content, kind, Limits())


def text_of(*pages: Page) -> str:
    return read(draw(*pages)).text


def lines_of(*pages: Page) -> list[str]:
    return [line.text for line in read(draw(*pages)).lines]
