"""What features, states and refusals are called."""

from collections.abc import Mapping
from enum import StrEnum

from evenhand.kit.words import Sentence, say


class Why(StrEnum):
    """Why there is no answer of a language model. Whoever asked does without one, and says so."""

    NOT_THERE = "not_there"
    NOT_AGREED = "not_agreed"
    OVER_BUDGET = "over_budget"
    AWAY = "away"
    UNUSABLE = "unusable"


WHY: Mapping[Why, Sentence] = {
    Why.NOT_THERE: say("No language model is set up here, so the built-in engine made this."),
    Why.NOT_AGREED: say(
        "The language model here belongs to another company, and nothing is sent there without your agreement. The "
        "built-in engine made this."
    ),
    Why.OVER_BUDGET: say(
        "What may be asked of the language model is used up for now, so the built-in engine made this. It is renewed "
        "every day and every month."
    ),
    Why.AWAY: say("The language model did not answer, so the built-in engine made this. Try again later."),
    Why.UNUSABLE: say("What the language model answered could not be used, so the built-in engine made this."),
}
FEATURES: Mapping[str, Sentence] = {
    "review": say("Review of a resume"),
    "career": say("Career report"),
    "gap": say("Gap report"),
    "tailoring": say("Tailored resume"),
    "letter": say("Cover letter"),
    "chat": say("Chat with the coach"),
}
STATES: Mapping[str, Sentence] = {
    "asked": say("Being asked"),
    "answered": say("Answered"),
    "cut": say("Stopped in the middle"),
    "away": say("Did not answer"),
    "unusable": say("Answer could not be used"),
    "lost": say("The server stopped meanwhile"),
}
