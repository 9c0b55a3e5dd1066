"""A resume under construction: a tree whose leaves still know where they were read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from evenhand.engines.documents import Document

from .parsed import Evidence
from .span import Span

SURE, LIKELY, GUESS = 0.95, 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value with the place it was read from and how sure we are (0..1)."""

    value: str
    start: int
    end: int
    confidence: float


Branch: TypeAlias = "Leaf | Mapping[str, Branch] | Sequence[Branch] | None"


def leaf(span: Span | None, confidence: float, value: str | None = None) -> Leaf | None:
    """A leaf for `span`, or None where there is nothing; the value is the tidied text unless one is given."""
    if not span:
        return None
    return Leaf(tidy(span.text) if value is None else value, span.start, span.end, round(confidence, 2))


def tidy(text: str) -> str:
    """`text` on one line with single spaces."""
    return " ".join(text.split())


def grow(document: Document, branch: Branch) -> tuple[Any, dict[str, Evidence]]:
    """Plain JSON values and the evidence of each leaf by JSON Pointer. Empty branches and values are left out."""
    evidence: dict[str, Evidence] = {}
    return _grow(document, branch, "", evidence), evidence


def _grow(document: Document, branch: Branch, pointer: str, evidence: dict[str, Evidence]) -> Any:
    if isinstance(branch, Leaf):
        if not branch.value:
            return None
        evidence[pointer] = Evidence(
            document.page_at(branch.start),
            branch.start,
            branch.end,
            document.text[branch.start : branch.end],
            min(branch.confidence, document.certainty(branch.start, branch.end)),
        )
        return branch.value
    if isinstance(branch, Mapping):
        grown = {key: _grow(document, below, f"{pointer}/{key}", evidence) for key, below in branch.items()}
        return {key: value for key, value in grown.items() if value not in (None, {}, [])} or None
    if isinstance(branch, Sequence):
        kept: list[Any] = []
        for below in branch:
            value = _grow(document, below, f"{pointer}/{len(kept)}", evidence)
            if value is not None:
                kept.append(value)
        return kept or None
    return None
