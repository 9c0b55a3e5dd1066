"""Which skill of the taxonomy a person means: by id, name or alias, and what is nearest to a name we do not know."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from evenhand.engines.skills import Skill, russian_name, taxonomy
from evenhand.kit.words import Named, Sentence, say

NAME_CHARS = 60
NEAREST = 3
TEXT_CHARS = 2_000  # of a field that names several skills
_NEAR_ENOUGH = 0.72  # of difflib's ratio: two letters swapped in a word of seven is 0.86
_SEPARATOR = re.compile(r"[,;\n]")


CATEGORY_NAMES: Mapping[str, Sentence] = {
    "programming": say("Programming languages"),
    "frontend": say("Web front end"),
    "backend": say("Web back end"),
    "mobile": say("Mobile and games"),
    "databases": say("Databases and messaging"),
    "cloud": say("Cloud and operations"),
    "engineering": say("Software practice"),
    "security": say("Information security"),
    "data": say("Data and analytics"),
    "ai": say("Machine learning"),
    "design": say("Design"),
    "product": say("Product and project work"),
    "marketing": say("Marketing"),
    "sales": say("Sales and customer service"),
    "finance": say("Finance and accounting"),
    "office": say("Office work and software"),
    "people": say("People and law"),
    "care": say("Health and care"),
    "trades": say("Trades and construction"),
    "manufacturing": say("Manufacturing and maintenance"),
    "logistics": say("Logistics and driving"),
    "hospitality": say("Hospitality and retail"),
    "education": say("Teaching and childcare"),
    "soft": say("Working with others"),
    "languages": say("Languages"),
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What was typed, and the skill it means; where there is none, the nearest ones."""

    given: str
    skill: Skill | None
    nearest: tuple[Skill, ...] = ()


def split_names(texts: Iterable[str]) -> list[str]:
    """The names in texts that separate them by commas, semicolons or lines; each once, in order."""
    names = (" ".join(part.split()) for text in texts for part in _SEPARATOR.split(text))
    return list(dict.fromkeys(name for name in names if name))


def resolve(names: Iterable[str]) -> list[Resolved]:
    """Each name with the skill it means."""
    return [_resolved(name) for name in names]


def _resolved(name: str) -> Resolved:
    known = taxonomy()
    skill = known.get(name) or known.resolve(name)
    return Resolved(name, skill, () if skill else nearest(name))


def nearest(name: str, limit: int = NEAREST) -> tuple[Skill, ...]:
    """The skills whose names look most like this one, the likeliest first; none when nothing does."""
    typed = " ".join(name.split()).casefold()[:NAME_CHARS]
    if not typed:
        return ()
    spelled = difflib.get_close_matches(typed, _names(), n=limit * 2, cutoff=_NEAR_ENOUGH)
    found = [_names()[one] for one in spelled] + taxonomy().suggest(typed, limit)
    return tuple({skill.id: skill for skill in found}.values())[:limit]


@cache
def _names() -> dict[str, Skill]:
    return {name.casefold(): skill for skill in reversed(taxonomy().skills) for name in reversed(skill.names)}


def known_ids(texts: Iterable[str]) -> list[str]:
    """The ids of the skills named, each once, in order.

    Raises ValueError for the first name we do not know, with a sentence that says what may have been meant.
    """
    known = taxonomy()
    ids: dict[str, None] = {}
    for name in split_names(texts):
        skill = known.get(name) or known.resolve(name)
        if skill is None:
            raise ValueError(_unknown_sentence(name))
        ids[skill.id] = None
    return list(ids)


def _unknown_sentence(name: str) -> Sentence:
    shown = name if len(name) <= NAME_CHARS else f"{name[:NAME_CHARS]}…"
    names = [skill_name(skill) for skill in nearest(name)]
    if not names:
        return say("“%(name)s” is not a skill we know. Leave it out here and write it in the description.", name=shown)
    if len(names) == 1:
        return say("“%(name)s” is not a skill we know. Did you mean %(skill)s?", name=shown, skill=names[0])
    return say(
        "“%(name)s” is not a skill we know. Did you mean one of these: %(skills)s?",
        name=shown,
        skills=names,
    )


def skill_name(skill: Skill) -> Named:
    """The name of a skill, in the languages that have one of their own for it."""
    russian = russian_name(skill)
    return Named(skill.name, ru=russian) if russian else Named(skill.name)


def category_of(skill_id: str) -> str:
    """The category of a skill; empty for an id that left the taxonomy."""
    skill = taxonomy().get(skill_id)
    return skill.category if skill else ""


def named(ids: Iterable[str]) -> list[Skill]:
    """The skills of these ids, in order; an id that left the taxonomy is left out."""
    return [skill for skill_id in ids if (skill := taxonomy().get(skill_id))]


def last_name(text: str) -> tuple[list[str], str]:
    """What stands before the last separator as names, and the name that is still being typed after it."""
    *before, last = _SEPARATOR.split(text)
    return split_names(before), " ".join(last.split())


def resolved_ids(names: Iterable[str]) -> list[str]:
    """The ids of those names we know."""
    known = taxonomy()
    return [skill.id for name in names if (skill := known.get(name) or known.resolve(name))]
