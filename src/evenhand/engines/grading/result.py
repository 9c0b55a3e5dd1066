"""The grade of one answer, as it is stored and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.engines.grading.evidence import Dimension
from evenhand.engines.grading.flags import Flag
from evenhand.engines.grading.manifest import Manifest, seal_of
from evenhand.engines.grading.points import PointResult
from evenhand.engines.grading.verdict import Label


@dataclass(frozen=True, slots=True)
class Grade:
    """One graded answer.

    `label` says how the answer relates to the reference: "incorrect" is everything that was not shown to be correct.
    `overall` is 0.0 to 10.0, or None where no dimension could be judged. Offsets in it are code points of the answer.
    """

    label: Label
    dimensions: Mapping[str, Dimension]
    overall: float | None
    points: tuple[PointResult, ...]
    flags: tuple[Flag, ...]
    manifest: Manifest
    seal: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return _content(self) | {"seal": self.seal}


def sealed(
    *,
    label: Label,
    dimensions: Mapping[str, Dimension],
    overall: float | None,
    points: tuple[PointResult, ...],
    flags: tuple[Flag, ...],
    manifest: Manifest,
) -> Grade:
    """A grade with its seal."""
    open_grade = Grade(label, dimensions, overall, points, flags, manifest, "")
    return Grade(label, dimensions, overall, points, flags, manifest, seal_of(_content(open_grade)))


def _content(grade: Grade) -> dict[str, Any]:
    return {
        "label": grade.label,
        "dimensions": {name: dimension.to_dict() for name, dimension in grade.dimensions.items()},
        "overall": grade.overall,
        "points": [point.to_dict() for point in grade.points],
        "flags": list(grade.flags),
        "manifest": grade.manifest.to_dict(),
    }
