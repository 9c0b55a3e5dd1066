"""Reads the word lists that lie beside the code in `wordlists/`."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def section(name: str) -> tuple[str, ...]:
    """The lines of one section of `words.txt`, without comments and blank lines.

    Raises:
        KeyError: no section has this name.
    """
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines("words.txt"):
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), [])
        else:
            current.append(line)
    return tuple(found[name])


def words(name: str) -> frozenset[str]:
    """The words of one section of `words.txt`."""
    return frozenset(word for line in section(name) for word in line.split())


def groups(file: str) -> Iterator[tuple[frozenset[str], ...]]:
    """The groups of words on every `one | other | ...` line of a file."""
    for line in lines(file):
        found = tuple(frozenset(group.split()) for group in line.split("|"))
        if len(found) > 1:
            yield found


def lines(file: str) -> Iterator[str]:
    """The lines of a file in `wordlists/`, without comments and blank lines."""
    text = files("evenhand.engines.grading").joinpath("wordlists").joinpath(file).read_text(encoding="utf-8")
    for line in text.splitlines():
        kept = line.partition("#")[0].strip()
        if kept:
            yield kept
