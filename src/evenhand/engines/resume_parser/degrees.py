"""Degrees, subjects and marks: "B.S. in Computer Science", "Бакалавр, прикладная математика", "GPA: 3.83 / 4.0"."""

import re
from dataclasses import dataclass

from .draft import SURE, Leaf, tidy
from .lexicon import alternatives, find_phrases, fold, words
from .span import Span

_LONGEST_ABBREVIATION = 5  # folded letters; shorter degrees are also words ("as", "be"), so their capitals must show
_AREA_AFTER = re.compile(
    rf"\s*[,:–—-]?\s*(?:(?:{alternatives('education', 'area_after')})\s+)?[,:–—-]?\s*", re.IGNORECASE
)
AREA_LABEL = re.compile(rf"(?:{alternatives('education', 'area_labels')})\s?(?:[:—–-]\s*|(?=[«\"“]))", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\((?P<inside>[^()]{1,40})\)")
_LEVEL = re.compile(r"\s+(?:level\s+\d|[IVX]{1,3}|\d)(?![\w.])", re.IGNORECASE)  # "NVQ Level 3", "Certificate III"
_MOST_BEFORE = 2  # words
_MARK = r"\d{1,3}(?:[.,]\d{1,2})?\s?%?"
_LABELLED = re.compile(
    rf"(?:[A-Za-z]{{3,12}}\s)?(?:{alternatives('education', 'score')})\s?(?:of|[:—–=-])?\s{{0,2}}"
    rf"(?P<mark>{_MARK}(?:\s?(?:/|out of|из)\s?{_MARK})?)(?!\w)",
    re.IGNORECASE,
)
_LABEL_AFTER = re.compile(
    rf"(?P<mark>{_MARK}(?:\s?/\s?{_MARK})?)\s?(?:{alternatives('education', 'score')})(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree as written."""

    span: Span


def read_degree(span: Span) -> tuple[Degree, Span] | None:
    """The degree `span` begins with (or names), and what follows it, usually the subject."""
    label = AREA_LABEL.match(span.text)
    if label is not None:
        return None
    for phrase in find_phrases(span.text, words("education", "degrees")):
        written = span.text[phrase.start : phrase.end]
        if not _opens(span.text[: phrase.start]):
            continue
        if phrase.start > 0 and find_phrases(written, words("organisations", "institutions")):
            continue  # "Deering High School" is a school, "High School" what was finished there
        if _is_abbreviation(phrase.name) and sum(char.isupper() for char in written) < 2:
            continue
        level = _LEVEL.match(span.text, phrase.end)
        end = level.end() if level else phrase.end
        brackets = _BRACKETS.match(span.text, end)
        if brackets is not None and _names_degree(brackets["inside"]):
            end = brackets.end()
        after = _AREA_AFTER.match(span.text, end)
        rest = span.cut(after.end() if after else end, len(span.text)).strip()
        return Degree(span.cut(0, end).strip()), rest
    return None


def _opens(before: str) -> bool:
    """Whether a degree may still begin here: after nothing but a word or two such as "Executive" or "Level 3"."""
    return len(before.split()) <= _MOST_BEFORE and not any(char in before for char in ",.;:(")


def _is_abbreviation(name: str) -> bool:
    return " " not in name and len(name) <= _LONGEST_ABBREVIATION and name.isascii() and name not in {"minor", "master"}


def _names_degree(text: str) -> bool:
    return fold(text) in words("education", "degrees") or fold(text) in words("education", "honours")


def read_score(span: Span) -> tuple[Leaf, Span] | None:
    """A mark in `span` ("GPA: 3.83 / 4.0", "3.8 GPA", "Средний балл 4,8"), and what else it says."""
    match = _LABELLED.search(span.text) or _LABEL_AFTER.search(span.text)
    if match is None:
        return None
    start, end = match.span("mark")
    mark = span.cut(start, end).strip()
    rest = span.without([match.span()])
    return Leaf(tidy(mark.text), mark.start, mark.end, SURE), rest[0] if rest else Span("", span.start)
