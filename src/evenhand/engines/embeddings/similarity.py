"""How alike two vectors are, rounded so that every processor gives the same figure."""

import numpy as np
from numpy.typing import ArrayLike

# Quantised models differ in the last bits between processors; a rule must never see those bits.
DECIMALS = 3


def cosine(a: ArrayLike, b: ArrayLike) -> float:
    """Cosine of the angle between two vectors of the same length, -1.0 to 1.0, to three decimals.

    A vector of length zero is like nothing: the cosine is then 0.0.

    Raises:
        ValueError: the two do not have the same length.
    """
    left, right = np.asarray(a, dtype=np.float64).ravel(), np.asarray(b, dtype=np.float64).ravel()
    if left.shape != right.shape:
        raise ValueError(f"Vectors of {left.size} and {right.size} numbers cannot be compared.")
    length = float(np.linalg.norm(left) * np.linalg.norm(right))
    if length == 0.0:
        return 0.0
    # Adding zero turns a rounded -0.0 into 0.0, which would otherwise show in stored JSON.
    return round(min(1.0, max(-1.0, float(left @ right) / length)), DECIMALS) + 0.0
