"""From lines in reading order to one text with exact offsets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from evenhand.engines.documents.hidden import Unseen, gather
from evenhand.engines.documents.instructions import Cut, find_orders
from evenhand.engines.documents.model import Document, Kind, Line, Link
from evenhand.engines.documents.refusals import too_much_text


@dataclass(frozen=True, slots=True)
class DraftLink:
    """A link on part of one line: `start` and `end` count from the start of that line."""

    start: int
    end: int
    url: str


@dataclass(slots=True)
class DraftLine:
    """A line before its place in the whole text is known. `apart` asks for an empty line before it."""

    text: str
    page: int = 1
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    size: float = 0.0
    bold: bool = False
    apart: bool = False
    links: list[DraftLink] = field(default_factory=list)
    certainty: float = 1.0


def assemble(
    kind: Kind,
    drafts: Iterable[DraftLine],
    *,
    page_count: int,
    most_chars: int,
    unseen: Sequence[Unseen] = (),
    pictures: Sequence[int] = (),
    layered: Sequence[int] = (),
) -> Document:
    """One document; `unseen` is told in its `hidden`, and so are orders to a program, which are in no line.

    Lines are joined by a newline, blocks that are apart and pages by an empty line. Raises `DocumentRefused`
    (too_large) as soon as the text passes `most_chars`.
    """
    pieces: list[str] = []
    lines: list[Line] = []
    links: list[Link] = []
    length = 0
    kept, orders = _without_orders(list(_bounded(drafts, most_chars)))
    for draft in kept:
        if not draft.text:
            continue
        if lines:
            gap = "\n\n" if draft.apart or draft.page != lines[-1].page else "\n"
            pieces.append(gap)
            length += len(gap)
        start, end = length, length + len(draft.text)
        x0, y0, x1, y1 = (round(edge, 2) for edge in draft.box)
        size = round(draft.size, 2)
        lines.append(
            Line(draft.text, start, end, draft.page, x0, y0, x1, y1, size, draft.bold, round(draft.certainty, 2))
        )
        links.extend(Link(start + link.start, start + link.end, link.url) for link in draft.links)
        pieces.append(draft.text)
        length = end
    links.sort(key=lambda link: (link.start, link.end))
    told = gather([*unseen, *orders])
    text = "".join(pieces)
    left, over = tuple(pictures), tuple(layered)
    return Document(kind, text, tuple(lines), tuple(links), page_count, told, pictures=left, layered=over)


def _bounded(drafts: Iterable[DraftLine], most_chars: int) -> Iterator[DraftLine]:
    left = most_chars
    for draft in drafts:
        left -= len(draft.text) + 1
        if left < -1:
            raise too_much_text(most_chars)
        yield draft


def _without_orders(drafts: list[DraftLine]) -> tuple[list[DraftLine], list[Unseen]]:
    """The lines without what is an order to a program, and those orders."""
    blocks, block = list[int](), 0
    for index, draft in enumerate(drafts):
        block += draft.apart or (index > 0 and draft.page != drafts[index - 1].page)
        blocks.append(block)
    told: list[Unseen] = []
    for order in reversed(find_orders([draft.text for draft in drafts], blocks)):  # from the end: places stay true
        words = " ".join(drafts[cut.line].text[cut.start : cut.end] for cut in order)
        told.append((drafts[order[0].line].page, "instruction", f"{words}\n"))
        for cut in reversed(order):
            _cut(drafts[cut.line], cut)
    return [draft for draft in drafts if draft.text], told[::-1]


def _cut(draft: DraftLine, cut: Cut) -> None:
    """Take part of a line out, with the white before it when it ends the line, and move its links up."""
    text = draft.text
    start, end = cut.start, cut.end
    while end < len(text) and text[end].isspace():
        end += 1
    if end == len(text):
        start = len(text[:start].rstrip())
    draft.text = text[:start] + text[end:]
    gone = end - start
    draft.links = [
        link if link.end <= start else DraftLink(link.start - gone, link.end - gone, link.url)
        for link in draft.links
        if link.end <= start or link.start >= end
    ]
