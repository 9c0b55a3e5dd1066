"""Find the skills a text names: walk a tree of words once, then judge the ambiguous names by what is around."""

from dataclasses import dataclass, field
from functools import cache

from .taxonomy import AmbiguityRule, Skill, Taxonomy, taxonomy
from .tokens import Token, stem, tokens

WINDOW = 8  # words either side of an ambiguous name that count as "near"
_ITEM_EDGES = frozenset(",;:|•·●▪◦‣*/()[]{}–—\t\n\r")


@dataclass(frozen=True, slots=True)
class SkillMention:
    """One place where a text names a skill: `text` stands at `start`:`end`, in code points of the text."""

    skill_id: str
    name: str
    category: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Name:
    """The end of a path: a skill's name, or with skill None a phrase that names none."""

    written: str
    skill: Skill | None
    rule: AmbiguityRule | None
    near: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Node:
    following: dict[str, "_Node"] = field(default_factory=dict)
    names: list[_Name] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Words `first` to `last` of the text, and the names that fit them, the ones of most words first."""

    first: int
    options: tuple[tuple[int, _Name], ...]


class Matcher:
    """The tree of one taxonomy's names. Finding is linear in the text: each word starts at most one short walk."""

    def __init__(self, skills: Taxonomy) -> None:
        self._root = _Node()
        for skill in skills.skills:
            for written in skill.names:
                rule = skill.rule if skill.rule and written in skill.rule.words else None
                near = frozenset(stem(word) for word in rule.near) if rule else frozenset[str]()
                for spelling in _spellings(written):
                    self._add(spelling, _Name(written, skill, rule, near))
            for phrase in skill.rule.never if skill.rule else ():
                self._add(phrase, _Name(phrase, None, None))

    def _add(self, spelling: str, name: _Name) -> None:
        node = self._root
        for position, token in enumerate(tokens(spelling)):
            key = token.key if position == 0 else (token.joint or " ") + token.key
            node = node.following.setdefault(key, _Node())
        if not any(there.skill is name.skill for there in node.names):
            node.names.append(name)

    def find(self, text: str) -> list[SkillMention]:
        words = tokens(text)
        taken: dict[int, tuple[int, Skill]] = {}  # first word -> last word, skill
        doubtful: list[_Spot] = []
        position = 0
        while position < len(words):
            options = self._walk(words, position)
            if not options:
                position += 1
                continue
            last, longest = options[0]
            if longest.rule is not None:
                doubtful.append(_Spot(position, options))
            elif longest.skill is not None:
                taken[position] = (last, longest.skill)
            position = last + 1
        for _ in range(2):  # the second round lets doubtful neighbours vouch for those before them
            doubtful = [spot for spot in doubtful if not _settle(spot, words, text, taken)]
        return [
            SkillMention(skill.id, skill.name, skill.category, start, end, text[start:end])
            for first, (last, skill) in sorted(taken.items())
            for start, end in [(words[first].start, words[last].end)]
        ]

    def _walk(self, words: list[Token], position: int) -> tuple[tuple[int, _Name], ...]:
        node = self._root.following.get(words[position].key)
        found: list[tuple[int, _Name]] = []
        last = position
        while node is not None:
            found.extend((last, name) for name in node.names)
            last += 1
            if last == len(words) or (joint := words[last].joint) is None:
                break
            node = node.following.get(joint + words[last].key)
        found.sort(key=lambda option: (-option[0], option[1].skill is None))  # else the taxonomy's order
        return tuple(found)


def _spellings(name: str) -> set[str]:
    """A name with a slash or a dot inside is also written with a space: "CI CD", "Node js"."""
    return {name, name.replace("/", " "), name[:1] + name[1:].replace(".", " ")}


def _settle(spot: _Spot, words: list[Token], text: str, taken: dict[int, tuple[int, Skill]]) -> bool:
    """Accept the first name at this spot whose rule holds; say whether one did."""
    for last, name in spot.options:
        if name.skill is None:
            return False
        if name.rule is None or _counts(name, spot.first, last, words, text, taken):
            taken[spot.first] = (last, name.skill)
            return True
    return False


def _counts(
    name: _Name, first: int, last: int, words: list[Token], text: str, taken: dict[int, tuple[int, Skill]]
) -> bool:
    rule = name.rule
    assert rule is not None  # noqa: S101 - the caller asked
    start, end = words[first].start, words[last].end
    as_written = rule.any_case or text[start:end] in {name.written, name.written.upper()}
    window = range(max(0, first - WINDOW), min(len(words), last + WINDOW + 1))
    beside = any(
        taken[there][1].category in rule.neighbours or taken[there][1].id in rule.neighbours
        for there in window
        if there in taken
    )
    if not as_written:
        return beside and _is_item(text, start, end)
    if not (rule.near or rule.neighbours or rule.listed):
        return True
    return (
        beside
        or (rule.listed and _is_item(text, start, end))
        or any(words[there].key in name.near for there in window if not first <= there <= last)
    )


def _is_item(text: str, start: int, end: int) -> bool:
    """Whether the name stands alone between the edges of a list item or a line."""
    while start > 0 and text[start - 1] == " ":
        start -= 1
    while end < len(text) and text[end] == " ":
        end += 1
    left = start == 0 or text[start - 1] in _ITEM_EDGES
    closes = end < len(text) and text[end] == "." and (end + 1 == len(text) or text[end + 1].isspace())
    return left and (end == len(text) or text[end] in _ITEM_EDGES or closes)


@cache
def matcher() -> Matcher:
    """The matcher of the shipped taxonomy, built once a process."""
    return Matcher(taxonomy())


def find_skills(text: str) -> list[SkillMention]:
    """The skills `text` names, in order of start; the longest name wins and no two overlap."""
    return matcher().find(text)
