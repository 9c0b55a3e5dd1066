"""From pieces of text to lines with exact link places, and from table cells to the lines of a row."""

import re
from itertools import groupby

from evenhand.engines.documents.assemble import DraftLine, DraftLink
from evenhand.engines.documents.clean import clean
from evenhand.engines.documents.dates import is_date
from evenhand.engines.documents.docx.paragraphs import Piece

# Writers align with spaces; this many stand for a tab.
SPACES_FOR_TAB = 3
_SPACE = re.compile(r"\s+")
# A row whose cells are single lines, together this long, is one visual line.
ROW_CHARS = 160
# A cell of more lines than this has a text of its own, and a label beside it is its heading.
ROW_LINES = 3


def to_line(pieces: list[Piece], *, page: int) -> DraftLine | None:
    """One line of cleaned text, spaces single and wide gaps a tab; None when nothing is left."""
    spelt = [(char, piece) for piece in pieces for char in clean(piece.text).replace("\n", " ")]
    kept: list[tuple[str, Piece]] = []
    joined = "".join(char for char, _ in spelt)
    at = 0
    for gap in _SPACE.finditer(joined.rstrip()):
        kept.extend(spelt[at : gap.start()])
        if kept:
            wide = "\t" in gap.group() or len(gap.group()) >= SPACES_FOR_TAB
            kept.append(("\t" if wide else " ", spelt[gap.start()][1]))
        at = gap.end()
    kept.extend(spelt[at : len(joined.rstrip())])
    if not kept:
        return None
    bold = sum(bool(piece.look.bold) for char, piece in kept if not char.isspace())
    letters = sum(not char.isspace() for char, _ in kept)
    sizes = sorted(piece.look.size or 0.0 for char, piece in kept if not char.isspace())
    return DraftLine(
        text="".join(char for char, _ in kept),
        page=page,
        size=sizes[len(sizes) // 2],
        bold=bold * 2 > letters,
        links=_links(kept),
    )


def _links(kept: list[tuple[str, Piece]]) -> list[DraftLink]:
    links: list[DraftLink] = []
    for url, cells in groupby(enumerate(kept), key=lambda item: item[1][1].url):
        indexes = [index for index, (char, _) in cells if not char.isspace()]
        if url is not None and indexes:
            links.append(DraftLink(indexes[0], indexes[-1] + 1, url))
    return links


def row_lines(cells: list[list[DraftLine]]) -> list[DraftLine]:
    """The lines of one table row: one line where the cells are short, else cell after cell.

    A cell that holds just a date goes on the first line of the cell beside it, however long that one is.
    """
    cells = [cell for cell in cells if cell]
    if len(cells) < 2:
        return [line for cell in cells for line in cell]
    single = [cell for cell in cells if len(cell) == 1]
    longest = max(len(cell) for cell in cells)
    short = sum(len(cell[0].text) for cell in cells) <= ROW_CHARS
    beside = len(single) >= len(cells) - 1
    dated = any(is_date(cell[0].text) for cell in single)
    if not short or not beside or (longest > ROW_LINES and not dated):
        return [line for cell in cells for line in cell]
    rest = [line for cell in cells for line in cell[1:]]
    return [_joined([cell[0] for cell in cells]), *rest]


def _joined(lines: list[DraftLine]) -> DraftLine:
    text, links = "", list[DraftLink]()
    for line in lines:
        start = len(text) + 1 if text else 0
        text = f"{text}\t{line.text}" if text else line.text
        links.extend(DraftLink(start + link.start, start + link.end, link.url) for link in line.links)
    main = max(lines, key=lambda line: len(line.text))
    bold = sum(len(line.text) for line in lines if line.bold) * 2 > len(text)
    return DraftLine(text=text, page=lines[0].page, size=main.size, bold=bold, apart=lines[0].apart, links=links)
