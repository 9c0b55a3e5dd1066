"""Interview questions with gold answers and the claims a right answer makes, and a set of them chosen for a job."""

from .generation import COUNT_RANGE, LEVELS, MIXES, GeneratedQuestion, Reason, ReasonCode, generate
from .library import LANGUAGES, Library, library
from .likeness import is_alike, stems
from .shapes import Difficulty, Expected, Kind, Language, Level, LibraryInvalid, LibraryQuestion

__all__ = [
    "COUNT_RANGE",
    "LANGUAGES",
    "LEVELS",
    "MIXES",
    "Difficulty",
    "Expected",
    "GeneratedQuestion",
    "Kind",
    "Language",
    "Level",
    "Library",
    "LibraryInvalid",
    "LibraryQuestion",
    "Reason",
    "ReasonCode",
    "generate",
    "is_alike",
    "library",
    "stems",
]
