"""One DOCX paragraph to characters: runs, breaks, symbols and links, without what is hidden or deleted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from evenhand.engines.documents.docx.lists import BULLET, Lists
from evenhand.engines.documents.docx.looks import Look, Styles, find, look_of, place_of, value
from evenhand.engines.documents.docx.package import attribute, local
from evenhand.engines.documents.hidden import Unseen, disguised
from evenhand.engines.documents.urls import kept_url

# Elements whose text is not part of the document as it stands.
SKIPPED = frozenset(
    {"del", "moveFrom", "delText", "instrText", "rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr", "sdtEndPr"}
)
_LINK_FIELD = re.compile(r'\bHYPERLINK\s+"([^"]+)"', re.IGNORECASE)
MOST_SYMBOL = 0x10FFFF


@dataclass(slots=True)
class Piece:
    """Characters that share a look and a link."""

    text: str
    look: Look
    url: str | None = None


@dataclass(slots=True)
class _Field:
    """A field in progress: its code while that is being read, then its address."""

    code: str = ""
    url: str | None = None
    shown: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph's lines, each in pieces, and whether it is a heading."""

    lines: list[list[Piece]]
    heading: bool


@dataclass(slots=True)
class ParagraphReader:
    """Reads the paragraphs of one part. `boxes` and `unseen` collect what is met on the way, for the caller."""

    styles: Styles
    lists: Lists
    targets: dict[str, tuple[str, str]]
    boxes: list[Element] = field(default_factory=list)
    page_breaks: int = 0
    unseen: list[Unseen] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)

    def read(self, paragraph: Element, *, ground: int | None) -> Paragraph:
        """Lines are parted by line breaks; the first of a list paragraph begins with its mark."""
        properties = find(paragraph, "pPr")
        style_id = value(find(properties, "pStyle"))
        look = self.styles.paragraph(style_id)
        look = replace(look, ground=_first(look_of(properties).ground, look.ground, ground))
        lines: list[list[Piece]] = [[]]
        for piece in self._pieces(paragraph, look, None):
            for index, text in enumerate(piece.text.split("\n")):
                if index:
                    lines.append([])
                if text:
                    lines[-1].append(Piece(text, piece.look, piece.url))
        if any(piece.text.strip() for line in lines for piece in line):
            mark = self.lists.mark(place_of(properties) or self.styles.place(style_id))
            if mark:
                lines[0].insert(0, Piece(f"{mark} ", look))
        heading = self.styles.is_heading(style_id) or find(properties, "outlineLvl") is not None
        return Paragraph(lines, heading)

    def _pieces(self, element: Element, look: Look, url: str | None) -> Iterator[Piece]:
        for child in element:
            name = local(child.tag)
            if name in SKIPPED:
                continue
            if name == "r":
                yield from self._run(child, look, url)
            elif name == "hyperlink":
                yield from self._pieces(child, look, self._target(child) or url)
            elif name == "fldSimple":
                yield from self._pieces(child, look, _field_url(attribute(child, "instr") or "") or url)
            elif name == "AlternateContent":
                chosen = alternative(child)
                if chosen is not None:
                    yield from self._pieces(chosen, look, url)
            elif name == "txbxContent":
                self.boxes.append(child)
            else:
                yield from self._pieces(child, look, url)

    def _run(self, run: Element, look: Look, url: str | None) -> Iterator[Piece]:
        properties = find(run, "rPr")
        look = look_of(properties).over(self.styles.look(value(find(properties, "rStyle"))).over(look))
        for child in run:
            name = local(child.tag)
            if name == "fldChar":
                self._field(attribute(child, "fldCharType"))
            elif name == "instrText" and self._fields:
                self._fields[-1].code += child.text or ""
            elif name == "lastRenderedPageBreak" or (name == "br" and attribute(child, "type") == "page"):
                self.page_breaks += 1
            text = _text(child)
            if text and self._is_shown():
                page = self.page_breaks + 1
                self.unseen += [(page, look.unseen, text)] if look.unseen else disguised(text, page)
            if text and not look.unseen and self._is_shown():
                yield Piece(text.upper() if look.caps else text, look, self._field_url() or url)
            elif text is None and name not in SKIPPED:
                yield from self._pieces(_wrapped(child), look, url)

    def _target(self, link: Element) -> str | None:
        key = attribute(link, "id")
        kind, target = self.targets.get(key or "", ("", ""))
        return kept_url(target) if kind.endswith("/hyperlink") else None

    def _field(self, step: str | None) -> None:
        if step == "begin":
            self._fields.append(_Field())
        elif step == "separate" and self._fields:
            self._fields[-1].shown = True
            self._fields[-1].url = _field_url(self._fields[-1].code)
        elif step == "end" and self._fields:
            self._fields.pop()

    def _is_shown(self) -> bool:
        return all(item.shown for item in self._fields)

    def _field_url(self) -> str | None:
        return next((item.url for item in reversed(self._fields) if item.url), None)


def _first(*grounds: int | None) -> int | None:
    """The innermost ground that is painted."""
    return next((ground for ground in grounds if ground is not None), None)


def alternative(element: Element) -> Element | None:
    """The one branch of an AlternateContent to read: the others say the same again."""
    branches = [child for child in element if local(child.tag) in ("Choice", "Fallback")]
    return branches[0] if branches else None


def _wrapped(child: Element) -> Element:
    """A parent for one element, so that what is inside a run (a drawing, a nested alternative) is walked alike."""
    parent = Element("r")
    parent.append(child)
    return parent


def _text(child: Element) -> str | None:
    """The characters a run's child stands for; None when it is not of that kind."""
    match local(child.tag):
        case "t":
            return child.text or ""
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
        case "softHyphen" | "fldChar" | "lastRenderedPageBreak" | "footnoteReference" | "endnoteReference":
            return ""
        case "sym":
            return _symbol(child)
        case _:
            return None


def _symbol(child: Element) -> str:
    """A sign of a symbol font: in resumes, a list mark or an icon; a letter only outside the private range."""
    try:
        code = int(attribute(child, "char") or "", 16)
    except ValueError:
        return ""
    if not 0 < code <= MOST_SYMBOL:
        return ""
    return BULLET if 0xF000 <= code <= 0xF0FF else chr(code)


def _field_url(code: str) -> str | None:
    found = _LINK_FIELD.search(code)
    return kept_url(found.group(1)) if found else None
