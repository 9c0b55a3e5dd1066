"""Where a person and the engine disagree, said plainly."""

from collections.abc import Mapping
from decimal import Decimal

from evenhand.domains.evaluation.rules.figures import DIMENSION_WORDS
from evenhand.kit.words import Sentence, say

FAR_APART = Decimal(2)
"""From this many points on, two figures of one dimension are a disagreement."""


def far_apart(
    rated: Mapping[str, Decimal | None], engine: Mapping[str, Decimal | None], *, rater: str
) -> list[Sentence]:
    """A sentence for each dimension in which the two lie far apart; what one of them does not know is none."""
    found = []
    for name, value in rated.items():
        other = engine.get(name)
        if value is None or other is None or abs(value - other) < FAR_APART:
            continue
        found.append(
            say(
                "%(dimension)s: %(rater)s rates %(theirs)s, the engine %(engine)s.",
                dimension=DIMENSION_WORDS[name],
                rater=rater,
                theirs=value,
                engine=other,
            )
        )
    return found
