"""Reviews a resume by rules that are shown one by one, each with the words of the resume it rests on.

Pure and deterministic: the same resume gives the same bytes. Nothing here judges a person; what the text does not show
is "not enough evidence", which takes nothing away.
"""

from .facts import Facts
from .keeping import unsupported_words
from .result import DIMENSIONS, RULES, Dimension, Finding, Place, Review, Rewrite, Rule
from .reviewer import RUBRIC_VERSION, VERSION, facts_of, fingerprint, review
from .rewriting import rewrite

__all__ = [
    "DIMENSIONS",
    "RUBRIC_VERSION",
    "RULES",
    "VERSION",
    "Dimension",
    "Facts",
    "Finding",
    "Place",
    "Review",
    "Rewrite",
    "Rule",
    "facts_of",
    "fingerprint",
    "review",
    "rewrite",
    "unsupported_words",
]
