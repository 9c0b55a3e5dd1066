"""The way to a language model for every feature: `ask` for a filled model, `stream` for a text as it is written."""

from evenhand.domains.llm.rules import WHY, Material, Why, located, prompt, unmarked
from evenhand.domains.llm.service.asking import Asked, Asking, Question, Unanswered, ask, standing, stream
from evenhand.domains.llm.service.held import held
from evenhand.domains.llm.service.keeping import lately, sweep

__all__ = [
    "WHY",
    "Asked",
    "Asking",
    "Material",
    "Question",
    "Unanswered",
    "Why",
    "ask",
    "held",
    "lately",
    "located",
    "prompt",
    "standing",
    "stream",
    "sweep",
    "unmarked",
]
