"""Interview questions with gold answers and the claims a right answer makes, and a set of them chosen for a job."""

from .generation import COUNT_RANGE, LEVELS, GeneratedQuestion, Level, generate
from .library import Difficulty, Kind, Library, LibraryInvalid, LibraryQuestion, library

__all__ = [
    "COUNT_RANGE",
    "LEVELS",
    "Difficulty",
    "GeneratedQuestion",
    "Kind",
    "Level",
    "Library",
    "LibraryInvalid",
    "LibraryQuestion",
    "generate",
    "library",
]
