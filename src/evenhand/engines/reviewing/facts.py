"""What the rules look at: the resume's fields with their places, and the statements that say what somebody did."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evenhand.engines.documents import Document
from evenhand.engines.resume_parser import Evidence
from evenhand.engines.skills import SkillMention

from .result import Place
from .wording import Wording, wording

LONGEST_TEXT = 240  # code points kept of a place's words
_TOLD_IN = ("work", "projects", "volunteer")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W_])|\n\s*\n")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_FOREIGN_CYRILLIC = re.compile("[іїєґўҐІЇЄЎђћџљњ]")
FEWEST_FUNCTION_WORDS = 0.03
"""The share of little words ("the", "and") below which a text is not in the language it was taken for."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A bullet or a sentence about one role or project."""

    pointer: str
    text: str
    place: Place

    @property
    def words(self) -> list[str]:
        """Its words as written."""
        return words_of(self.text)


@dataclass(frozen=True)
class Facts:
    """A resume, ready to be looked at."""

    document: Document
    resume: Mapping[str, Any]
    evidence: Mapping[str, Evidence]
    skills: Sequence[SkillMention]
    language: str
    own: frozenset[str]

    def place(self, pointer: str) -> Place | None:
        """Where a field was read. One in the person's own words stands where the rest of its entry does."""
        span = self.evidence.get(pointer)
        if span is None and pointer in self.own:
            entry = pointer.rsplit("/", 1)[0] + "/"
            span = next((one for key, one in self.evidence.items() if key.startswith(entry)), None)
        return self.at(span.start, span.end) if span else None

    def first(self, *pointers: str) -> Place | None:
        """The first of these fields that was read."""
        return next((found for pointer in pointers if (found := self.place(pointer))), None)

    def at(self, start: int, end: int) -> Place:
        """The words between two offsets."""
        text = self.document.text[start:end]
        return Place(self.document.page_at(start), start, end, text[:LONGEST_TEXT])

    def entries(self, section: str) -> Sequence[Mapping[str, Any]]:
        """The entries of one section."""
        found = self.resume.get(section)
        return found if isinstance(found, list) else ()

    def name_of(self, section: str, index: int) -> Place | None:
        """Where an entry says what it is."""
        keys = ("position", "name", "institution", "studyType", "area", "organization")
        return self.first(*(f"/{section}/{index}/{key}" for key in keys))

    @cached_property
    def whole(self) -> Place:
        """All of the text."""
        lines = self.document.lines
        return self.at(lines[0].start, lines[-1].end) if lines else Place(1, 0, 0, "")

    @cached_property
    def top(self) -> Place:
        """The first line: where a reader looks for what is not there."""
        line = next(iter(self.document.lines), None)
        return self.at(line.start, line.end) if line else Place(1, 0, 0, "")

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """What is told about roles, projects and volunteering, in the order of the resume."""
        return tuple(self._statements())

    def _statements(self) -> Iterator[Statement]:
        for section in _TOLD_IN:
            for index, entry in enumerate(self.entries(section)):
                for number, text in enumerate(entry.get("highlights") or ()):
                    pointer = f"/{section}/{index}/highlights/{number}"
                    if place := self.place(pointer):
                        yield Statement(pointer, str(text), place)
                pointer = f"/{section}/{index}/{'description' if section == 'projects' else 'summary'}"
                if pointer in self.evidence:
                    yield from self._sentences(pointer)

    def _sentences(self, pointer: str) -> Iterator[Statement]:
        """The sentences of a paragraph, each in its place."""
        span = self.evidence[pointer]
        start = span.start
        for piece in _cut(self.document.text[span.start : span.end]):
            text = " ".join(piece.split())
            if len(words_of(text)) > 1:
                offset = start + len(piece) - len(piece.lstrip())
                yield Statement(pointer, text, self.at(offset, offset + len(piece.strip())))
            start += len(piece)

    @cached_property
    def roles(self) -> tuple[Place, ...]:
        """Where roles and projects are named."""
        found = (self.name_of(section, index) for section in _TOLD_IN for index, _ in enumerate(self.entries(section)))
        return tuple(place for place in found if place)

    @cached_property
    def wording(self) -> Wording | None:
        """The words of the language the resume is in; None for one we have no words of."""
        known = wording(self.language)
        if known is None:
            return None
        if self.language == "ru" and _FOREIGN_CYRILLIC.search(self.document.text):
            return None
        words = [word.casefold() for word in words_of(" ".join(one.text for one in self.statements))]
        common = sum(word in known.function_words for word in words)
        return known if not words or common >= FEWEST_FUNCTION_WORDS * len(words) else None


def words_of(text: str) -> list[str]:
    """The words and numbers of a text as written."""
    return _WORD.findall(text)


def _cut(text: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    if start < len(text):
        yield text[start:]
