"""The two small shapes every judgement is made of: a span of the answer, and one dimension's score."""

from dataclasses import dataclass
from typing import Any

from evenhand.engines.grading.text import Passage, Stretch


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start:end` of the answer as it was given, and their text."""

    start: int
    end: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: a score of 0 to 10 with one decimal, or None where it could not be judged.

    `code` names the reason and is stable; `reason` says it in a sentence. `evidence` holds the spans the score rests on
    where they are not the spans of key points.
    """

    score: float | None
    code: str
    reason: str
    evidence: tuple[Span, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        evidence = [span.to_dict() for span in self.evidence]
        return {"score": self.score, "code": self.code, "reason": self.reason, "evidence": evidence}


def span_of(passage: Passage, stretch: Stretch) -> Span:
    """The span of a stretch that holds at least one word."""
    start, end = passage.span(stretch)
    return Span(start, end, passage.source[start:end])
