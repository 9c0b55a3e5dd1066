"""Pages about questions and interviews: for experts, for those who hire, for candidates."""

from evenhand.domains.interviews.pages import (
    board,
    candidate,
    compare,
    contesting,
    giving,
    history,
    practice,
    questions,
    rating,
    room,
    staff,
)

__all__ = [
    "board",
    "candidate",
    "compare",
    "contesting",
    "giving",
    "history",
    "practice",
    "questions",
    "rating",
    "room",
    "staff",
]
