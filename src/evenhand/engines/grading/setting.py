"""What all claims of one question share: what the question gives away, what it contrasts, and the topic's centre."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from evenhand.engines.grading.quantities import Quantity
from evenhand.engines.grading.reading import Matrix, Reading

# A short reference has an unsure centre, so it is drawn towards none as this many words would.
CENTRE_PRIOR = 5.0
_CONTRASTING = frozenset({"and", "or", "vs", "versus", "than", "и", "или", "от", "чем"})


@dataclass(frozen=True)
class Setting:
    """What all claims of one question share.

    `said` holds the stems of the question: an answer proves little by repeating them. `contrasts` holds the pairs of
    stems the question sets against each other, both ways round. `quantities` and `neighbours` hold the numbers and the
    pairs of neighbouring stems of the whole reference: what one claim lacks may stand in another. `centre` is the mean
    direction of all words of question and reference: every word vector of a text leans towards its topic, so in one
    topic any two words look alike; seen from this centre they do not.
    """

    said: frozenset[str]
    contrasts: frozenset[tuple[str, str]]
    quantities: tuple[Quantity, ...]
    neighbours: frozenset[tuple[str, str]]
    centre: Matrix


def make_setting(question: Reading, references: Sequence[Reading]) -> Setting:
    """The setting of a question with its gold answers and key points."""
    pairs = _contrasted(question)
    both_ways = pairs | {(other, one) for one, other in pairs}
    return Setting(
        said=frozenset(question.stems),
        contrasts=frozenset(both_ways),
        quantities=tuple(quantity for reading in references for quantity in reading.quantities),
        neighbours=frozenset(pair for reading in references for pair in neighbours(reading)),
        centre=_common_centre([question, *references]),
    )


def neighbours(reading: Reading) -> Iterator[tuple[str, str]]:
    """The stems of every two meaningful words that follow each other within a clause."""
    before: str | None = None
    for token in reading.passage.tokens:
        if token.opens:
            before = None
        if token.content:
            if before is not None:
                yield before, token.stem
            before = token.stem


def _contrasted(question: Reading) -> set[tuple[str, str]]:
    """The meaningful words on both sides of "and", "or", "vs": "the difference between TCP and UDP"."""
    tokens = question.passage.tokens
    found = set()
    for place, token in enumerate(tokens):
        before = next((t for t in reversed(tokens[:place]) if t.content), None)
        after = next((t for t in tokens[place + 1 :] if t.content), None)
        if token.norm in _CONTRASTING and not token.opens and before and after and before.stem != after.stem:
            found.add((before.stem, after.stem))
    return found


def _common_centre(readings: Sequence[Reading]) -> Matrix:
    words = np.concatenate([reading.directions[reading.read] for reading in readings])
    centre: Matrix = words.sum(axis=0) / (len(words) + CENTRE_PRIOR)
    return centre
