"""How much a stretch of text looks like a job title, and how much like an organisation."""

import re
from functools import lru_cache

from .lexicon import find_phrases, fold, words

_HEAD_ENDS = re.compile(r"[(,<|:]|\s(?:of|for|at|on|in|to|по|в|на|для|и|and|&|with|от|с)\s|\s[-–—/]\s")
_QUOTED = re.compile(r"[«“„\"][^»”\"]{2,}[»”\"]")
_ALONE = frozenset(
    {"in", "as", "co", "sa", "se", "ab", "ag", "spa"}
)  # legal forms that are words: only last and in capitals
_DOER = re.compile(
    r"[A-Za-z-]{2,20}(?:er|or|ist|ian|eer|ant|man|woman)|[А-Яа-яЁё-]{2,20}(?:ист|истка|чик|щик|щица|тель|лог|ер|ёр|ник|ница|арь|атор)",
    re.IGNORECASE,
)
_COMMAS = re.compile(r",\s*")


@lru_cache(maxsize=4096)
def title_score(text: str) -> float:
    """0 to 1. The word a title turns on ends its head ("Senior Engineer, Payments"); in Russian it stands anywhere."""
    known = words("titles", "nouns")
    found = find_phrases(_open_hyphens(text), known)
    if not found:
        return max(_by_ending(text), 0.2 if find_phrases(text, words("titles", "levels")) else 0.0)
    head = _HEAD_ENDS.split(text, maxsplit=1)[0]
    in_head = [phrase for phrase in found if phrase.start < len(head)]
    if any(phrase.end >= len(head.rstrip(" .IVX0123456789")) for phrase in in_head):
        return 1.0
    if in_head and (in_head[0].start == 0 or _is_cyrillic(text)):
        return 0.9
    return 0.7


@lru_cache(maxsize=4096)
def employer_score(text: str) -> float:
    """0 to 1, by legal form, quotation marks and words such as "bank", "университет"."""
    if _has_legal_form(text):
        return 1.0
    if _QUOTED.search(text):
        return 0.8
    found = find_phrases(text, words("organisations", "words"))
    if found and (found[-1].end >= len(text.rstrip(". )")) or _is_cyrillic(text)):
        return 0.7
    return 0.4 if found else 0.0


def is_employment_type(text: str) -> bool:
    """ "Full-time", "Полная занятость": how somebody is employed, which no field holds."""
    return fold(text) in words("titles", "employment")


def ends_in_legal_form(text: str) -> bool:
    """Whether `text` is nothing but what follows a comma in "Acme Cloud, Inc."."""
    return fold(_COMMAS.sub(" ", text)) in words("organisations", "legal_forms")


def _by_ending(text: str) -> float:
    """A weak sign for words no list can be complete in: "Claims Adjuster", "наладчик"."""
    head = _HEAD_ENDS.split(text, maxsplit=1)[0].rstrip(" .IVX0123456789")
    last = head.split()[-1] if head.split() else ""
    return 0.4 if _DOER.fullmatch(last) and fold(last) not in words("titles", "not_doers") else 0.0


def _has_legal_form(text: str) -> bool:
    for phrase in find_phrases(text, words("organisations", "legal_forms")):
        written = text[phrase.start : phrase.end]
        last = phrase.end >= len(text.rstrip(". )(")) or text[phrase.end :].lstrip().startswith(
            ("(", ",", "-", "–", "—")
        )
        first = phrase.start == 0
        if phrase.name in _ALONE:
            if last and not first and written.rstrip(".") in {written.upper().rstrip("."), "Co"}:
                return True
        elif (last and not first) or (_is_cyrillic(phrase.name) and written.isupper()):
            return True
    return False


def _open_hyphens(text: str) -> str:
    """The same length with hyphens as spaces where the hyphenated word is not known as such: "Python-разработчик"."""
    known = words("titles", "nouns")
    return " ".join(word if fold(word.strip(",.()")) in known else word.replace("-", " ") for word in text.split(" "))


def _is_cyrillic(text: str) -> bool:
    return any("а" <= char <= "я" for char in text.casefold())
