"""Languages the person speaks, and how well."""

import re
from collections.abc import Sequence

from .draft import LIKELY, SURE, Branch, leaf
from .headings import kind_of_words
from .lexicon import alternatives, find_phrases, words
from .rows import Row
from .sections import Section
from .span import Span

_TESTS = r"(?:HSK|JLPT|IELTS|TOEFL|TOEIC|TOPIK|DELF|DALF|DELE|TestDaF)\s?[A-Z]?\d[\d.,]{0,3}(?!\w)"
_CEFR = r"[ABCАВС][12]\+?(?![\w-])"
_LEVEL = re.compile(
    rf"(?<![\w-])(?:{_CEFR}|{_TESTS}|(?:{alternatives('languages', 'fluency')})(?![\w-]))", re.IGNORECASE
)
_LABEL = re.compile(r"([^:\t]{3,40}?)\s?(?::|\t)\s*")
_SEPARATORS = re.compile(r"\s*[,;•|]\s*(?![^(]{0,40}\))|\t+|\s+и\s+|\s+and\s+|\.\s+(?=[A-ZА-ЯЁ])")
_JOINT = re.compile(r"\s*(?:[-–—(]\s*)?")


def read_languages(sections: Sequence[Section]) -> list[Branch]:
    """JSON Resume `languages`, from their own section, or from a line of the skills that is labelled so."""
    spans = [row.span for section in sections if section.kind == "languages" for row in section.rows]
    for section in sections:
        if section.kind in {"skills", "other", "top", "contact"}:
            spans.extend(rest for row in section.rows if (rest := _labelled(row)) is not None)
    found: dict[str, Branch] = {}
    for span in spans:
        for name, level in _pairs(span):
            found.setdefault(name.text.casefold(), {"language": leaf(name, SURE), "fluency": leaf(level, LIKELY)})
    return list(found.values())


def _labelled(row: Row) -> Span | None:
    match = _LABEL.match(row.text)
    if match is None or kind_of_words(match.group(1)) != "languages":
        return None
    return row.span.cut(match.end(), len(row.text))


def _pairs(span: Span) -> list[tuple[Span, Span | None]]:
    """Each language with the level written in its own item of the list, or alone in the next ("English, fluent")."""
    out: list[tuple[Span, Span | None]] = []
    for item in span.split(_SEPARATORS):
        names = find_phrases(item.text, words("languages", "names"))
        level = _level(item)
        if not names and level is not None and out and out[-1][1] is None:
            out[-1] = out[-1][0], level
        out.extend((item.cut(name.start, name.end), level) for name in names)
    return out


def _level(item: Span) -> Span | None:
    """The level an item names, with the words that belong to it: "B2 — Upper-Intermediate", "C1 (Advanced)"."""
    match = _LEVEL.search(item.text)
    if match is None:
        return None
    end = match.end()
    joint = _JOINT.match(item.text, end)
    following = _LEVEL.match(item.text, joint.end()) if joint else None
    if following is not None:
        end = following.end() + item.text.startswith(")", following.end())
    return item.cut(match.start(), end)
