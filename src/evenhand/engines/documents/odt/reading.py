"""The ODT reader: header, body, lists, tables, text boxes, notes and footer in the order a reader meets them."""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from evenhand.engines.documents.assemble import DraftLine, assemble
from evenhand.engines.documents.docx.lines import row_lines, to_line
from evenhand.engines.documents.docx.lists import BULLET
from evenhand.engines.documents.docx.looks import UNKNOWN, Look, find
from evenhand.engines.documents.docx.package import Package, attribute, local
from evenhand.engines.documents.docx.paragraphs import Piece
from evenhand.engines.documents.formats import NAMES
from evenhand.engines.documents.hidden import Unseen, about_itself, disguised
from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.model import Document
from evenhand.engines.documents.odt.looks import USUAL_SIZE, Styles
from evenhand.engines.documents.refusals import (
    DocumentRefused,
    damaged,
    locked,
    no_text,
    too_many_pages,
    too_much_text,
)
from evenhand.engines.documents.urls import kept_url

MOST_SPACES = 40
_PASSED_OVER = frozenset(
    {"tracked-changes", "forms", "sequence-decls", "bookmark", "ruby-text", "desc", "title", "ruby"}
)
_ABOUT = frozenset({"title", "subject", "description", "keyword"})


def read_odt(content: bytes, limits: Limits) -> Document:
    """Everything a reader sees, as lines without geometry. Raises `DocumentRefused`."""
    try:
        return _read(Package(content, limits, what="ODT"), limits)
    except RecursionError:
        raise damaged("ODT") from None


def _read(package: Package, limits: Limits) -> Document:
    manifest = package.part("META-INF/manifest.xml")
    if manifest is not None and any(local(item.tag) == "encryption-data" for item in manifest.iter()):
        raise locked("ODT")
    content, styles = package.part("content.xml"), package.part("styles.xml")
    body = find(content, "body", "text")
    if body is None:
        raise DocumentRefused(
            "unsupported_type", f"This OpenDocument file holds no text document. Choose one of these: {NAMES}."
        )
    reader = _Reader(Styles(styles, content), limits)
    master = find(styles, "master-styles")
    headers = [part for page in (master if master is not None else ()) for part in page if local(part.tag) == "header"]
    footers = [part for page in (master if master is not None else ()) for part in page if local(part.tag) == "footer"]
    lines = [line for part in headers[:1] for line in reader.blocks(part, Look())]
    lines += reader.blocks(body, Look())
    lines += [line for part in footers[:1] for line in reader.blocks(part, Look())]
    if not lines:
        raise no_text()
    meta = find(package.part("meta.xml"), "meta")
    about = [item.text or "" for item in (meta if meta is not None else ()) if local(item.tag) in _ABOUT]
    unseen = [*reader.unseen, *about_itself(about)]
    return assemble("odt", lines, page_count=reader.page, most_chars=limits.text_chars, unseen=unseen)


class _Reader:
    """Reads blocks. `look` is what they inherit; a text box is read after the paragraph it hangs on."""

    def __init__(self, styles: Styles, limits: Limits) -> None:
        self._styles, self._limits = styles, limits
        self._boxes: list[Element] = []
        self._apart = True
        self._chars = 0
        self.page = 1
        self.unseen: list[Unseen] = []

    def blocks(self, root: Element, look: Look, *, mark: str = "") -> list[DraftLine]:
        lines: list[DraftLine] = []
        for child in root:
            name = local(child.tag)
            if name in ("p", "h"):
                lines += self._paragraph(child, look, mark=mark if not lines else "", heading=name == "h")
            elif name == "list":
                for item in child:
                    lines += self.blocks(item, look, mark=f"{BULLET} ")
            elif name == "table":
                lines += self._table(child, look)
            elif name == "section":
                hidden = attribute(child, "display") in ("none", "condition")
                lines += self.blocks(child, replace(look, hidden=True) if hidden else look)
            elif name == "frame":
                lines += self._box(child, look)
            elif name not in _PASSED_OVER:
                lines += self.blocks(child, look)
        return lines

    def _table(self, table: Element, look: Look) -> list[DraftLine]:
        lines: list[DraftLine] = []
        self._apart = True
        for row in _rows(table):
            cells: list[list[DraftLine]] = []
            for cell in (item for item in row if local(item.tag) == "table-cell"):
                own = self._styles.look(attribute(cell, "style-name"))
                cells.append(self.blocks(cell, replace(look, ground=own.ground) if own.ground is not None else look))
                self._apart = False
            lines += row_lines(cells)
        self._apart = True
        return lines

    def _box(self, frame: Element, look: Look) -> list[DraftLine]:
        # Its ground is its drawing's, of any colour; white text in it is left alone.
        boxes = [item for item in frame if local(item.tag) == "text-box"]
        self._apart = True
        lines = [line for box in boxes for line in self.blocks(box, replace(look, ground=UNKNOWN))]
        self._apart = True
        return lines

    def _paragraph(self, element: Element, look: Look, *, mark: str, heading: bool) -> list[DraftLine]:
        style = attribute(element, "style-name")
        if self._styles.breaks_page(style):
            self._turn()
        own = self._styles.look(style).over(Look(size=USUAL_SIZE))
        base = replace(own, ground=look.ground if own.ground is None else own.ground, hidden=look.hidden or own.hidden)
        pieces: list[list[Piece]] = [[]]
        for piece in self._pieces(element, base, None):
            why = piece.look.unseen
            self.unseen += [(self.page, why, piece.text)] if why else disguised(piece.text, self.page)
            if why:
                continue
            for index, text in enumerate(piece.text.split("\n")):
                if index:
                    pieces.append([])
                pieces[-1].append(Piece(text.upper() if piece.look.caps else text, piece.look, piece.url))
        if mark and any(piece.text.strip() for line in pieces for piece in line):
            pieces[0].insert(0, Piece(mark, base))
        lines: list[DraftLine] = []
        for one in pieces:
            line = to_line(one, page=self.page)
            if line is not None:
                line.apart = self._apart or (heading and not lines)
                line.bold = line.bold or heading
                lines.append(line)
                self._chars += len(line.text)
            self._apart = line is None
        if self._chars > self._limits.text_chars:
            raise too_much_text(self._limits.text_chars)
        boxes, self._boxes = self._boxes, []
        return lines + [line for box in boxes for line in self._box(box, look)]

    def _turn(self) -> None:
        self.page += 1
        if self.page > self._limits.pages:
            raise too_many_pages("ODT", self.page, self._limits.pages)

    def _pieces(self, element: Element, look: Look, url: str | None) -> Iterator[Piece]:
        if element.text:
            yield Piece(_spaced(element.text), look, url)
        for child in element:
            yield from self._child(child, look, url)
            if child.tail:
                yield Piece(_spaced(child.tail), look, url)

    def _child(self, child: Element, look: Look, url: str | None) -> Iterator[Piece]:  # noqa: C901 - a case each
        match local(child.tag):
            case "s":
                count = attribute(child, "c") or "1"
                known = count.isascii() and count.isdigit() and len(count) < 4
                yield Piece(" " * min(int(count) if known else 1, MOST_SPACES), look, url)
            case "tab":
                yield Piece("\t", look, url)
            case "line-break":
                yield Piece("\n", look, url)
            case "soft-page-break":
                self._turn()
            case "a":
                yield from self._pieces(child, look, kept_url(attribute(child, "href") or "") or url)
            case "span":
                own = self._styles.look(attribute(child, "style-name"))
                yield from self._pieces(child, own.over(look), url)
            case "frame":
                self._boxes.append(child)
            case "annotation":
                said = " ".join("".join(part.itertext()) for part in child if local(part.tag) in ("p", "list"))
                self.unseen.append((self.page, "comment", f"{said}\n"))
            case "hidden-text" | "hidden-paragraph":
                self.unseen.append((self.page, "marked_hidden", attribute(child, "string-value") or ""))
            case "note":
                yield Piece(" ", look, url)
                for part in (item for item in child if local(item.tag) == "note-body"):
                    yield Piece(" ".join(_spaced(text) for text in part.itertext()), look, url)
            case name if name not in _PASSED_OVER:
                yield from self._pieces(child, look, url)
            case _:
                return


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        name = local(child.tag)
        if name == "table-row":
            yield child
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _spaced(text: str) -> str:
    """White space of the markup is one space; what shows as more is written as elements."""
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
