"""From lines in reading order to one text with exact offsets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evenhand.engines.documents.hidden import Unseen, gather
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


def assemble(
    kind: Kind, drafts: Iterable[DraftLine], *, page_count: int, most_chars: int, unseen: Sequence[Unseen] = ()
) -> Document:
    """One document; `unseen` is told in its `hidden`.

    Lines are joined by a newline, blocks that are apart and pages by an empty line. Raises `DocumentRefused`
    (too_large) as soon as the text passes `most_chars`.
    """
    pieces: list[str] = []
    lines: list[Line] = []
    links: list[Link] = []
    length = 0
    for draft in drafts:
        if not draft.text:
            continue
        if lines:
            gap = "\n\n" if draft.apart or draft.page != lines[-1].page else "\n"
            pieces.append(gap)
            length += len(gap)
        start, end = length, length + len(draft.text)
        if end > most_chars:
            raise too_much_text(most_chars)
        x0, y0, x1, y1 = (round(edge, 2) for edge in draft.box)
        lines.append(Line(draft.text, start, end, draft.page, x0, y0, x1, y1, round(draft.size, 2), draft.bold))
        links.extend(Link(start + link.start, start + link.end, link.url) for link in draft.links)
        pieces.append(draft.text)
        length = end
    links.sort(key=lambda link: (link.start, link.end))
    return Document(kind, "".join(pieces), tuple(lines), tuple(links), page_count, gather(unseen))
