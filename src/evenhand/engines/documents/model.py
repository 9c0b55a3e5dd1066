"""What a read document is: its text, the visual lines of that text, and the links it carries."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, cast, get_args

Kind = Literal["pdf", "docx", "doc", "odt", "rtf", "txt", "md", "json"]


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line, in reading order: `text == document.text[start:end]`.

    Offsets are Unicode code points. The box is in points with the origin at the top left of the page;
    it is all zeros where the format has no geometry (TXT, DOCX). A size of 0.0 means "unknown".
    `certainty` is below 1 where the words were recognised in a picture: of its least certain word.
    """

    text: str
    start: int
    end: int
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """A web or mail address behind the text it stands on, `document.text[start:end]`."""

    start: int
    end: int
    url: str


# Why a text was not read. A person does not see it: the colour of its ground; under something else; beside the page;
# too small; drawn without paint; marked as hidden; spelled in characters that have no shape; words split by such
# characters, or turned round; said instead of what is drawn. Or it is not the page's: a comment, a note of the file
# about itself. Or it is an order to a program (`instructions`), seen or not. Or it lies unseen over a picture of text
# and says something else than that.
HiddenBy = Literal[
    "no_contrast",
    "covered",
    "off_page",
    "tiny",
    "unpainted",
    "marked_hidden",
    "zero_width",
    "split_words",
    "turned_round",
    "stand_in",
    "comment",
    "metadata",
    "instruction",
    "layer",
]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text that a machine finds in a file and that is not a person's words to a reader. It is in no line; nothing is
    read from it. (Words split or turned round are read as they look.)"""

    page: int
    reason: HiddenBy
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A value that the file itself names (JSON Resume): a JSON Pointer, and where the value stands in the text."""

    pointer: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document as text. Between lines the text may hold empty lines that are in no `Line`.

    `hidden` is what the file says to machines only, shortened where it is long: to be told, never to be scored.
    `pictures` are the pages (1-based) that are pictures of text and were left unread; `layered` those of which an
    unseen text over the picture was read, and not compared with what is seen.
    """

    kind: Kind
    text: str
    lines: tuple[Line, ...]
    links: tuple[Link, ...]
    page_count: int
    hidden: tuple[Hidden, ...] = ()
    named: tuple[Named, ...] = ()
    pictures: tuple[int, ...] = ()
    layered: tuple[int, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether any of its words were recognised in a picture."""
        return any(line.certainty < 1 and line.page not in self.layered for line in self.lines)

    @property
    def doubtful(self) -> bool:
        """Whether looking at its pictures would tell more, or whether what was read is what is seen."""
        return bool(self.pictures or self.layered)

    def certainty(self, start: int, end: int) -> float:
        """How sure it is that the characters from `start` to `end` are these: 1 unless they come from a picture."""
        first = max(bisect_right(self.lines, start, key=lambda line: line.start) - 1, 0)
        found = 1.0
        for line in self.lines[first:]:
            if line.start >= end:
                break
            found = min(found, line.certainty)
        return found

    def page_at(self, offset: int) -> int:
        """The 1-based page that `offset` is on; an offset between two lines is on the earlier one's page."""
        index = bisect_right(self.lines, offset, key=lambda line: line.start)
        return self.lines[max(index - 1, 0)].page if self.lines else 1

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values. A line's text is not repeated: its offsets give it back."""
        return {
            "kind": self.kind,
            "text": self.text,
            "lines": [
                {
                    "start": line.start,
                    "end": line.end,
                    "page": line.page,
                    "box": [line.x0, line.y0, line.x1, line.y1],
                    "size": line.size,
                    "bold": line.bold,
                    **({"certainty": line.certainty} if line.certainty < 1 else {}),
                }
                for line in self.lines
            ],
            "links": [{"start": link.start, "end": link.end, "url": link.url} for link in self.links],
            "page_count": self.page_count,
            "hidden": [{"page": item.page, "reason": item.reason, "text": item.text} for item in self.hidden],
            **({"named": [[one.pointer, one.start, one.end] for one in self.named]} if self.named else {}),
            **({"pictures": list(self.pictures)} if self.pictures else {}),
            **({"layered": list(self.layered)} if self.layered else {}),
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> "Document":
        """The document `to_dict` described. Raises `ValueError` when the mapping is not such a description."""
        try:
            kind, text, page_count = raw["kind"], raw["text"], raw["page_count"]
            lines = tuple(_line(text, item) for item in raw["lines"])
            links = tuple(_link(text, item) for item in raw["links"])
            hidden = tuple(_hidden(item) for item in raw.get("hidden", ()))
            named = tuple(Named(str(one[0]), int(one[1]), int(one[2])) for one in raw.get("named", ()))
            pictures, layered = (tuple(int(page) for page in raw.get(key, ())) for key in ("pictures", "layered"))
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise ValueError("not a stored document") from error
        if kind not in get_args(Kind) or not isinstance(text, str) or not isinstance(page_count, int):
            raise ValueError("not a stored document")
        if any(before.end > after.start for before, after in pairwise(lines)):
            raise ValueError("the lines of a stored document overlap or are out of order")
        return cls(cast("Kind", kind), text, lines, links, page_count, hidden, named, pictures, layered)


def _line(text: str, raw: Mapping[str, Any]) -> Line:
    start, end = _span(text, raw)
    x0, y0, x1, y1 = (float(edge) for edge in raw["box"])
    size, bold, certainty = float(raw["size"]), bool(raw["bold"]), float(raw.get("certainty", 1.0))
    return Line(text[start:end], start, end, int(raw["page"]), x0, y0, x1, y1, size, bold, certainty)


def _link(text: str, raw: Mapping[str, Any]) -> Link:
    return Link(*_span(text, raw), str(raw["url"]))


def _hidden(raw: Mapping[str, Any]) -> Hidden:
    if raw["reason"] not in get_args(HiddenBy):
        raise ValueError("a text is hidden in a way that is not known")
    return Hidden(int(raw["page"]), cast("HiddenBy", raw["reason"]), str(raw["text"]))


def _span(text: str, raw: Mapping[str, Any]) -> tuple[int, int]:
    start, end = int(raw["start"]), int(raw["end"])
    if not 0 <= start <= end <= len(text):
        raise ValueError("a span points outside its text")
    return start, end
