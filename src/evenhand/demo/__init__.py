"""The demo: two invented employers, their openings, and people who apply."""

from .content import load
from .shapes import (
    Application,
    Candidate,
    DemoContent,
    Interview,
    Member,
    Move,
    Note,
    Opening,
    Organisation,
    Salary,
    Turn,
    Years,
)

__all__ = [
    "Application",
    "Candidate",
    "DemoContent",
    "Interview",
    "Member",
    "Move",
    "Note",
    "Opening",
    "Organisation",
    "Salary",
    "Turn",
    "Years",
    "load",
]
