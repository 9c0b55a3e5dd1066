"""How text looks in an ODT: size, weight, colour and visibility, from the styles of both parts."""

import re
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from evenhand.engines.documents.docx.looks import UNKNOWN, Look, find
from evenhand.engines.documents.docx.package import attribute, local

DEEPEST_STYLE = 20
USUAL_SIZE = 12.0
_POINTS = re.compile(r"([\d.]{1,8})\s*(pt|in|cm|mm|px)$")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465, "px": 0.75}


class Styles:
    """The styles of content.xml and styles.xml by name, resolved along their parents."""

    def __init__(self, *roots: Element | None) -> None:
        self._looks: dict[str, Look] = {}
        self._parents: dict[str, str | None] = {}
        self._breaks: set[str] = set()
        for root in roots:
            for item in root.iter() if root is not None else ():
                if local(item.tag) == "style":
                    self._add(item)

    def look(self, name: str | None) -> Look:
        """Everything a style and those it is based on say; nothing for one that is not there."""
        chain: list[Look] = []
        while name in self._looks and len(chain) < DEEPEST_STYLE:
            chain.append(self._looks[name])
            name = self._parents[name]
        look = Look()
        for one in reversed(chain):
            look = one.over(look)
        return look

    def breaks_page(self, name: str | None) -> bool:
        return name in self._breaks

    def _add(self, item: Element) -> None:
        name = attribute(item, "name")
        if name is None:
            return
        self._parents[name] = attribute(item, "parent-style-name")
        text, block = find(item, "text-properties"), find(item, "paragraph-properties")
        look = _text_look(text)
        ground = _ground(block) if block is not None else _ground(find(item, "table-cell-properties"))
        self._looks[name] = look if look.ground is not None else replace(look, ground=ground)
        if block is not None and "page" in (attribute(block, "break-before"), attribute(block, "break-after")):
            self._breaks.add(name)


def size_of(text: str | None) -> float | None:
    """A length in points; None for a share of another, or nonsense."""
    found = _POINTS.match(text or "")
    try:
        return float(found[1]) * _UNITS[found[2]] if found else None
    except ValueError:
        return None


def _text_look(item: Element | None) -> Look:
    if item is None:
        return Look()
    said: dict[str, Any] = {}
    if (weight := attribute(item, "font-weight")) is not None:
        said["bold"] = weight == "bold" or (weight.isdigit() and len(weight) < 5 and int(weight) >= 600)
    if (size := size_of(attribute(item, "font-size"))) is not None:
        said["size"] = size
    if (case := attribute(item, "text-transform")) is not None:
        said["caps"] = case == "uppercase"
    if (display := attribute(item, "display")) is not None:
        said["hidden"] = display == "none"
    if (colour := attribute(item, "color")) is not None:
        said["colour"] = _rgb(colour)
    if attribute(item, "use-window-font-color") == "true":
        said["colour"] = UNKNOWN
    if (ground := _ground(item)) is not None:
        said["ground"] = ground
    return replace(Look(), **said)


def _ground(item: Element | None) -> int | None:
    colour = attribute(item, "background-color") if item is not None else None
    return None if colour in (None, "transparent") else _rgb(colour or "")


def _rgb(colour: str) -> int:
    digits = colour.removeprefix("#")
    try:
        return int(digits, 16) if len(digits) == 6 and digits.isalnum() else UNKNOWN
    except ValueError:
        return UNKNOWN
