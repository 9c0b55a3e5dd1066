"""What changed between two editions of a question, field by field and word by word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from evenhand.kit.words import Sentence, say

FIELD_WORDS: Mapping[str, Sentence] = {
    "text": say("What the candidate reads"),
    "kind": say("Type"),
    "skill_id": say("Skill"),
    "difficulty": say("Difficulty"),
    "gold": say("Gold answer"),
    "key_points": say("Key points"),
    "red_flags": say("Red flags"),
    "follow_ups": say("Follow-ups"),
    "junior": say("Expected of a junior"),
    "middle": say("Expected of a middle"),
    "senior": say("Expected of a senior"),
}
EDITION_STATUS: Mapping[str, tuple[Sentence, str]] = {
    "approved": (say("Approved"), "good"),
    "draft": (say("To review"), "open"),
    "rejected": (say("Rejected"), ""),
    "replaced": (say("Replaced"), ""),
}
_PIECE = re.compile(r"\s+|\w+|[^\w\s]")

Part = tuple[Literal["same", "out", "in"], str]


@dataclass(frozen=True)
class Change:
    """A field that changed: its name, and the words that stayed, went and came, in reading order."""

    field: str
    label: Sentence
    parts: Sequence[Part]


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields whose values differ, in the order of the form. A field that is not there is an empty one."""
    return [name for name in FIELD_WORDS if _said(before.get(name)) != _said(after.get(name))]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What changed, with the words."""
    return [
        Change(name, FIELD_WORDS[name], compare(_said(before.get(name)), _said(after.get(name))))
        for name in changed_fields(before, after)
    ]


def compare(before: str, after: str) -> list[Part]:
    """The words of two texts, those that stayed together, in reading order."""
    mine, theirs = _PIECE.findall(before), _PIECE.findall(after)
    parts: list[Part] = []
    for tag, start, end, from_, to in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(("same", "".join(mine[start:end])))
            continue
        parts += [("out", "".join(mine[start:end]))] if end > start else []
        parts += [("in", "".join(theirs[from_:to]))] if to > from_ else []
    return parts


def _said(value: Any) -> str:
    return "\n".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value or "")
