"""How well a skill is known and asked for, with the words that say so, in the shape that gap reports keep."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evenhand.engines.documents import Document
from evenhand.engines.skills import AskedSkill, SkillLevel
from evenhand.kit.words import Sentence, say

MOST_QUOTES = 4
QUOTE_CHARS = 180
BULLETS = "•◦▪‣·*–—-#> \t"

LEVEL_WORDS: Sequence[Sentence] = (
    say("said not to be known"),
    say("basic"),
    say("working"),
    say("proficient"),
    say("advanced"),
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A line of a text, and the words in it (`start` to `end`) that something rests on. `at` is where they stand in
    the whole text, in code points; `page` counts from 1, 0 where there are no pages."""

    line: str
    start: int
    end: int
    at: int
    page: int = 0

    @property
    def words(self) -> str:
        """What it rests on."""
        return self.line[self.start : self.end]


@dataclass(frozen=True, slots=True)
class LevelFact:
    """A level from 0 to 4, None where nothing tells it; the years that are told; what it rests on, and how it is told
    (`signals`: named, used, project, years, stated, certificate, result, denied, assumed, own)."""

    level: int | None
    years: float | None
    evidence: tuple[Quote, ...] = ()
    signals: tuple[str, ...] = ()

    @property
    def words(self) -> Sentence | None:
        """The level in words."""
        return None if self.level is None else LEVEL_WORDS[self.level]


def shown(skill: SkillLevel, document: Document) -> LevelFact:
    """What a resume shows of a skill."""
    text = document.text
    spans = [(one.start, one.end) for one in skill.evidence]
    signals = tuple(dict.fromkeys(one.kind for one in skill.evidence))
    quotes = quotes_of(text, spans, document)
    return LevelFact(int(skill.level), float(skill.years) or None, quotes, signals)


def asked(skill: AskedSkill | None, text: str, *, assumed: int | None) -> LevelFact:
    """What an advert asks of a skill; the level that is assumed where it says none."""
    if skill is None:
        return LevelFact(assumed, None, (), () if assumed is None else ("assumed",))
    words = [*skill.level_words, *skill.mentions]
    quotes = quotes_of(text, [(one.start, one.end) for one in words])
    years = None if skill.years is None else float(skill.years)
    if skill.level is None:
        return LevelFact(assumed, years, quotes, () if assumed is None else ("assumed",))
    return LevelFact(int(skill.level), years, quotes, ("stated",))


def quotes_of(text: str, spans: Iterable[tuple[int, int]], document: Document | None = None) -> tuple[Quote, ...]:
    """The lines in which spans stand, shortened around them; each line once."""
    found: dict[int, Quote] = {}
    for start, end in spans:
        quote = _quote(text, start, end, document.page_at(start) if document else 0)
        found.setdefault(start - quote.start, quote)
    return tuple(found.values())[:MOST_QUOTES]


def _quote(text: str, start: int, end: int, page: int) -> Quote:
    first = max(text.rfind("\n", 0, start) + 1, start - QUOTE_CHARS // 2)
    while first < start and text[first] in BULLETS:
        first += 1
    line_end = text.find("\n", start)
    last = min(line_end if line_end >= 0 else len(text), max(end, start + QUOTE_CHARS))
    end = min(end, last)
    return Quote(text[first:last].rstrip(), start - first, end - first, start, page)
