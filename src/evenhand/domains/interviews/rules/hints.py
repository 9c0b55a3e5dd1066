"""A hint for who does not know an answer: how to begin one, the same for everybody, and nothing of the answer."""

from collections.abc import Mapping

from evenhand.kit.words import Sentence, say

_HINTS: Mapping[str, Sentence] = {
    "technical": say(
        "Say what it is for, when you would use it, and one thing that can go wrong. A part of an answer counts too."
    ),
    "behavioural": say(
        "Take one real occasion, also a small one: what the situation was, what you did yourself, and what came of it."
    ),
    "situational": say(
        "Say what you would do first and why, whom you would tell, and how you would see that it has worked."
    ),
}


def hint(kind: str) -> Sentence:
    """How to begin an answer to a question of this kind."""
    return _HINTS.get(kind, _HINTS["situational"])
