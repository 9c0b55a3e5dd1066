"""Skills that the text of an advert asks for, offered while it is written."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from evenhand.domains.jobs.schemas.job import DESCRIPTION_CHARS, TITLE_CHARS
from evenhand.domains.skills.schemas import SkillRef
from evenhand.engines.skills import PostingSkills, Words, taxonomy


class AdvertIn(BaseModel):
    """The text of an advert, as far as it is written."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field("", max_length=TITLE_CHARS)
    description: str = Field("", max_length=DESCRIPTION_CHARS)

    @property
    def text(self) -> str:
        """What offsets count in: the title, an empty line, the description."""
        return f"{self.title}\n\n{self.description}"


class WordsOut(BaseModel):
    """Words of the advert; offsets are code points in title, empty line, description."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, words: Words) -> "WordsOut":
        """As the engine found them."""
        return cls(start=words.start, end=words.end, text=words.text)


class AskedSkillOut(BaseModel):
    """A skill the advert names. `need` is "mentioned" where only the employer is described; `level` and `years` are
    null where the advert does not say; `cue` are the words that decide the need."""

    skill: SkillRef
    kind: Literal["hard", "soft"]
    need: Literal["required", "optional", "mentioned"]
    level: int | None = Field(ge=0, le=4)
    years: int | None
    mentions: list[WordsOut]
    cue: WordsOut | None


class AdvertSkills(BaseModel):
    """What the advert asks for, the required first, and the versions of rules and taxonomy that say so."""

    items: list[AskedSkillOut]
    version: str
    taxonomy: str

    @classmethod
    def of(cls, found: PostingSkills) -> "AdvertSkills":
        """As the engine found it."""
        known = taxonomy()
        items = [
            AskedSkillOut(
                skill=SkillRef.of(skill),
                kind=one.kind,
                need=one.need,
                level=one.level,
                years=one.years,
                mentions=[WordsOut.of(words) for words in one.mentions],
                cue=WordsOut.of(one.cue) if one.cue else None,
            )
            for one in found.skills
            if (skill := known.get(one.skill_id)) is not None
        ]
        return cls(items=items, version=found.version, taxonomy=found.taxonomy)
