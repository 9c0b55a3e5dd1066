"""Contesting a score: in words, answered by a person in time."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Literal, get_args
from uuid import UUID

from evenhand.kit.words import Sentence, say

Outcome = Literal["kept", "regraded", "rated"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
ANSWERED_WITHIN = timedelta(days=14)
"""Half of the month in which the law wants an answer (GDPR Article 12(3)), so that there is time to ask again."""
WORDS_CHARS = 2_000
SHORTEST_CHARS = 10
OUTCOME_WORDS: Mapping[str, Sentence] = {
    "kept": say("The score stays"),
    "regraded": say("Graded again by the engine"),
    "rated": say("A person's rating stands instead"),
}


def may_answer(person_id: UUID, *, raters: Collection[UUID], others: Collection[UUID]) -> bool:
    """Whether this member may answer: not about the rating that they alone gave, as long as somebody else could."""
    return set(raters) != {person_id} or not others
