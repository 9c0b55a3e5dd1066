"""The demo: eight invented employers, their openings, and people who apply."""

from .content import load
from .shapes import (
    Answer,
    Application,
    Candidate,
    DemoContent,
    Interview,
    Member,
    Move,
    Note,
    Opening,
    Organisation,
    Question,
    QuestionSet,
    Salary,
    Years,
)

__all__ = [
    "Answer",
    "Application",
    "Candidate",
    "DemoContent",
    "Interview",
    "Member",
    "Move",
    "Note",
    "Opening",
    "Organisation",
    "Question",
    "QuestionSet",
    "Salary",
    "Years",
    "load",
]
