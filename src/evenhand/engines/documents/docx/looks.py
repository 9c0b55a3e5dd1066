"""How text looks in a DOCX: size, weight, capitals and visibility, from styles and direct formatting."""

from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element

from evenhand.engines.documents.docx.package import attribute, local
from evenhand.engines.documents.model import HiddenBy

DEEPEST_STYLE = 20
_OFF = frozenset({"0", "false", "off", "none"})
# Word's own size when a document names none (ECMA-376 part 1, 17.3.2.38: 10 points).
USUAL_SIZE = 10.0
SMALLEST_SIZE = 1.5
_NO_FILL = frozenset({"auto", "none", "clear", "nil"})
_HEADING_NAMES = ("heading", "title", "заголовок", "название")
WHITE = 0xFFFFFF
UNKNOWN = -1  # a ground that something else paints, or a colour that suits its ground ("auto")
_ALIKE = 8  # of 255, in every colour component: a person does not tell them apart


@dataclass(frozen=True, slots=True)
class Look:
    """None: not said here, so whatever is said further out holds. `size` is in points, colours are RGB or UNKNOWN."""

    bold: bool | None = None
    size: float | None = None
    caps: bool | None = None
    hidden: bool | None = None
    colour: int | None = None
    ground: int | None = None

    def over(self, outer: "Look") -> "Look":
        """This look where it says something, `outer` where it does not."""
        said = {name: value for name in _NAMES if (value := getattr(self, name)) is not None}
        return replace(outer, **said)

    @property
    def unseen(self) -> HiddenBy | None:
        """Why nobody sees it: hidden, too small to be text, or of the colour of its ground."""
        if self.hidden:
            return "marked_hidden"
        if self.size is not None and self.size < SMALLEST_SIZE:
            return "tiny"
        ground = WHITE if self.ground is None else self.ground
        told = self.colour is not None and UNKNOWN not in (self.colour, ground)
        return "no_contrast" if told and _are_alike(self.colour or 0, ground) else None


_NO_FILL = frozenset({"auto", "none", "clear", "nil"})
_NAMES = ("bold", "size", "caps", "hidden", "colour", "ground")
PLAIN = Look(size=USUAL_SIZE)


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Which list a paragraph belongs to, and how deep; list "0" is Word's way to say none."""

    list_id: str
    level: int


@dataclass(frozen=True, slots=True)
class Style:
    """One style's own words. `heading`: it has a place in the document's outline."""

    look: Look
    place: ListPlace | None
    heading: bool
    based_on: str | None


class Styles:
    """The styles part, resolved along its chains."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default = PLAIN
        self._usual_paragraph: str | None = None
        for item in root if root is not None else ():
            if local(item.tag) == "docDefaults":
                self.default = look_of(find(item, "rPrDefault", "rPr")).over(PLAIN)
            elif local(item.tag) == "style":
                self._add(item)

    def look(self, style_id: str | None) -> Look:
        """Everything a style and those it is based on say."""
        look = Look()
        for style in self._chain(style_id):
            look = look.over(style.look)
        return look

    def paragraph(self, style_id: str | None) -> Look:
        return self.look(style_id or self._usual_paragraph).over(self.default)

    def place(self, style_id: str | None) -> ListPlace | None:
        return next((style.place for style in reversed(self._chain(style_id)) if style.place is not None), None)

    def is_heading(self, style_id: str | None) -> bool:
        return any(style.heading for style in self._chain(style_id))

    def _add(self, item: Element) -> None:
        style_id = attribute(item, "styleId")
        if style_id is None:
            return
        if attribute(item, "type") == "paragraph" and attribute(item, "default") in ("1", "true", "on"):
            self._usual_paragraph = style_id
        paragraph = find(item, "pPr")
        name = (value(find(item, "name")) or "").lower()
        self._styles[style_id] = Style(
            look=look_of(find(item, "rPr")),
            place=place_of(paragraph),
            heading=find(paragraph, "outlineLvl") is not None or name.startswith(_HEADING_NAMES),
            based_on=value(find(item, "basedOn")),
        )

    def _chain(self, style_id: str | None) -> list[Style]:
        """From the outermost base to the style itself; a circle ends where it closes."""
        chain: list[Style] = []
        while style_id in self._styles and len(chain) < DEEPEST_STYLE:
            style = self._styles[style_id]
            chain.insert(0, style)
            style_id = style.based_on
        return chain


def look_of(properties: Element | None) -> Look:
    """What an rPr (run properties) element says."""
    if properties is None:
        return Look()
    said: dict[str, Any] = {}
    for item in properties:
        match local(item.tag):
            case "b":
                said["bold"] = is_on(item)
            case "caps":
                said["caps"] = is_on(item)
            case "vanish":
                said["hidden"] = is_on(item)
            case "sz":
                half_points = number(value(item))
                if half_points is not None:
                    said["size"] = half_points / 2
            case "color":
                said["colour"] = _rgb(value(item))
            case "shd" | "highlight":
                said["ground"] = ground_of(item)
            case _:
                pass
    return replace(Look(), **said)


def place_of(properties: Element | None) -> ListPlace | None:
    """The list a pPr (paragraph properties) element puts its paragraph in."""
    numbering = find(properties, "numPr")
    list_id = value(find(numbering, "numId"))
    if list_id is None:
        return None
    return ListPlace(list_id, int(number(value(find(numbering, "ilvl"))) or 0))


def ground_of(item: Element) -> int | None:
    """The ground that a shd or highlight element paints; None when it paints none."""
    fill = (attribute(item, "fill") or value(item) or "auto").lower()
    return None if fill in _NO_FILL else WHITE if fill == "white" else _rgb(fill)


def find(element: Element | None, *path: str) -> Element | None:
    """The first child at each step with that local name."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if local(child.tag) == name), None)
    return element


def value(element: Element | None) -> str | None:
    return attribute(element, "val") if element is not None else None


def is_on(item: Element) -> bool:
    return (value(item) or "true").lower() not in _OFF


def number(text: str | None) -> float | None:
    """A non-negative number written in plain digits, or None."""
    return float(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 7 else None


def _rgb(colour: str | None) -> int:
    """Six hexadecimal digits as a number; UNKNOWN for a name."""
    if colour is None or len(colour) != 6:
        return UNKNOWN
    try:
        return int.from_bytes(bytes.fromhex(colour))
    except ValueError:
        return UNKNOWN


def _are_alike(one: int, other: int) -> bool:
    return all(abs(a - b) < _ALIKE for a, b in zip(one.to_bytes(3), other.to_bytes(3), strict=True))
