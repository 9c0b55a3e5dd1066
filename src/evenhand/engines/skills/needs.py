"""How much an advert wants the skills it names: by the words of a sentence, else by the heading above it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .cues import cue_words, pattern_of, sentences
from .matching import SkillMention
from .tokens import fold

Need = Literal["required", "optional", "mentioned"]
_HEADING_CHARS = 70
_HEADING_WORDS = 9
_ITEM = re.compile(r"\s*(?:[-–—•●▪◦]|\*(?!\*)|\d+[.)])\s")
_TRIM = re.compile(r"^[\s#*_>\-–—•●▪◦\d.)]+|[\s:*_.!?…–—-]+$")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text: `text` stands at `start`:`end`, in code points."""

    start: int
    end: int
    text: str


def needs(text: str, mentions: Sequence[SkillMention]) -> list[tuple[Need, Words | None]]:
    """The need of each mention by the words of its sentence, else by the heading above it."""
    headings = list(_headings(text))
    starts = [words.start for words, _ in headings]
    found: list[tuple[Need, Words | None]] = []
    for start, end in sentences(text):
        last = len(found)
        while last < len(mentions) and mentions[last].start < end:
            last += 1
        here = mentions[len(found) : last]
        if not here:
            continue
        at = bisect_right(starts, here[0].start) - 1
        general: tuple[Need, Words | None] = ("required", None)
        if at >= 0:
            general = _need_of(headings[at][1]), headings[at][0]
        found += _by_cues(text, start, end, here, general)
    return found


def _need_of(part: str) -> Need:
    return "optional" if part == "optional" else "mentioned" if part == "other" else "required"


def _headings(text: str) -> Iterator[tuple[Words, str]]:
    """The headings of parts, with the kind of part each opens. "Benefits: tea" is one too, an item of a list is not."""
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        is_item = _ITEM.match(line) is not None
        title, colon, rest = line.partition(":")
        inline = bool(colon and rest.strip(" *_\r\n"))
        if inline and is_item:
            continue  # "- Nice to have: Docker" speaks of Docker only
        bare = _TRIM.sub("", title if inline else line)
        if not bare or len(bare) > _HEADING_CHARS or len(bare.split()) > _HEADING_WORDS:
            continue
        part = _part(fold(bare).replace("’", "'"), whole=inline or not _looks_like_heading(line))
        if part and (not is_item or colon):
            begin = text.index(bare, start)
            yield Words(begin, begin + len(bare), bare), part


def _looks_like_heading(line: str) -> bool:
    bare = line.strip()
    return bare.startswith(("#", "**")) or bare.rstrip("*_ ").endswith((":", "?")) or bare.isupper()


def _part(heading: str, *, whole: bool) -> str:
    """The kind of part a heading opens: it is one of those listed, or (not `whole`) begins or ends with one. The
    longest decides."""
    best, longest = "", 0
    for part, listed in _listed_headings().items():
        for words in listed:
            fits = heading == words or (
                not whole and (heading.startswith((words + " ", words + ",")) or heading.endswith(" " + words))
            )
            if fits and len(words) > longest:
                best, longest = part, len(words)
    return best


@dataclass(frozen=True, slots=True)
class _NeedCue:
    need: Need
    before: bool  # it is said before what it is said of
    words: Words


def _by_cues(
    text: str, start: int, end: int, here: Sequence[SkillMention], general: tuple[Need, Words | None]
) -> list[tuple[Need, Words | None]]:
    """What each word about need is said of: "must have A, B", "A and B are a plus"; the rest goes by the heading."""
    found = [general] * len(here)
    cues = _need_cues(text, start, end, here)
    for number, cue in enumerate(cues):
        reached = cues[number - 1].words.end if number else start
        limit = cues[number + 1].words.start if number + 1 < len(cues) else end
        before = [n for n, mention in enumerate(here) if reached <= mention.start and mention.end <= cue.words.start]
        after = [n for n, mention in enumerate(here) if cue.words.end <= mention.start < limit]
        governed = (after or before) if cue.before else (before or after)
        if cue.before and not after and number:
            governed = []
        for n in governed:
            found[n] = cue.need, cue.words
    return found


def _need_cues(text: str, start: int, end: int, here: Sequence[SkillMention]) -> list[_NeedCue]:
    folded = fold(text[start:end])
    found: list[_NeedCue] = []
    for need, before, pattern in _need_patterns():
        for match in pattern.finditer(folded):
            words = Words(start + match.start(), start + match.end(), text[start + match.start() : start + match.end()])
            if not any(words.start < mention.end and mention.start < words.end for mention in here):
                found.append(_NeedCue(need, before, words))
    kept: list[_NeedCue] = []
    for cue in sorted(found, key=lambda one: (one.words.start - one.words.end, one.words.start, one.before)):
        if all(cue.words.end <= other.words.start or other.words.end <= cue.words.start for other in kept):
            kept.append(cue)
    return sorted(kept, key=lambda one: one.words.start)


@cache
def _need_patterns() -> list[tuple[Need, bool, re.Pattern[str]]]:
    words = cue_words()["need"]
    needs: tuple[Need, Need] = ("optional", "required")
    return [(need, side == "before", pattern_of(words[need][side])) for need in needs for side in ("before", "after")]


@cache
def _listed_headings() -> Mapping[str, tuple[str, ...]]:
    return {part: tuple(fold(words) for words in listed) for part, listed in cue_words()["headings"].items()}
