"""Question sets and interviews over the API."""

from evenhand.domains.interviews.api import applicants, interviews, practices, question_sets

__all__ = ["applicants", "interviews", "practices", "question_sets"]
