"""A paper: title, sections, and in them paragraphs, bullets, facts, tables and bars."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Tone = Literal["plain", "quote", "muted", "strong"]
"""`quote` is a person's words, set apart as such."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words."""

    text: str
    tone: Tone = "plain"
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `ordered` numbers it."""

    items: Sequence[str]
    ordered: bool = False
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values."""

    pairs: Sequence[tuple[str, str]]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head. `widths` are the parts each column takes of the line; equal where there are none."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Meter:
    """A bar: `portion` of its length (0 to 1, None: not known), and the figure beside it in words."""

    label: str
    portion: float | None
    figure: str
    kind: Literal["meter"] = "meter"


Block = Paragraph | Bullets | Facts | Table | Meter


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper under its own heading; level 1 or 2."""

    title: str
    blocks: Sequence[Block]
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. `language` is a tag ("en"), `note` stands at the foot of every page."""

    title: str
    sections: Sequence[Section]
    lead: str = ""
    note: str = ""
    language: str = "en"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, without characters that no page can hold."""
        cleaned: dict[str, Any] = printable(asdict(self))
        return cleaned


def printable(value: Any) -> Any:
    """The same value with every text in it fit for PDF and XML."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value)
    if isinstance(value, dict):
        return {key: printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    return value
