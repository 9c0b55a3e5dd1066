"""What a review is: rules with points and places, the four dimensions they add up to, rewrites, manifest and seal."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any, Literal

DimensionName = Literal["skills_coverage", "structure_formatting", "clarity_impact", "regional_relevance"]
RuleName = Literal[
    "structure",
    "dates",
    "length",
    "consistency",
    "file_health",
    "contact",
    "readability",
    "action_verbs",
    "quantified",
    "skills_named",
    "skills_shown",
    "place",
    "phone_code",
    "languages",
]
Outcome = Literal["met", "partly", "not_met", "unknown"]
Label = Literal["strong", "solid", "room", "draft", "unknown"]

DIMENSIONS: tuple[DimensionName, ...] = (
    "skills_coverage",
    "structure_formatting",
    "clarity_impact",
    "regional_relevance",
)
RULES: Mapping[RuleName, tuple[DimensionName, int]] = {
    "structure": ("structure_formatting", 12),
    "dates": ("structure_formatting", 8),
    "length": ("structure_formatting", 5),
    "consistency": ("structure_formatting", 5),
    "file_health": ("structure_formatting", 4),
    "contact": ("structure_formatting", 8),
    "readability": ("clarity_impact", 8),
    "action_verbs": ("clarity_impact", 12),
    "quantified": ("clarity_impact", 12),
    "skills_named": ("skills_coverage", 8),
    "skills_shown": ("skills_coverage", 8),
    "place": ("regional_relevance", 4),
    "phone_code": ("regional_relevance", 3),
    "languages": ("regional_relevance", 3),
}
"""Each rule with the dimension it belongs to and the most points it gives; together 100."""

LABELS: tuple[tuple[int, Label], ...] = ((85, "strong"), (70, "solid"), (50, "room"), (0, "draft"))


@dataclass(frozen=True, slots=True)
class Place:
    """Words of the resume: `text == document.text[start:end]`, on `page` (1-based). Long words are cut in `text`."""

    page: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found. `good` speaks for the resume, otherwise it is worth a look; `code` says what it is, and
    `values` are the numbers and words of its sentence."""

    code: str
    good: bool
    places: tuple[Place, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: points out of `most`, None where the text gives no evidence either way. `gain` is how far the whole
    score would go up if the rule were met in full."""

    name: RuleName
    dimension: DimensionName
    outcome: Outcome
    points: float | None
    most: int
    gain: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the four dimensions, 0 to 100; None where none of its rules has evidence."""

    name: DimensionName
    score: int | None
    points: float
    out_of: int


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A statement said shorter or more directly, with nothing added. `changes` are codes of what was done."""

    pointer: str
    place: Place
    before: str
    after: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A whole review. `strengths` and `improvements` are names of rules, those that weigh most first."""

    score: int | None
    label: Label
    dimensions: tuple[Dimension, ...]
    rules: tuple[Rule, ...]
    strengths: tuple[RuleName, ...]
    improvements: tuple[RuleName, ...]
    rewrites: tuple[Rewrite, ...]
    notes: tuple[Finding, ...]
    language: str
    manifest: Mapping[str, Any]
    seal: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)

    def rule(self, name: RuleName) -> Rule:
        """The rule of this name."""
        return next(rule for rule in self.rules if rule.name == name)


def share(part: float, whole: float) -> Fraction:
    """How much of the whole, at most all of it; nothing of nothing."""
    return min(Fraction(1), Fraction(part).limit_denominator(1000) / Fraction(whole)) if whole else Fraction(0)


def points_of(portion: Fraction, most: int) -> float:
    """The portion of the points of a rule, to one decimal, half up."""
    return int(portion * most * 10 + Fraction(1, 2)) / 10


def percent(points: Fraction, out_of: int) -> int | None:
    """0 to 100, half up; None of nothing."""
    return int(points * 100 / out_of + Fraction(1, 2)) if out_of else None


def label_of(score: int | None) -> Label:
    """What a score is called."""
    return "unknown" if score is None else next(label for least, label in LABELS if score >= least)


def seal_of(review: Mapping[str, Any]) -> str:
    """Hash over everything in a review's dictionary but the seal: canonical JSON, sorted keys, ASCII only."""
    sealed = {name: value for name, value in review.items() if name != "seal"}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
