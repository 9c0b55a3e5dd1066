"""What the letters of two words say: one word, a slip of the pen, one root, a synonym, an opposite."""

from typing import Literal

from evenhand.engines.grading.meanings import opposite, synonymous

Kinship = Literal["same", "misspelt", "synonym", "root", "opposite"]

_SHORTEST_MISSPELT = 5
_SHORTEST_ROOT = 5
# A root is shared when this much of the longer word is.
_ROOT_SHARE = 0.7


def kinship(a: str, b: str) -> Kinship | None:
    """How two stems are related by form, None when they are not."""
    if a == b:
        return "same"
    if opposite(a, b):
        return "opposite"
    if synonymous(a, b):
        return "synonym"
    if a[:2] != b[:2] or not (a.isalpha() and b.isalpha()):
        return None
    if min(len(a), len(b)) >= _SHORTEST_MISSPELT and _one_slip(a, b):
        return "misspelt"
    shared = _shared_start(a, b)
    return "root" if shared >= _SHORTEST_ROOT and shared >= _ROOT_SHARE * max(len(a), len(b)) else None


def _shared_start(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _one_slip(a: str, b: str) -> bool:
    """One letter too many, too few, wrong, or two neighbours swapped (Damerau 1964)."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = _shared_start(a, b)
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        swapped = len(rest_a) > 1 and rest_a[1] + rest_a[0] + rest_a[2:] == rest_b
        return rest_a[1:] == rest_b[1:] or swapped
    return rest_a[1:] == rest_b or rest_a == rest_b[1:]
