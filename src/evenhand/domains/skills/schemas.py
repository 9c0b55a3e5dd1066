"""Skills as the API shows them."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, Field

from evenhand.domains.skills.rules import CATEGORY_NAMES, NAME_CHARS, Resolved, named, skill_name
from evenhand.engines.skills import Skill, classifications, esco_uri, onet_element
from evenhand.kit.text import Line
from evenhand.kit.words import Sentence

MOST_NAMES = 20

SkillName = Annotated[Line, Field(max_length=NAME_CHARS)]


class SkillOut(BaseModel):
    """One skill of the taxonomy."""

    id: str
    name: Sentence
    category: str
    category_name: Sentence
    aliases: list[str]
    esco: str | None = Field(description=f"Its URI where ESCO has it. {classifications()['esco'].notice}")
    onet: str | None = Field(description=f"Its element where O*NET has it. {classifications()['onet'].notice}")

    @classmethod
    def of(cls, skill: Skill) -> "SkillOut":
        """As the taxonomy has it."""
        return cls(
            id=skill.id,
            name=skill_name(skill),
            category=skill.category,
            category_name=CATEGORY_NAMES[skill.category],
            aliases=list(skill.aliases),
            esco=esco_uri(skill.id),
            onet=onet_element(skill.id),
        )


class SkillRef(BaseModel):
    """A skill beside a job or a match: enough to name it."""

    id: str
    name: Sentence

    @classmethod
    def of(cls, skill: Skill) -> "SkillRef":
        """As the taxonomy has it."""
        return cls(id=skill.id, name=skill_name(skill))


def refs(ids: Iterable[str]) -> list[SkillRef]:
    """The skills of these ids, in order, to be named; an id that left the taxonomy is left out."""
    return [SkillRef.of(skill) for skill in named(ids)]


class SkillList(BaseModel):
    """Skills to choose from, the likeliest first, and the version of the taxonomy they come from."""

    items: list[SkillOut]
    taxonomy: str


class Names(BaseModel):
    """Names or aliases to look up."""

    names: list[SkillName] = Field(min_length=1, max_length=MOST_NAMES)


class ResolvedOut(BaseModel):
    """A name and the skill it means; null with the nearest ones where we do not know it."""

    name: str
    skill: SkillOut | None
    nearest: list[SkillOut]

    @classmethod
    def of(cls, resolved: Resolved) -> "ResolvedOut":
        """As the rules found it."""
        skill = SkillOut.of(resolved.skill) if resolved.skill else None
        return cls(name=resolved.given, skill=skill, nearest=[SkillOut.of(one) for one in resolved.nearest])


class ResolvedList(BaseModel):
    """An answer for each name, in order."""

    items: list[ResolvedOut]
    taxonomy: str
