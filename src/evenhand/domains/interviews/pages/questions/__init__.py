"""Pages about questions: the queue, the set of a job, several at once, one question."""

from evenhand.domains.interviews.pages.questions import editing, sets, several

__all__ = ["editing", "sets", "several"]
