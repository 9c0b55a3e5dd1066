"""Which word about a level belongs to which skill: words before it, words after it, and lists they are said of."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from .cues import Cue, cue_words, level_cues, pattern_of, sentences
from .matching import SkillMention
from .tokens import fold

_AFTER = re.compile(r"\s{0,2}[(\[:–—-]?\s{0,2}(?:level|уровень)?\s{0,2}[:–—-]?\s{0,2}")
_CLOSED = re.compile(
    r"\s?(?:level|user|knowledge|skills|experience|уровень|пользователь|опыта|опыт)?\s?(?:[)\],;.|/•·\n]|$)"
)
_AND = re.compile(r"\s*(?:,?\s*(?:and|&|и|или|or|/)|,)\s*(?:the\s+)?")
_ONLY_AND = re.compile(r"\s+(?:and|&|и|or|или)\s+|\s*/\s*")
_COLON = re.compile(r"\s*[:–—-]\s*")


def claims(text: str, mentions: Sequence[SkillMention]) -> Iterator[tuple[int, Cue]]:
    """Statements about skills as the number of the mention and the cue: "Excel (advanced)", "expert in Go and Rust"."""
    first = 0
    for start, end in sentences(text):
        while first < len(mentions) and mentions[first].start < start:
            first += 1
        last = first
        while last < len(mentions) and mentions[last].start < end:
            last += 1
        if last > first:
            yield from _in_sentence(text, start, end, range(first, last), mentions)
        first = last


def words_of(text: str, mention: SkillMention, cue: Cue) -> tuple[int, int]:
    """Where a statement stands: the skill and what is said of it, with the bracket that closes it."""
    start, end = min(mention.start, cue.start), max(mention.end, cue.end)
    if "(" in text[start:end] and text[end : end + 1] == ")":
        end += 1
    return start, end


def _in_sentence(
    text: str, start: int, end: int, numbers: range, mentions: Sequence[SkillMention]
) -> Iterator[tuple[int, Cue]]:
    covered = [(mentions[number].start, mentions[number].end) for number in numbers]
    cues = [
        cue
        for cue in level_cues(text, start, end)
        if not any(cue.start < stop and begin < cue.end for begin, stop in covered)  # "advanced life support" is a name
    ]
    for cue in cues:
        before = next((number for number in reversed(numbers) if mentions[number].end <= cue.start), None)
        if before is not None and _said_after(text, mentions[before], cue, end):
            yield before, cue
            continue
        after = [number for number in numbers if mentions[number].start >= cue.end]
        for number in _said_before(text, cue, after, mentions):
            if _fits(cue, mentions[number]):
                yield number, cue


def _fits(cue: Cue, mention: SkillMention) -> bool:
    return cue.kind != "spoken" or mention.category == "languages"


def _said_after(text: str, mention: SkillMention, cue: Cue, end: int) -> bool:
    """ "Python (advanced)", "Excel – expert", "French: B2"."""
    if not cue.value or not _fits(cue, mention):
        return False
    gap = text[mention.end : cue.start]
    return bool(_AFTER.fullmatch(fold(gap)) and gap and _CLOSED.match(fold(text[cue.end : end + 1])))


def _said_before(text: str, cue: Cue, after: Sequence[int], mentions: Sequence[SkillMention]) -> Iterator[int]:
    """ "expert in Go, Rust and C" is said of the whole list, "advanced Excel, Word" of the first."""
    if not after:
        return
    first = mentions[after[0]]
    between = _between(fold(text[cue.end : first.start]))
    if between is None:
        return
    yield after[0]
    joint = _AND if between or cue.kind == "years" else _ONLY_AND
    reached = first.end
    for number in after[1:]:
        mention = mentions[number]
        if not joint.fullmatch(fold(text[reached : mention.start])):
            return
        yield number
        reached = mention.end


def _between(gap: str) -> bool | None:
    """Whether the words between a level and a skill open a list; None where they are other words."""
    opens, rest = False, gap.strip()
    if not rest:
        return False if gap else None
    while rest:
        if colon := _COLON.match(rest):
            opens, rest = True, rest[colon.end() :]
            continue
        plain, listing = _fillers()
        if word := listing.match(rest):
            opens = True
        elif not (word := plain.match(rest)):
            return None
        rest = rest[word.end() :].lstrip()
    return opens


@cache
def _fillers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = cue_words()["between"]
    return pattern_of(words["plain"]), pattern_of(words["listing"])
