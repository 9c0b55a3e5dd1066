"""The records of what a person corrected in a profile, and of the profile that comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from evenhand.engines.resume_parser import Evidence
from evenhand.engines.skills import SkillMention

Act = Literal["set", "add", "remove"]
SKILLS = "skills"
"""The section of skills, whose entries are skills of the taxonomy, or words of one's own."""

MOST_CORRECTIONS = 400
MOST_ENTRIES = 60
"""Of one section, those that were read included."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One act. `entry` is the key of what was corrected: of the reading, or, for an entry that was added, its own id.

    @@
    and `stood` where, to find it again.
    """

    id: str
    act: Act
    section: str
    entry: str
    at: datetime
    key: str = ""
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    anchor: Mapping[str, str] = field(default_factory=dict)
    stood: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON, for sealing."""
        return {**asdict(self), "at": self.at.isoformat()}

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> "Correction":
        """As it was sealed."""
        return cls(**{**raw, "at": datetime.fromisoformat(raw["at"])})


@dataclass(frozen=True, slots=True)
class Own:
    """Words of a person's own in a field, by the correction that set them; `read` is what the file says there."""

    id: str
    read: str
    at: datetime

    def to_dict(self) -> dict[str, str]:
        """As plain JSON, for sealing."""
        return {"id": self.id, "read": self.read, "at": self.at.isoformat()}

    @classmethod
    def from_dict(cls, raw: Mapping[str, str]) -> "Own":
        """As it was sealed."""
        return cls(raw["id"], raw["read"], datetime.fromisoformat(raw["at"]))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a file: JSON Resume, the span behind each field by JSON Pointer, and skills in the text."""

    resume: Mapping[str, Any]
    evidence: Mapping[str, Evidence]
    skills: Sequence[SkillMention]


@dataclass(frozen=True, slots=True)
class OwnSkill:
    """A skill a person added: of the taxonomy (`skill_id`), or words that are in no list of ours."""

    id: str
    name: str
    skill_id: str
    at: datetime

    def to_dict(self) -> dict[str, str]:
        """As plain JSON, for sealing."""
        return {"id": self.id, "name": self.name, "skill_id": self.skill_id, "at": self.at.isoformat()}

    @classmethod
    def from_dict(cls, raw: Mapping[str, str]) -> "OwnSkill":
        """As it was sealed."""
        return cls(raw["id"], raw["name"], raw["skill_id"], datetime.fromisoformat(raw["at"]))


@dataclass(frozen=True, slots=True)
class Removed:
    """An entry or a skill that a person took away, in the words of the file."""

    id: str
    section: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """Corrections of an entry that is not in the present reading: their ids, and the entry as the person left it."""

    ids: tuple[str, ...]
    section: str
    entry: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A profile as it stands: a reading with the person's corrections over it.

    `own` are fields in the person's words, which have no evidence; `settled` fields they confirmed. `keys` gives the
    key of each entry of a section in order; `added` the keys of those that the person added.
    """

    resume: dict[str, Any]
    evidence: dict[str, Evidence]
    skills: list[SkillMention]
    own: dict[str, Own]
    settled: dict[str, Own]
    own_skills: tuple[OwnSkill, ...]
    keys: dict[str, list[str]]
    added: frozenset[str]
    removed: tuple[Removed, ...]
    lost: tuple[Lost, ...]

    @property
    def skill_ids(self) -> list[str]:
        """The skills of the taxonomy that this person has, in order of their ids."""
        named = {one.skill_id for one in self.own_skills if one.skill_id}
        return sorted(named | {mention.skill_id for mention in self.skills})
