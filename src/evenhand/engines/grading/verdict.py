"""Which of three labels an answer gets, from how it relates to the whole reference and to each of its points."""

from collections.abc import Sequence
from typing import Literal

from evenhand.engines.grading.points import Judged

Label = Literal["correct", "incorrect", "contradictory"]
# Found, missing, contradicted; together about 1.
Chances = tuple[float, float, float]


def choose_label(*, whole: Chances | None, points: Sequence[Judged]) -> Label:
    """The likeliest label, the whole and the points counting equally where both are known.

    The label never says the opposite of the points: "correct" with more points contradicted than found, or
    "incorrect" with points contradicted and none found, is "contradictory".

    Args:
        whole: against the gold answer as a whole; None where the points are given and speak for themselves.
        points: the judged points.
    """
    found, missing, contradicted = (round(chance, 3) for chance in _mean(whole, points))
    settled_for = sum(1 for point in points if point.status == "found")
    settled_against = sum(1 for point in points if point.status == "contradicted")
    if found >= max(missing, contradicted):
        return "contradictory" if settled_against > settled_for else "correct"
    if contradicted > missing or (settled_against and not settled_for):
        return "contradictory"
    return "incorrect"


def _mean(whole: Chances | None, points: Sequence[Judged]) -> Chances:
    if not points:
        return whole or (0.0, 1.0, 0.0)
    found, missing, contradicted = (sum(point.chances[kind] for point in points) / len(points) for kind in range(3))
    if whole is None:
        return found, missing, contradicted
    return (found + whole[0]) / 2, (missing + whole[1]) / 2, (contradicted + whole[2]) / 2
