"""Judge ambiguous names by what stands around them in one text."""

from dataclasses import dataclass, field

from .names import Name
from .taxonomy import AmbiguityRule, Skill
from .tokens import Token

WINDOW = 8  # words either side of an ambiguous name that count as "near"
_GLUE = frozenset({"&", "."})
_ITEM_EDGES = frozenset(",;:|•·●▪◦‣*/()[]{}–—\t\n\r")


@dataclass(slots=True)
class Reading:
    """One text while it is read, and the skills found in it so far by the numbers of their first and last words."""

    text: str
    words: list[Token]
    by_first: dict[int, tuple[int, Skill]] = field(default_factory=dict)
    by_last: dict[int, Skill] = field(default_factory=dict)

    def accept(self, first: int, last: int, skill: Skill) -> None:
        self.by_first[first] = (last, skill)
        self.by_last[last] = skill

    def supports(self, name: Name, first: int, last: int) -> bool:
        """Whether the text around words `first` to `last` makes an ambiguous name count (see AmbiguityRule)."""
        rule = name.rule
        if rule is None:
            return True
        if self._is_fragment(first, last):
            return False
        around = [*range(max(0, first - WINDOW), first), *range(last + 1, min(len(self.words), last + 1 + WINDOW))]
        beside = any(there in self.by_first and _is_neighbour(self.by_first[there][1], rule) for there in around)
        if not self._written_so(name, rule, first, last):
            return beside and self._is_item(first, last)
        if not (rule.near or rule.neighbours or rule.listed):
            return True
        return (
            beside
            or (rule.listed and self._is_item(first, last))
            or any(self.words[there].key in name.near for there in around)
        )

    def _is_fragment(self, first: int, last: int) -> bool:
        """Whether the name is a piece of something longer, as R is in "H.R." and in "R&D"."""
        before = self.words[first].joint
        after = self.words[last + 1].joint if last + 1 < len(self.words) else None
        return before in _GLUE or after in _GLUE

    def _written_so(self, name: Name, rule: AmbiguityRule, first: int, last: int) -> bool:
        if rule.any_case or name.written.islower():  # a name without capitals says nothing by its case
            return True
        return self.text[self.words[first].start : self.words[last].end] in {name.written, name.written.upper()}

    def _is_item(self, first: int, last: int) -> bool:
        """Whether the name stands alone between the edges of a list item or a line, or between two found skills."""
        start, end = self.words[first].start, self.words[last].end
        while start > 0 and self.text[start - 1] == " ":
            start -= 1
        while end < len(self.text) and self.text[end] == " ":
            end += 1
        left = start == 0 or self.text[start - 1] in _ITEM_EDGES or first - 1 in self.by_last
        return left and (
            end == len(self.text)
            or self.text[end] in _ITEM_EDGES
            or last + 1 in self.by_first
            or (self.text[end] == "." and self.text[end + 1 : end + 2] in {"", " ", "\n", "\r"})
        )


def _is_neighbour(skill: Skill, rule: AmbiguityRule) -> bool:
    return skill.category in rule.neighbours or skill.id in rule.neighbours
