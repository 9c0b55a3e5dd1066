"""What judged points are worth: completeness and accuracy, and the share of each point in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.engines.grading.evidence import Dimension
from evenhand.engines.grading.points import Judged, Kind, PointResult
from evenhand.engines.grading.rubric import HIGHEST

# A missing point takes this share of its weight from accuracy: an answer that gets one thing of ten right is not
# inaccurate, but less is known about it than about one that gets nine right.
MISSING_SHARE = 0.4
# A contradicted point counts more than a found one: who relies on the answer is led astray by it.
CONTRADICTED_SHARE = 2.0


@dataclass(frozen=True, slots=True)
class Scored:
    """The two dimensions that rest on points, and every point with what it adds or takes away."""

    completeness: Dimension
    accuracy: Dimension
    points: tuple[PointResult, ...]


def score(points: Sequence[Judged], red_flags: Sequence[Judged]) -> Scored:
    """Score judged points, all of equal weight; a red flag that was raised weighs as much as one point.

    Completeness is the share of the points that was found. Accuracy is the share of what was said that is right.
    """
    if not points:
        nothing = Dimension(None, "no_reference", "There is no gold answer or key point to compare with.")
        return Scored(nothing, nothing, tuple(_result(flag, "red_flag", 0.0, {}) for flag in red_flags))
    weight = 1.0 / len(points)
    found = sum(weight * p.strength for p in points if p.status == "found")
    missing = sum(weight for p in points if p.status == "missing")
    wrong = [*(p for p in points if p.status == "contradicted"), *red_flags]
    against = sum(weight * p.strength for p in wrong)
    results = [_result(p, "key_point", weight, _effect(p, weight, found, missing, against)) for p in points] + [
        _result(p, "red_flag", weight, _effect(p, weight, found, missing, against)) for p in red_flags
    ]
    return Scored(_completeness(points, found), _accuracy(found, missing, against, len(wrong)), tuple(results))


def _completeness(points: Sequence[Judged], found: float) -> Dimension:
    count = sum(1 for point in points if point.status == "found")
    reason = f"{count} of {len(points)} key points found."
    return Dimension(round(HIGHEST * found, 1), "points_found", reason)


def _accuracy(found: float, missing: float, against: float, wrong: int) -> Dimension:
    if not found and not against:
        return Dimension(0.0, "nothing_shown", "Nothing in the answer could be matched to a key point.")
    if wrong:
        reason = f"{wrong} {'statement contradicts' if wrong == 1 else 'statements contradict'} the reference."
        return Dimension(round(_correct_share(found, missing, against), 1), "contradictions", reason)
    return Dimension(
        round(_correct_share(found, missing, against), 1), "no_contradiction", "Nothing contradicts the reference."
    )


def _correct_share(found: float, missing: float, against: float) -> float:
    return HIGHEST * found / (found + CONTRADICTED_SHARE * against + MISSING_SHARE * missing) if found else 0.0


def _effect(point: Judged, weight: float, found: float, missing: float, against: float) -> dict[str, float]:
    """What a found point adds; what accuracy would gain if a contradiction were not there."""
    share = weight * point.strength
    accuracy = _correct_share(found, missing, against)
    if point.status == "found":
        return {"completeness": round(HIGHEST * share, 2), "accuracy": round(accuracy * share / found, 2)}
    if point.status == "contradicted":
        return {"accuracy": round(accuracy - _correct_share(found, missing, max(0.0, against - share)), 2) + 0.0}
    return {}


def _result(judged: Judged, kind: Kind, weight: float, effect: dict[str, float]) -> PointResult:
    start, end = judged.span or (None, None)
    text = None if judged.span is None else judged.answer[slice(*judged.span)]
    return PointResult(
        judged.point.text, kind, round(weight, 3), judged.status, judged.strength, start, end, text, effect, judged.why
    )
