"""The skills an advert asks for: which it needs, which would be nice, which it only mentions, and how well."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from .claims import claims, words_of
from .levels import LEVELS_VERSION, Kind, Level, kind_of
from .matching import find_skills
from .needs import Need, Words, needs
from .taxonomy import taxonomy

_ORDER: Mapping[str, int] = {"required": 0, "optional": 1, "mentioned": 2}
_YEARS_ASKED = ((7, Level.ADVANCED), (4, Level.PROFICIENT), (1, Level.WORKING))


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """A skill of an advert. `level` is what it asks for, None where it does not say (take `Level.WORKING` then).

    `need` is "required" unless a heading or a sentence says otherwise (`cue` are its words), and "mentioned" where only
    the employer is described. `mentions` has at least one span: no span, no skill. `years`: None if none are asked.
    """

    skill_id: str
    name: str
    category: str
    kind: Kind
    need: Need
    level: Level | None
    years: int | None
    mentions: tuple[Words, ...]
    cue: Words | None = None
    level_words: tuple[Words, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "id": self.skill_id,
            "name": self.name,
            "category": self.category,
            "kind": self.kind,
            "need": self.need,
            "level": None if self.level is None else int(self.level),
            "level_word": None if self.level is None else self.level.word,
            "years": self.years,
            "mentions": [asdict(one) for one in self.mentions],
            "cue": asdict(self.cue) if self.cue else None,
            "level_words": [asdict(one) for one in self.level_words],
        }


@dataclass(frozen=True, slots=True)
class PostingSkills:
    """What an advert asks for, the required first, then in order of the text."""

    version: str
    taxonomy: str
    skills: tuple[AskedSkill, ...]

    def ids(self, need: Need) -> list[str]:
        """Ids of the skills of this need."""
        return [skill.skill_id for skill in self.skills if skill.need == need]

    def get(self, skill_id: str) -> AskedSkill | None:
        """One skill, or None where the advert does not name it."""
        return next((skill for skill in self.skills if skill.skill_id == skill_id), None)

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON; the same text gives the same bytes."""
        return {
            "version": self.version,
            "taxonomy": self.taxonomy,
            "skills": [skill.to_dict() for skill in self.skills],
        }


def posting_skills(text: str) -> PostingSkills:
    """The skills that the text of an advert names, in English or Russian. Pure; raises nothing.

    A skill named in several places has the strongest need of them: required, then optional, then mentioned.

        asked = posting_skills(f"{job.title}\\n\\n{job.description}")
        asked.ids("required"), asked.ids("optional"), asked.get("python").level
    """
    mentions = find_skills(text)
    wanted = needs(text, mentions)
    found: dict[str, _Asked] = {}
    for mention, (need, cue) in zip(mentions, wanted, strict=True):
        one = found.setdefault(mention.skill_id, _Asked(need, cue))
        if _ORDER[need] < _ORDER[one.need]:
            one.need, one.cue = need, cue
        one.mentions.append(Words(mention.start, mention.end, mention.text))
    for number, claim in claims(text, mentions):
        if claim.value == 0:
            continue
        mention = mentions[number]
        start, end = words_of(text, mention, claim)
        one = found[mention.skill_id]
        one.level_words.append(Words(start, end, text[start:end]))
        if claim.kind == "years":
            one.years = max(claim.value, one.years or 0)
        else:
            one.levels.append(claim.value)
    skills = [asked for skill_id, one in found.items() if (asked := _asked(skill_id, one)) is not None]
    skills.sort(key=lambda one: (_ORDER[one.need], one.mentions[0].start))
    return PostingSkills(LEVELS_VERSION, taxonomy().version, tuple(skills))


@dataclass(slots=True)
class _Asked:
    need: Need
    cue: Words | None
    mentions: list[Words] = field(default_factory=list)
    level_words: list[Words] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    years: int | None = None


def _asked(skill_id: str, one: _Asked) -> AskedSkill | None:
    skill = taxonomy().get(skill_id)
    if skill is None:
        return None
    level = Level(max(one.levels)) if one.levels else None
    if level is None and one.years:
        level = next(level for least, level in _YEARS_ASKED if one.years >= least)
    return AskedSkill(
        skill.id,
        skill.name,
        skill.category,
        kind_of(skill),
        one.need,
        level,
        one.years,
        tuple(one.mentions),
        one.cue,
        tuple(one.level_words),
    )
