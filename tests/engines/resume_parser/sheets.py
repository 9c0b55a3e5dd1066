"""Invented resumes as documents: one markup, laid out on a page with geometry or flattened to plain text.

A row may begin with `# ` (the name: large and bold), `## ` (a heading: larger and bold), `** ` (bold), `~ ` (small) or
`• ` (a list item). ` >> ` puts what follows at the right margin, leading spaces indent, an empty row is a gap and `---`
starts the next page. Everything else stays as it is.
"""

from dataclasses import dataclass

from evenhand.engines.documents import Document, Line

LEFT, RIGHT, INDENT = 50.0, 550.0, 12.0
_STYLES = {"# ": (22.0, True), "## ": (13.0, True), "** ": (10.0, True), "~ ": (8.5, False)}
_PLAIN_GAP = " " * 6


@dataclass(frozen=True)
class Box:
    """A column: its edges, and where it starts on the page."""

    left: float = LEFT
    right: float = RIGHT
    top: float = 40.0
    page: int = 1


class Sheet:
    """A page under construction; `column` may be called several times, in reading order."""

    def __init__(self) -> None:
        self._text = ""
        self._lines: list[Line] = []

    def column(self, markup: str, box: Box | None = None) -> "Sheet":
        box = box or Box()
        y, page, gap = box.top, box.page, bool(self._lines)
        for row in markup.strip("\n").split("\n"):
            if row.strip() == "---":
                y, page, gap = 40.0, page + 1, True
                continue
            if not row.strip():
                y, gap = y + 10, True
                continue
            y = self._row(row, box, y, page, apart=gap)
            gap = False
        return self

    def _row(self, row: str, box: Box, y: float, page: int, *, apart: bool) -> float:
        mark = next((mark for mark in _STYLES if row.startswith(mark)), "")
        size, bold = _STYLES.get(mark, (10.0, False))
        content = row[len(mark) :].replace(" >> ", "\t")
        x0 = box.left + (INDENT if content.startswith(("• ", "- ")) else 0)
        indent = len(content) - len(content.lstrip(" "))
        content, x0 = content.strip(" "), x0 + indent * 4
        x1 = box.right if "\t" in content else min(box.right, x0 + 0.5 * size * len(content))
        separator = "" if not self._lines else "\n\n" if apart else "\n"
        start = len(self._text) + len(separator)
        self._text += separator + content
        self._lines.append(Line(content, start, start + len(content), page, x0, y, x1, y + size, size, bold))
        return y + 1.35 * size

    def document(self) -> Document:
        pages = max((line.page for line in self._lines), default=1)
        return Document("pdf", self._text, tuple(self._lines), (), pages)


def sheet(markup: str) -> Document:
    """The markup as a PDF with one column would come out of the reader."""
    return Sheet().column(markup).document()


def plain(markup: str) -> Document:
    """The markup as a text file: no geometry, no weight, and wide gaps where a cell stood at the right."""
    text, gap = "", False
    lines: list[Line] = []
    for row in markup.strip("\n").split("\n"):
        if not row.strip() or row.strip() == "---":
            gap = True
            continue
        mark = next((mark for mark in _STYLES if row.startswith(mark)), "")
        content = row[len(mark) :].replace(" >> ", _PLAIN_GAP).strip()
        text += ("" if not lines else "\n\n" if gap else "\n") + content
        start = len(text) - len(content)
        lines.append(Line(content, start, len(text), 1, 0.0, 0.0, 0.0, 0.0, 0.0, False))
        gap = False
    return Document("txt", text, tuple(lines), (), 1)
