"""The fitted numbers of the grader, and where they come from.

Fitted by `benchmarks/grading.py --fit` on the 8,910 training answers of SemEval-2013 task 7 (Dzikovska et al. 2013:
Beetle and SciEntsBank, short answers of pupils and students to 171 questions, labelled correct, incorrect or
contradictory by people). With whole questions left out (ten folds) the fit tells correct from not correct in 74 % of
the answers, bag-of-words cosine in 66 %, cosine of sentence vectors in 66 %; the benchmark prints all figures.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from evenhand.engines.grading.features import FEATURES
from evenhand.engines.grading.reading import Matrix

_DECIMALS = 3
_CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class Parameters:
    """Weights of a three-way logistic model, and what its chances are worth in points.

    A claim's chance of being missing has the score 0; the scores of found and contradicted are sums of weight times
    feature. `full_credit` is the chance from which a found point earns all it can: answers that say all of a claim in
    words of their own seldom get more, because people who labelled the training answers disagreed too.
    """

    version: str
    found: Mapping[str, float]
    contradicted: Mapping[str, float]
    full_credit: float

    def chances(self, features: Matrix) -> tuple[float, float, float]:
        """Found, missing, contradicted: each 0.0 to 1.0 and rounded, together 1.0 within the rounding."""
        found, contradicted = (_score(weights, features) for weights in (self.found, self.contradicted))
        highest = max(0.0, found, contradicted)
        powers = [math.exp(score - highest) for score in (found, 0.0, contradicted)]
        found, missing, contradicted = (round(power / sum(powers), _DECIMALS) for power in powers)
        return found, missing, contradicted

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, for manifests."""
        return asdict(self)


def _score(weights: Mapping[str, float], features: Matrix) -> float:
    return weights[_CONSTANT] + sum(
        weights[name] * float(value) for name, value in zip(FEATURES, features, strict=True)
    )


FITTED = Parameters(
    version="1",
    found={
        "covered": 0.97,
        "covered_in_context": 2.87,
        "covered_agreeing": 0.99,
        "focus": 0.54,
        "denial_mismatch": -0.32,
        "answer_denies": 0.61,
        "opposite": -0.28,
        "number": -2.46,
        "yes_no": 0.34,
        "yes_same": 0.59,
        _CONSTANT: -2.79,
    },
    contradicted={
        "covered": 1.44,
        "covered_in_context": 1.51,
        "covered_agreeing": -0.99,
        "focus": -0.66,
        "denial_mismatch": 0.36,
        "answer_denies": 0.01,
        "opposite": 2.29,
        "number": 0.22,
        "yes_no": 5.69,
        "yes_same": -1.69,
        _CONSTANT: -1.63,
    },
    full_credit=0.75,
)
