"""What may be sent, how it is put, what it may cost, and what of an answer holds."""

from evenhand.domains.llm.rules.budgets import Spent, month_begins, today_begins, within
from evenhand.domains.llm.rules.prompts import Material, Prompt, PromptUnknown, messages, prompt, unmarked
from evenhand.domains.llm.rules.quotes import located
from evenhand.domains.llm.rules.redacting import redact
from evenhand.domains.llm.rules.words import FEATURES, STATES, WHY, Why

__all__ = [
    "FEATURES",
    "STATES",
    "WHY",
    "Material",
    "Prompt",
    "PromptUnknown",
    "Spent",
    "Why",
    "located",
    "messages",
    "month_begins",
    "prompt",
    "redact",
    "today_begins",
    "unmarked",
    "within",
]
