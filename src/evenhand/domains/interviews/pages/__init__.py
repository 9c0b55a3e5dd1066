"""Pages about questions and interviews: for experts, for those who hire, for candidates."""

from evenhand.domains.interviews.pages import board, candidate, giving, history, practice, questions, room, staff

__all__ = ["board", "candidate", "giving", "history", "practice", "questions", "room", "staff"]
