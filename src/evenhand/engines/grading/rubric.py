"""What the four dimensions weigh, and which overall score proposes what. Nothing here decides about a person."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Proposal = Literal["select", "next_round", "decline_for_now", "not_enough_evidence"]

DIMENSIONS = ("relevance", "completeness", "accuracy", "clarity")
HIGHEST = 10.0


@dataclass(frozen=True, slots=True)
class Rubric:
    """Weights of the dimensions (they sum to 1) and the thresholds from which a proposal is made (0 to 10)."""

    version: str = "1"
    weights: Mapping[str, float] = field(
        default_factory=lambda: {"relevance": 0.30, "completeness": 0.25, "accuracy": 0.30, "clarity": 0.15}
    )
    select: float = 7.5
    next_round: float = 5.0

    def __post_init__(self) -> None:
        """Check the rubric.

        Raises:
            ValueError: a dimension is missing or unknown, a weight is negative, the weights do not sum to 1, or the
                thresholds are not in order.
        """
        if set(self.weights) != set(DIMENSIONS):
            raise ValueError(f"A rubric weighs exactly these dimensions: {', '.join(DIMENSIONS)}.")
        if any(not 0.0 <= weight <= 1.0 for weight in self.weights.values()):
            raise ValueError("Every weight lies between 0 and 1.")
        if not math.isclose(sum(self.weights.values()), 1.0, abs_tol=1e-6):
            raise ValueError("The weights of a rubric sum to 1. Change one of them so that they do.")
        if not 0.0 <= self.next_round <= self.select <= HIGHEST:
            raise ValueError("The thresholds of a rubric satisfy 0 <= next_round <= select <= 10.")

    def overall(self, scores: Mapping[str, float | None]) -> float | None:
        """The weighted mean of the dimensions that could be judged, to one decimal; None when none could."""
        judged = {name: score for name, score in scores.items() if score is not None}
        total = sum(self.weights[name] for name in judged)
        if not total:
            return None
        return round(sum(self.weights[name] * score for name, score in judged.items()) / total, 1)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, for manifests."""
        weights = {name: self.weights[name] for name in DIMENSIONS}
        return {"version": self.version, "weights": weights, "select": self.select, "next_round": self.next_round}

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> "Rubric":
        """Read what `to_dict` wrote.

        Raises:
            ValueError: as on making a rubric.
            KeyError: a field is missing.
        """
        return cls(raw["version"], dict(raw["weights"]), raw["select"], raw["next_round"])


DEFAULT_RUBRIC = Rubric()


def proposal(overall: float | None, rubric: Rubric = DEFAULT_RUBRIC) -> Proposal:
    """What an overall score proposes. A person decides; this never moves anyone."""
    if overall is None:
        return "not_enough_evidence"
    if overall >= rubric.select:
        return "select"
    return "next_round" if overall >= rubric.next_round else "decline_for_now"
