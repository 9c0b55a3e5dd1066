"""The median, without the library that brings fractions and decimals with it."""

from collections.abc import Iterable


def median(values: Iterable[float]) -> float:
    """The middle of the values, or the mean of the two in the middle. Raises `ValueError` for none."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no median of nothing")
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
