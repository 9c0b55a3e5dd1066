"""Which of three labels an answer gets, from how it relates to the whole reference and to each of its points."""

from collections.abc import Sequence
from typing import Literal

Label = Literal["correct", "incorrect", "contradictory"]
# Found, missing, contradicted; together about 1.
Chances = tuple[float, float, float]


def choose_label(*, whole: Chances | None, points: Sequence[tuple[float, Chances]]) -> Label:
    """The likeliest label, the whole and the points counting equally where both are known.

    Args:
        whole: against the reference as a whole; None where only key points are given.
        points: weight and chances of each point.
    """
    mean = _mean(points)
    if whole is not None:
        mean = tuple((one + other) / 2 for one, other in zip(whole, mean, strict=True)) if points else whole
    found, missing, contradicted = (round(chance, 3) for chance in mean)
    if found >= max(missing, contradicted):
        return "correct"
    return "contradictory" if contradicted > missing else "incorrect"


def _mean(points: Sequence[tuple[float, Chances]]) -> tuple[float, ...]:
    total = sum(weight for weight, _ in points)
    if not total:
        return (0.0, 1.0, 0.0)
    return tuple(sum(weight * chances[kind] for weight, chances in points) / total for kind in range(3))
