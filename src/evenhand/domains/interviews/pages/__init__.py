"""Pages about questions and interviews: for experts, for those who hire, for candidates."""

from evenhand.domains.interviews.pages import candidate, questions, room, staff

__all__ = ["candidate", "questions", "room", "staff"]
