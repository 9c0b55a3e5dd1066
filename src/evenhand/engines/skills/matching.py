"""Find the skills a text names, in one pass over its words."""

from dataclasses import dataclass
from functools import cache

from .context import Reading
from .names import Name, NameTree
from .taxonomy import taxonomy
from .tokens import tokens

_ROUNDS = 2  # the second lets an ambiguous name accepted late vouch for one before it


@dataclass(frozen=True, slots=True)
class SkillMention:
    """One place where a text names a skill: `text` stands at `start`:`end`, in code points of the text."""

    skill_id: str
    name: str
    category: str
    start: int
    end: int
    text: str


def find_skills(text: str) -> list[SkillMention]:
    """The skills `text` names, in order of start; the longest name wins and no two overlap.

    Time grows linearly with the text. Raises nothing: any text has zero or more skills in it.
    """
    reading = Reading(text, tokens(text))
    doubtful = _read_plain_names(reading)
    for _ in range(_ROUNDS):
        doubtful = [(first, options) for first, options in doubtful if not _settle(reading, first, options)]
    return [
        SkillMention(skill.id, skill.name, skill.category, start, end, text[start:end])
        for first, (last, skill) in sorted(reading.by_first.items())
        for start, end in [(reading.words[first].start, reading.words[last].end)]
    ]


_Options = tuple[tuple[int, Name], ...]  # the last word of each name that fits, and the name


def _read_plain_names(reading: Reading) -> list[tuple[int, _Options]]:
    """Accept the names that need no judging; return the others with the word each starts at."""
    tree = _shipped_names()
    doubtful: list[tuple[int, _Options]] = []
    first = 0
    while first < len(reading.words):
        options = tree.walk(reading.words, first)
        if not options:
            first += 1
            continue
        last, longest = options[0]
        if longest.rule is not None:
            doubtful.append((first, options))
        elif longest.skill is not None:
            reading.accept(first, last, longest.skill)
        first = last + 1
    return doubtful


def _settle(reading: Reading, first: int, options: _Options) -> bool:
    """Accept the longest name at this place that the text supports; say whether there was one."""
    for last, name in options:
        if name.skill is None:
            return False
        if reading.supports(name, first, last):
            reading.accept(first, last, name.skill)
            return True
    return False


@cache
def _shipped_names() -> NameTree:
    return NameTree(taxonomy())
