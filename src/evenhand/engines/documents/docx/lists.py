"""The marks Word puts before list paragraphs: bullets as one sign, numbers as they are counted."""

from xml.etree.ElementTree import Element

from evenhand.engines.documents.docx.looks import ListPlace, find, number, value
from evenhand.engines.documents.docx.package import attribute, local

BULLET = "•"


class Lists:
    """Counts list paragraphs as they come, and says what stands before each."""

    def __init__(self, root: Element | None) -> None:
        self._formats: dict[tuple[str, int], str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        shapes: dict[str, dict[int, str]] = {}
        for item in root if root is not None else ():
            if local(item.tag) == "abstractNum":
                shapes[attribute(item, "abstractNumId") or ""] = _levels(item)
            elif local(item.tag) == "num":
                shape = shapes.get(value(find(item, "abstractNumId")) or "", {})
                for level, form in shape.items():
                    self._formats[attribute(item, "numId") or "", level] = form

    def mark(self, place: ListPlace | None) -> str:
        """The mark of the next paragraph at `place`: a bullet, a number, or nothing."""
        if place is None:
            return ""
        key = (place.list_id, place.level)
        form = self._formats.get(key)
        if form == "bullet":
            return BULLET
        if form != "decimal":
            return ""
        self._counts[key] = self._counts.get(key, 0) + 1
        for deeper in [other for other in self._counts if other[0] == key[0] and other[1] > key[1]]:
            del self._counts[deeper]
        return f"{self._counts[key]}."


def _levels(shape: Element) -> dict[int, str]:
    levels: dict[int, str] = {}
    for item in shape:
        if local(item.tag) == "lvl":
            level = int(number(attribute(item, "ilvl")) or 0)
            levels[level] = value(find(item, "numFmt")) or ""
    return levels
