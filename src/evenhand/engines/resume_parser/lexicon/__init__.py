"""The words the parser goes by, one folder a language: `en/headings.toml`, `ru/headings.toml` and so on.

A resume mixes languages (a Russian one says "Senior Python Developer"), so every list holds the words of all of them.
To teach the parser a word, add it to the file of its language; nothing else needs to change.
"""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

LANGUAGES = ("en", "ru", "de", "fr", "es", "pt", "it", "pl", "nl", "uk")
_WORD = re.compile(r"[^\W_]+(?:[-–'’.&/][^\W_]+)*\.?")
_FOLDING = str.maketrans({"ё": "е", "’": "'", "‑": "-", "–": "-", ".": None})


class Phrase(NamedTuple):
    """A known phrase found in a text: where it stands and how the lexicon spells it."""

    start: int
    end: int
    name: str


def fold(text: str) -> str:
    """How two spellings are compared: no case, no full stops, single spaces, one apostrophe, "е" for "ё"."""
    return " ".join(text.casefold().translate(_FOLDING).split())


@cache
def topic(name: str) -> tuple[dict[str, Any], ...]:
    """The file `name`.toml of every language that has one."""
    files = [resources.files(__package__) / code / f"{name}.toml" for code in LANGUAGES]
    return tuple(tomllib.loads(file.read_text("utf-8")) for file in files if file.is_file())


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The folded words of one list, of all languages."""
    return frozenset(fold(word) for lexicon in topic(name) for word in lexicon.get(key, ()))


@cache
def owners(name: str, key: str = "") -> dict[str, str]:
    """From each folded word of a table of lists to the name of its list: "moscow" to "RU" for places, "cities"."""
    found: dict[str, str] = {}
    for lexicon in topic(name):
        for owner, listed in (lexicon.get(key, {}) if key else lexicon).items():
            for word in listed:
                found.setdefault(fold(word), owner)
    return found


@cache
def alternatives(name: str, key: str) -> str:
    """A regular expression for any word of one list: the longest first, full stops and spaces as they come."""
    return spelled(word for lexicon in topic(name) for word in lexicon.get(key, ()))


def spelled(listed: Any) -> str:
    """A regular expression for any of the words, each also with a full stop, with "ё" and "е" alike."""
    ordered = sorted({word.casefold().rstrip(".") for word in listed}, key=lambda word: (-len(word), word))
    return "|".join(_pattern(word) for word in ordered)


def _pattern(word: str) -> str:
    out = re.escape(word).replace(r"\ ", r"\s{1,3}").replace("ё", "е").replace("е", "[её]")
    return out.replace(r"\.", r"\.?") + r"\.?"


@cache
def _longest(known: frozenset[str]) -> int:
    return max((phrase.count(" ") + 1 for phrase in known), default=0)


def find_phrases(text: str, known: frozenset[str]) -> list[Phrase]:
    """Where the known phrases stand as whole words, the longest first at each place, none overlapping."""
    tokens = [(match.start(), match.end(), fold(match.group())) for match in _WORD.finditer(text)]
    found: list[Phrase] = []
    at = 0
    while at < len(tokens):
        for size in range(min(_longest(known), len(tokens) - at), 0, -1):
            name = " ".join(token[2] for token in tokens[at : at + size])
            if name in known:
                found.append(Phrase(tokens[at][0], tokens[at + size - 1][1], name))
                at += size
                break
        else:
            at += 1
    return found
