"""How well a skill is known: the levels, what each rests on, and how evidence adds up to one."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import ROUND_DOWN, Decimal
from enum import IntEnum
from typing import Any, Literal

from .taxonomy import Skill

LEVELS_VERSION = "1.0.0"
"""Changes when the same text may come to another level; the taxonomy has a version of its own."""

Kind = Literal["hard", "soft"]
EvidenceKind = Literal["named", "used", "project", "years", "stated", "certificate", "result", "denied"]


class Level(IntEnum):
    """How well: as a number in arithmetic, as a lower-case word on the wire (`Level.WORKING.word`)."""

    NONE = 0
    BASIC = 1
    WORKING = 2
    PROFICIENT = 3
    ADVANCED = 4

    @property
    def word(self) -> str:
        """ "none", "basic", "working", "proficient" or "advanced"."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class SkillEvidence:
    """Words that speak for a level: `text` stands at `start`:`end`, in code points of the text that was read.

    `kind`: "named" and no more; "used" in a job (`entry` is its place in JSON Resume, as "/work/0", and `months` how
    long it lasted); used in a "project"; "years" and "stated" are the person's word for it (`months`, `level`); a
    "certificate"; a "result" with a figure in it; "denied" says that it is not known.
    """

    kind: EvidenceKind
    start: int
    end: int
    text: str
    months: int = 0
    level: int | None = None
    entry: str = ""


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """A skill of a resume. Each has at least one piece of evidence: no span, no skill. `months` counts a month once."""

    skill_id: str
    name: str
    category: str
    kind: Kind
    level: Level
    months: int
    evidence: tuple[SkillEvidence, ...]

    @property
    def years(self) -> Decimal:
        """Months as years, one decimal, rounded down."""
        return (Decimal(self.months) / 12).quantize(Decimal("0.1"), ROUND_DOWN)

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "id": self.skill_id,
            "name": self.name,
            "category": self.category,
            "kind": self.kind,
            "level": int(self.level),
            "level_word": self.level.word,
            "months": self.months,
            "years": float(self.years),
            "evidence": [asdict(one) for one in self.evidence],
        }


def kind_of(skill: Skill) -> Kind:
    """ "soft" for working with others, "hard" for everything that is learnt as a craft, languages included."""
    return "soft" if skill.category == "soft" else "hard"


_BY_MONTHS = ((84, Decimal("3.5")), (48, Decimal("3.0")), (24, Decimal("2.5")), (6, Decimal("2.0")))
_NAMED, _USED = Decimal("1.0"), Decimal("1.5")
_STATED = {1: Decimal("1.0"), 2: Decimal("2.0"), 3: Decimal("3.0"), 4: Decimal("3.5")}
_STEP = Decimal("0.5")
_LONG = 24


def weigh(category: str, months: int, evidence: Iterable[SkillEvidence]) -> Level:
    """The level that evidence comes to: points, half by half, rounded down, between 1 and 4.

    Named only: 1. Used in work or a project, or certified: 1.5; for 6 months 2, 24 months 2.5, 48 months 3, 84 months
    3.5. Stated: as much as is said, "advanced" as 3.5; the higher counts. Half a point each is added for a certificate,
    for one result with a figure, for a second one, and for 24 months of use behind a statement that is not lower than
    them. Whoever says "basic" is believed. Years say nothing about working with others and about languages: they are
    "used" only, and a language is as good as it is said to be. Denied and nothing else: 0.
    """
    listed = list(evidence)
    kinds = {one.kind for one in listed}
    if kinds == {"denied"}:
        return Level.NONE
    stated = max((one.level or 0 for one in listed if one.kind == "stated"), default=0)
    if category == "languages" and stated:
        return Level(stated)
    if stated == Level.BASIC:
        return Level.BASIC
    base = _base(kinds, months if category not in {"soft", "languages"} else 0)
    claimed = _STATED.get(stated, Decimal(0))
    points = max(base, claimed)
    if claimed >= base and claimed and months >= _LONG:
        points += _STEP
    points += _STEP * ("certificate" in kinds)
    points += _STEP * min(2, sum(one.kind == "result" for one in listed))
    return Level(min(int(points), Level.ADVANCED))


def _base(kinds: set[EvidenceKind], months: int) -> Decimal:
    by_months = next((points for least, points in _BY_MONTHS if months >= least), _NAMED)
    return max(by_months, _USED if kinds & {"used", "project", "years", "certificate"} else _NAMED)
