"""The guidance that we wrote: short articles in English and Russian, one file each, in `guidance/`."""

from functools import cache
from pathlib import Path

from evenhand.engines.answering.passages import Source

FOLDER = Path(__file__).parent / "guidance"
LANGUAGES = ("en", "ru")


@cache
def guidance(language: str) -> tuple[Source, ...]:
    """Every article in a language; English where we have not written in it."""
    folder = FOLDER / (language if language in LANGUAGES else "en")
    made = []
    for path in sorted(folder.glob("*.md")):
        title, _, text = path.read_text(encoding="utf-8").partition("\n")
        made.append(Source("guidance", title.removeprefix("# ").strip(), text.strip(), path.stem))
    return tuple(made)
