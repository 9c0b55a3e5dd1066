"""Telling the entries of a profile apart by what they say, and finding one again in another reading of the file."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evenhand.domains.resumes.rules.sections import SectionSpec, at

KEY_CHARS = 12
ALIKE = 0.5
"""An entry is the same one from this likeness on, 1.0 being the same words in each field."""
_NAME_WEIGHT, _DATE_WEIGHT = 2.0, 1.0
_DATES = ("startDate", "endDate", "date")

Anchor = Mapping[str, str]
"""What an entry said, by field, when a person corrected it."""


def anchor_of(section: SectionSpec, entry: Mapping[str, Any]) -> dict[str, str]:
    """What an entry says, without what it leaves out."""
    return {field.key: text for field in section.fields if (text := at(entry, field.key))}


def keys_of(section: SectionSpec, entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """A name for each entry that lasts as long as what was read of it; equal ones are numbered."""
    found: list[str] = []
    for entry in entries:
        said = json.dumps(anchor_of(section, entry), ensure_ascii=False, sort_keys=True)
        key = hashlib.sha256(f"{section.id} {said}".encode()).hexdigest()[:KEY_CHARS]
        same = sum(other.partition("-")[0] == key for other in found)
        found.append(f"{key}-{same + 1}" if same else key)
    return found


def find_again(
    section: SectionSpec,
    wanted: Sequence[tuple[Anchor, Anchor, int]],
    entries: Sequence[Mapping[str, Any]],
) -> list[int | None]:
    """For each entry that was corrected, its place in a new reading; None where it is not there any more.

    `wanted` holds what the entry said, what the person made of it, and where it stood. Either may be what is read now:
    a better reading may have found by itself what the person wrote. Nobody's place is given away twice.
    """
    pairs = sorted(
        (-likeness(section, was, became, entry), abs(index - stood), number, index)
        for number, (was, became, stood) in enumerate(wanted)
        for index, entry in enumerate(entries)
    )
    found: list[int | None] = [None] * len(wanted)
    taken: set[int] = set()
    for negative, _, number, index in pairs:
        if -negative >= ALIKE and found[number] is None and index not in taken:
            found[number] = index
            taken.add(index)
    return found


def likeness(section: SectionSpec, was: Anchor, became: Anchor, entry: Mapping[str, Any]) -> float:
    """How much an entry looks like one that said something (or was corrected to): 0.0 to 1.0."""
    total = reached = 0.0
    for key in (*section.names, *_DATES):
        known = [text for text in (was.get(key), became.get(key)) if text]
        if not known:
            continue
        weight = _DATE_WEIGHT if key in _DATES else _NAME_WEIGHT
        total += weight
        reached += weight * max(_alike(text, at(entry, key), date=key in _DATES) for text in known)
    return reached / total if total else 0.0


def _alike(one: str, other: str, *, date: bool) -> float:
    if one == other:
        return 1.0
    if date:  # the same year is half of the way
        return 0.5 if one[:4] == other[:4] else 0.0
    a, b = _words(one), _words(other)
    shared = len(a & b)
    return shared / max(len(a), len(b)) if shared else 0.0


def _words(text: str) -> frozenset[str]:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return frozenset("".join(c if c.isalnum() else " " for c in folded).split())
