"""A stretch of the document's text that remembers where it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_EDGES = " \t\n\r,;:|·•●∙–—−-‑/\\~→*_`"  # what is left at the edges when something between separators is taken out


@dataclass(frozen=True, slots=True)
class Span:
    """`text == document.text[start:end]`, offsets in Unicode code points."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def cut(self, begin: int, end: int) -> "Span":
        """The part from `begin` to `end`, counted from the start of this span."""
        return Span(self.text[begin:end], self.start + begin)

    def strip(self, edges: str = _EDGES) -> "Span":
        """Without the separators and spaces at both ends, and without brackets that lost their other half."""
        text = self.text
        begin, end = 0, len(text)
        while begin < end:
            if text[begin] in edges or (text[begin] in ")]" or (text[begin] == "(" and ")" not in text[begin:end])):
                begin += 1
            elif text[end - 1] in edges or (
                text[end - 1] in "([" or (text[end - 1] == ")" and "(" not in text[begin:end])
            ):
                end -= 1
            elif end - begin > 1 and text[begin] == "(" and text.find(")", begin, end) == end - 1:
                begin, end = begin + 1, end - 1
            else:
                break
        return self.cut(begin, end)

    def split(self, separator: re.Pattern[str], *, edges: str = _EDGES) -> list["Span"]:
        """The stripped, non-empty parts between the matches of `separator`."""
        return self.without((match.span() for match in separator.finditer(self.text)), edges=edges)

    def without(self, holes: Iterable[tuple[int, int]], *, edges: str = _EDGES) -> list["Span"]:
        """The stripped, non-empty parts that remain when `holes` (offsets in this span, in order) are taken out."""
        parts: list[Span] = []
        begin = 0
        for hole_begin, hole_end in holes:
            parts.append(self.cut(begin, hole_begin).strip(edges))
            begin = max(begin, hole_end)
        parts.append(self.cut(begin, len(self.text)).strip(edges))
        return [part for part in parts if part]
