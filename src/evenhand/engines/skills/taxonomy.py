"""The skills we know: reading the entry files, refusing mistakes in them, looking skills up by id, name or prefix."""

import hashlib
import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from .tokens import fold, tokens

CATEGORIES: Mapping[str, str] = {
    "programming": "Programming languages",
    "frontend": "Web front end",
    "backend": "Web back end",
    "mobile": "Mobile and games",
    "databases": "Databases and messaging",
    "cloud": "Cloud and operations",
    "engineering": "Software practice",
    "security": "Information security",
    "data": "Data and analytics",
    "ai": "Machine learning",
    "design": "Design",
    "product": "Product and project work",
    "marketing": "Marketing",
    "sales": "Sales and customer service",
    "finance": "Finance and accounting",
    "office": "Office work and software",
    "people": "People and law",
    "care": "Health and care",
    "trades": "Trades and construction",
    "manufacturing": "Manufacturing and maintenance",
    "logistics": "Logistics and driving",
    "hospitality": "Hospitality and retail",
    "education": "Teaching and childcare",
    "soft": "Working with others",
    "languages": "Languages",
}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ENTRY_KEYS = {"name", "aliases", "builds_on", "ambiguous", "near", "neighbours", "listed", "any_case", "never"}
_RULE_KEYS = {"near", "neighbours", "listed", "any_case", "never"}
SHARED_RULE = "*"  # the table of an entry file whose conditions hold for every ambiguous entry in it
SUGGESTIONS = 8


class TaxonomyInvalid(ValueError):
    """An entry file contradicts itself or another one; the message names the entry."""


@dataclass(frozen=True, slots=True)
class AmbiguityRule:
    """When a name that is also an ordinary word counts as the skill.

    `words` are the names the rule governs. Written as in the taxonomy (or all in capitals, or in any case with
    `any_case`), such a name counts if one of the given conditions holds, or at once where none is given: a word
    of `near` stands within eight words; another skill from `neighbours` (categories or skill ids) does; with
    `listed`, the name is an item of a list. Written otherwise ("go" for "Go") it must be an item of a list
    beside such a skill. `never` are phrases that hold the word and mean something else.
    """

    words: tuple[str, ...]
    near: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    listed: bool = False
    any_case: bool = False
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill. `builds_on` names the skills it rests on, `broader` what it is a kind or part of, `related` what lies
    beside it; finding it never counts as finding any of them."""

    id: str
    name: str
    category: str
    aliases: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    rule: AmbiguityRule | None = None
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


class Taxonomy:
    """Every skill, in the order of the files. `version` changes exactly when an entry or a relation does."""

    def __init__(self, skills: Iterable[Skill], *, version: str) -> None:
        self.version = version
        self.skills = tuple(skills)
        self._by_id = {skill.id: skill for skill in self.skills}
        _check(self.skills, self._by_id)
        self._by_name: dict[str, list[Skill]] = {}
        for skill in self.skills:
            for name in skill.names:
                owners = self._by_name.setdefault(fold(name), [])
                if skill not in owners:
                    owners.append(skill)
        self._by_word = sorted(
            (name[at:], name) for name in self._by_name for at in range(len(name)) if at == 0 or name[at - 1] == " "
        )

    def get(self, skill_id: str) -> Skill | None:
        return self._by_id.get(skill_id)

    def kinds_of(self, skill_id: str, among: Iterable[str]) -> tuple[str, ...]:
        """Those `among` that are a kind or part of the skill, one step down. They are near it; they are never it."""
        return tuple(one for one in among if (skill := self.get(one)) and skill_id in skill.broader)

    def resolve(self, name: str) -> Skill | None:
        """The skill called this, in any case and spacing. A canonical name goes before somebody's alias; None if
        nobody is called so, or if two are ("Chef" is a cook and a program)."""
        asked = fold(" ".join(name.split()))
        owners = self._by_name.get(asked, [])
        canonical = [skill for skill in owners if fold(skill.name) == asked]
        return canonical[0] if canonical else owners[0] if len(owners) == 1 else None

    def suggest(self, prefix: str, limit: int = SUGGESTIONS) -> list[Skill]:
        """Skills to offer while `prefix` is typed: exact names first, canonical names before aliases, beginnings
        before later words."""
        typed = fold(" ".join(prefix.split()))
        if not typed or limit <= 0:
            return []
        ranked: dict[str, tuple[bool, bool, bool, str]] = {}
        first = bisect_left(self._by_word, (typed,))
        for at in range(first, len(self._by_word)):
            rest, name = self._by_word[at]
            if not rest.startswith(typed):
                break
            for skill in self._by_name[name]:
                called = fold(skill.name)
                rank = (name != typed, called != name, rest != name, called)  # False goes first
                ranked[skill.id] = min(rank, ranked.get(skill.id, rank))
        return [self._by_id[skill_id] for skill_id in sorted(ranked, key=ranked.__getitem__)][:limit]


def read_entries(category: str, source: str) -> list[Skill]:
    """The skills of one entry file. Raises TaxonomyInvalid for a key, a slug or a rule that is not well formed."""
    try:
        entries = tomllib.loads(source)
    except tomllib.TOMLDecodeError as mistake:
        raise TaxonomyInvalid(f"{category}: {mistake}") from mistake
    if category not in CATEGORIES:
        raise TaxonomyInvalid(f"{category} is not a category")
    shared = entries.pop(SHARED_RULE, {})
    return [
        _read_entry(skill_id, category, (shared if "ambiguous" in entry else {}) | entry)
        for skill_id, entry in entries.items()
    ]


def _read_entry(skill_id: str, category: str, entry: dict[str, Any]) -> Skill:
    unknown = entry.keys() - _ENTRY_KEYS
    if unknown:
        raise TaxonomyInvalid(f"{skill_id}: unknown key {min(unknown)}")
    if not _SLUG.fullmatch(skill_id):
        raise TaxonomyInvalid(f"{skill_id}: an id is lower-case letters, digits and single hyphens")
    if not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise TaxonomyInvalid(f"{skill_id}: no name")
    aliases = tuple(entry.get("aliases", ()))
    rule = None
    if ambiguous := tuple(entry.get("ambiguous", ())):
        missing = set(ambiguous) - {entry["name"], *aliases}
        if missing:
            raise TaxonomyInvalid(f"{skill_id}: {min(missing)} is called ambiguous but is not one of its names")
        rule = AmbiguityRule(
            words=ambiguous,
            near=tuple(entry.get("near", ())),
            neighbours=tuple(entry.get("neighbours", ())),
            listed=entry.get("listed", False),
            any_case=entry.get("any_case", False),
            never=tuple(entry.get("never", ())),
        )
    elif _RULE_KEYS & entry.keys():
        raise TaxonomyInvalid(f"{skill_id}: a rule without `ambiguous` governs nothing")
    return Skill(skill_id, entry["name"], category, aliases, tuple(entry.get("builds_on", ())), rule)


def name_key(name: str) -> str:
    """What two names share when the matcher cannot tell them apart."""
    return "".join((token.joint or "") + token.key for token in tokens(name))


def _check(skills: tuple[Skill, ...], by_id: Mapping[str, Skill]) -> None:
    if len(by_id) != len(skills):
        ids = [skill.id for skill in skills]
        raise TaxonomyInvalid(f"{next(one for one in ids if ids.count(one) > 1)}: the id is used twice")
    owners: dict[str, tuple[Skill, bool]] = {}
    for skill in skills:
        for other in (*skill.broader, *skill.related):
            if other not in by_id or other == skill.id:
                raise TaxonomyInvalid(f"{skill.id}: {other} is no other skill")
        for other in (*skill.builds_on, *(skill.rule.neighbours if skill.rule else ())):
            if other not in by_id and other not in CATEGORIES:
                raise TaxonomyInvalid(f"{skill.id}: {other} is neither a skill nor a category")
        for name in skill.names:
            key, ruled = name_key(name), skill.rule is not None and name in skill.rule.words
            if not key:
                raise TaxonomyInvalid(f"{skill.id}: {name!r} holds no word")
            owner, owner_ruled = owners.setdefault(key, (skill, ruled))
            if owner is not skill and not (ruled and owner_ruled):
                raise TaxonomyInvalid(f"{name!r} leads to both {owner.id} and {skill.id} without a rule")


def related(skills: Iterable[Skill], source: str) -> list[Skill]:
    """The skills with their relations. Raises TaxonomyInvalid for one between skills that are not there."""
    relations = tomllib.loads(source)
    beside: dict[str, dict[str, None]] = {}
    for group in relations["related"]["groups"]:
        for one in group:
            beside.setdefault(one, {}).update(dict.fromkeys(other for other in group if other != one))
    broader: dict[str, list[str]] = relations["broader"]
    listed = [
        replace(skill, broader=tuple(broader.get(skill.id, ())), related=tuple(beside.get(skill.id, ())))
        for skill in skills
    ]
    if strangers := (broader.keys() | beside.keys()) - {skill.id for skill in listed}:
        raise TaxonomyInvalid(f"{min(strangers)} has relations and is no skill")
    return listed


@cache
def taxonomy() -> Taxonomy:
    """The shipped taxonomy, read once a process."""
    folder = resources.files(__package__)
    sources = {category: (folder / "entries" / f"{category}.toml").read_text("utf-8") for category in CATEGORIES}
    relations = (folder / "relations.toml").read_text("utf-8")
    digest = hashlib.sha256("\0".join([*sources.values(), relations]).encode()).hexdigest()
    skills = [skill for category, source in sources.items() for skill in read_entries(category, source)]
    return Taxonomy(related(skills, relations), version=digest[:12])
