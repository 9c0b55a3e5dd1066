"""Question sets and interviews over the API."""

from evenhand.domains.interviews.api import interviews, question_sets

__all__ = ["interviews", "question_sets"]
