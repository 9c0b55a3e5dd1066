"""Looking for words in what a resume says: which passages hold them, cut to the words around and marked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.engines.skills.tokens import fold
from evenhand.kit.text import line

MOST_QUERY_CHARS = 120
MOST_WORDS = 8
MOST_CHARS_SEARCHED = 200_000
MOST_EXCERPTS = 3
AROUND = 60
"""Characters shown before and after a hit."""


@dataclass(frozen=True)
class Excerpt:
    """Words of a resume around a hit. `marks` are the hits: start and end in code points of `text`."""

    text: str
    marks: tuple[tuple[int, int], ...]


def query_words(query: str) -> tuple[str, ...]:
    """The words looked for, folded, each once and at most eight of them."""
    return tuple(dict.fromkeys(fold(line(query[:MOST_QUERY_CHARS])).split()))[:MOST_WORDS]


def passages(resume: Mapping[str, Any], text: str, *, name: str, skills: Sequence[str] = ()) -> list[str]:
    """What is searched: the text that was read, the name of the file, and the fields that it does not say so."""
    folded = fold(text)
    own = [value for value in (*_strings(resume), *skills) if fold(value) not in folded]
    return [text[:MOST_CHARS_SEARCHED], name, *dict.fromkeys(own)]


def find(words: Sequence[str], among: Sequence[str]) -> tuple[Excerpt, ...] | None:
    """The places that hold the words, None unless every word is somewhere. A word is found where one begins with it;
    case does not count, nor whether ё has its dots."""
    if not words:
        return None
    hits = [list(_hits(words, fold(passage))) for passage in among]
    if {word for found in hits for word, _, _ in found} != set(words):
        return None
    shown = [
        excerpt
        for passage, found in zip(among, hits, strict=True)
        for excerpt in _excerpts(passage, [(start, end) for _, start, end in found])
    ]
    # the first ones that together show every word, then the rest in the order of the text
    return tuple(sorted(shown, key=lambda one: -_variety(one))[:MOST_EXCERPTS])


def _strings(value: Any) -> Iterator[str]:
    """The words in a JSON value, without what only programs read."""
    if isinstance(value, str) and value.strip():
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in ("$schema", "meta"):
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _hits(words: Sequence[str], folded: str) -> Iterator[tuple[str, int, int]]:
    for word in words:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}", folded):
            yield word, match.start(), match.end()


def _excerpts(text: str, found: Sequence[tuple[int, int]]) -> Iterator[Excerpt]:
    """Hits near one another share an excerpt; overlapping ones a mark."""
    groups: list[list[tuple[int, int]]] = []
    for start, end in sorted(found):
        if groups and start < groups[-1][-1][1]:
            groups[-1][-1] = (groups[-1][-1][0], max(end, groups[-1][-1][1]))
        elif groups and start - groups[-1][-1][1] <= AROUND and end - groups[-1][0][0] <= 3 * AROUND:
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    for group in groups:
        yield _cut(text, group)


def _cut(text: str, marks: Sequence[tuple[int, int]]) -> Excerpt:
    """The words around, whole, on one line; an ellipsis where the text goes on."""
    first, last = marks[0][0], marks[-1][1]
    start = max(0, first - AROUND)
    if start:
        start = next((at + 1 for at in range(start, first) if text[at].isspace()), first)
    end = min(len(text), last + AROUND)
    if end < len(text):
        end = next((at for at in range(end, last, -1) if text[at].isspace()), end)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shown = before + "".join(" " if character.isspace() else character for character in text[start:end]) + after
    moved = len(before) - start
    return Excerpt(shown, tuple((a + moved, b + moved) for a, b in marks))


def _variety(excerpt: Excerpt) -> int:
    return len({fold(excerpt.text[start:end]) for start, end in excerpt.marks})
