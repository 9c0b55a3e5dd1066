"""What comes out of the parser: a JSON Resume, and for every value in it the place it was read from."""

from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["en", "ru", "de", "fr", "es", "pt", "it", "pl", "nl", "uk"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read: `text == document.text[start:end]`, on `page` (1-based); `confidence` is 0..1.

    The value may be tidier than the text: a date is ISO 8601, a phone is E.164, lines of a paragraph are joined.
    """

    page: int
    start: int
    end: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ParsedResume:
    """A resume as JSON Resume 1.0 (https://jsonresume.org/schema).

    Dates are ISO 8601, as partial as the text is: "2021", "2021-03" or "2021-03-14". A role without `endDate` goes on.
    `evidence` maps a JSON Pointer into `resume` (RFC 6901) to its place, for every leaf that was read from the text.
    """

    resume: dict[str, Any]
    evidence: dict[str, Evidence]
    language: Language
    version: str
