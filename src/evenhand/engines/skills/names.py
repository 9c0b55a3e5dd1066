"""The tree of every name in a taxonomy, word by word, with the phrases that only look like a name."""

from dataclasses import dataclass, field

from .taxonomy import AmbiguityRule, Skill, Taxonomy
from .tokens import Token, stem, tokens


@dataclass(frozen=True, slots=True)
class Name:
    """Where a path through the tree ends: a skill's name, or with skill None a phrase that names no skill."""

    written: str
    skill: Skill | None
    rule: AmbiguityRule | None = None
    near: frozenset[str] = frozenset()  # the rule's `near`, as comparison keys


@dataclass(slots=True)
class _Node:
    following: dict[str, "_Node"] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)


class NameTree:
    """Built once; a walk from one word of a text visits at most as many nodes as the longest name has words."""

    def __init__(self, skills: Taxonomy) -> None:
        self._root = _Node()
        for skill in skills.skills:
            for written in skill.names:
                rule = skill.rule if skill.rule and written in skill.rule.words else None
                near = frozenset(stem(word) for word in rule.near) if rule else frozenset[str]()
                for spelling in _spellings(written):
                    self._add(spelling, Name(written, skill, rule, near))
            for phrase in skill.rule.never if skill.rule else ():
                self._add(phrase, Name(phrase, None))

    def _add(self, spelling: str, name: Name) -> None:
        node = self._root
        for position, token in enumerate(tokens(spelling)):
            key = token.key if position == 0 else (token.joint or " ") + token.key
            node = node.following.setdefault(key, _Node())
        if not any(there.skill is name.skill for there in node.names):
            node.names.append(name)

    def walk(self, words: list[Token], first: int) -> tuple[tuple[int, Name], ...]:
        """The names that start at word `first`, each with the word it ends at: most words first."""
        node = self._root.following.get(words[first].key)
        found: list[tuple[int, Name]] = []
        last = first
        while node is not None:
            found.extend((last, name) for name in node.names)
            last += 1
            if last == len(words) or (joint := words[last].joint) is None:
                break
            node = node.following.get(joint + words[last].key)
        if len(found) > 1:  # at equal length a skill goes before a phrase, then the taxonomy's order holds
            found.sort(key=lambda option: (-option[0], option[1].skill is None))
        return tuple(found)


def _spellings(name: str) -> set[str]:
    """A name with a slash or a dot inside is also written with a space: "CI CD", "Node js"."""
    return {name, name.replace("/", " "), name[:1] + name[1:].replace(".", " ")}
