"""Names of uploaded files, and how far reading one has come."""

import unicodedata
from collections.abc import Mapping
from pathlib import PureWindowsPath

from evenhand.kit.words import Sentence, say

FILE_NAME_CHARS = 120

STEPS = ("stored", "reading", "looking", "matching", "ready")
STEP_WORDS: Mapping[str, Sentence] = {
    "stored": say("Stored. Waiting for its turn"),
    "reading": say("Reading the text"),
    "looking": say("Recognising the words in the picture"),
    "matching": say("Looking for fields and skills"),
    "ready": say("Done"),
}


def clean_file_name(name: str) -> str:
    """The last part of a path, without control and direction characters, its ending kept when it is shortened."""
    last = PureWindowsPath(name).name  # understands both kinds of slashes
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C").strip()
    if not shown.strip("."):
        return "resume"
    if len(shown) <= FILE_NAME_CHARS:
        return shown
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) > 8:
        return shown[:FILE_NAME_CHARS]
    return stem[: FILE_NAME_CHARS - len(ending) - 1] + dot + ending


def megabytes(size: int) -> str:
    """A size as a person reads it."""
    return f"{size / 1024 / 1024:.1f} MB"
