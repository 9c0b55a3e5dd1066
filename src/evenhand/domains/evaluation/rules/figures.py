"""The overall figure of several answers, what it leaves out, and what the thresholds propose. Nothing here decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from evenhand.engines.grading import DEFAULT_RUBRIC, DIMENSIONS, Grade, Proposal, Rubric, proposal
from evenhand.kit.words import Sentence, say

DIMENSION_WORDS: Mapping[str, Sentence] = {
    "relevance": say("Relevance"),
    "completeness": say("Completeness"),
    "accuracy": say("Accuracy"),
    "clarity": say("Clarity"),
}
FEWEST_WITH_EVIDENCE = Decimal("0.5")
"""The share of the answers that must have evidence before anything is proposed: one good answer is not an interview."""

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Overall:
    """Several answers together. A dimension is None where no answer has evidence for it; `known` counts them."""

    dimensions: Mapping[str, Decimal | None]
    known: Mapping[str, int]
    overall: Decimal | None
    answers: int
    with_evidence: int
    proposal: Proposal

    @property
    def left_out(self) -> tuple[str, ...]:
        """The dimensions that take no part in the overall figure."""
        return tuple(name for name in DIMENSIONS if self.dimensions[name] is None)


def overall(grades: Sequence[Grade], *, rubric: Rubric = DEFAULT_RUBRIC) -> Overall:
    """The mean of each dimension over the answers that have evidence for it, and their weighted sum.

    Unknown is left out, never counted as zero: the other weights are scaled up to the whole. Figures are rounded half
    up to one decimal, as they are shown.
    """
    values = {name: [value for grade in grades if (value := score(grade, name)) is not None] for name in DIMENSIONS}
    means = {name: mean(found) for name, found in values.items()}
    with_evidence = sum(1 for grade in grades if grade.overall is not None)
    figure = weighted(means, rubric=rubric)
    return Overall(
        dimensions=means,
        known={name: len(found) for name, found in values.items()},
        overall=figure,
        answers=len(grades),
        with_evidence=with_evidence,
        proposal=propose(figure, answers=len(grades), with_evidence=with_evidence, rubric=rubric),
    )


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """To one decimal; None of nothing."""
    return _tenth(sum(values, Decimal(0)) / len(values)) if values else None


def score(grade: Grade, dimension: str) -> Decimal | None:
    """The figure of one dimension of one answer."""
    value = grade.dimensions[dimension].score
    return None if value is None else Decimal(str(value))


def weighted(means: Mapping[str, Decimal | None], *, rubric: Rubric = DEFAULT_RUBRIC) -> Decimal | None:
    """The known dimensions by the rubric's weights, scaled up to the whole; None when there is none."""
    figure = rubric.overall({name: None if value is None else float(value) for name, value in means.items()})
    return None if figure is None else _tenth(Decimal(str(figure)))


def weight(dimension: str, *, rubric: Rubric = DEFAULT_RUBRIC) -> Decimal:
    """What a dimension counts, 0 to 1."""
    return Decimal(str(rubric.weights[dimension]))


def propose(figure: Decimal | None, *, answers: int, with_evidence: int, rubric: Rubric = DEFAULT_RUBRIC) -> Proposal:
    """What the thresholds propose; too few answers with evidence propose nothing."""
    if figure is None or not answers or Decimal(with_evidence) / answers < FEWEST_WITH_EVIDENCE:
        return "not_enough_evidence"
    return proposal(float(figure), rubric)


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, rounding=ROUND_HALF_UP)
