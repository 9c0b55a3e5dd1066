"""The person's name: found by type and place on the page, refused where it is a heading, a title or an address."""

import re
from collections.abc import Sequence

from .contact import emails_in, find_urls
from .cues import employer_score, title_score
from .draft import GUESS, LIKELY, SURE, Leaf, tidy
from .headings import kind_of_words, usual_size
from .lexicon import alternatives, find_phrases, fold, words
from .places import read_place
from .rows import Row, together
from .span import Span

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_LABEL = re.compile(rf"\s*(?:{alternatives('basics', 'name_labels')})\s?[:—–-]\s*", re.IGNORECASE)
_DOCUMENT = re.compile(rf"\s*(?:{alternatives('basics', 'documents')})\s*[:—–-]?\s*", re.IGNORECASE)
_NICKNAME = re.compile(r"\s[\"“«('][^\W\d_]{2,20}[\"”»)']\s")  # Katherine "Kate" Bellweather
_CUT = re.compile(r"\s*[,|·•/(]\s*|\s+[-–—]\s+|\t")
_GENERATIONS = frozenset({"II", "III", "IV"})
_ELIDED = re.compile(r"[dl]['’][^\W\d_]")  # d'Astier
_MOST_WORDS = 5
_ROWS_WITHOUT_TYPE = 8  # how far down a name may stand when there is no geometry
_LARGE = 1.25  # times the usual size
_LONGEST_NAME = 60
_LATIN = re.split(" ", "a b v g d e e zh z i y k l m n o p r s t u f h ts ch sh sch - y - e yu ya")
_TRANSLIT = {
    cyrillic: latin.strip("-") for cyrillic, latin in zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", _LATIN, strict=True)
}


def find_name(rows: Sequence[Row], top: Sequence[Row], hints: str) -> Leaf | None:
    """The name, or None where nothing is one. `top` stands before the first heading; `hints` are e-mail and handles."""
    labelled = _labelled(top)
    if labelled is not None:
        return labelled
    usual = usual_size(rows)
    best: tuple[float, Leaf] | None = None
    for leaf, by_look in _candidates(rows, top, usual, hints):
        score = by_look + _hinted(leaf.value, hints)
        if best is None or score > best[0]:
            best = score, leaf
    if best is None or best[0] < 1.0:
        return None
    confidence = SURE if best[0] >= 2.5 else LIKELY if best[0] >= 1.5 else GUESS
    return Leaf(best[1].value, best[1].start, best[1].end, confidence)


def _labelled(top: Sequence[Row]) -> Leaf | None:
    for row in top[: 4 * _ROWS_WITHOUT_TYPE]:
        label = _LABEL.match(row.text)
        if label is not None:
            return as_name(row.span.cut(label.end(), len(row.text)).strip(), SURE)
    return None


def _candidates(rows: Sequence[Row], top: Sequence[Row], usual: float, hints: str) -> list[tuple[Leaf, float]]:
    """Rows that read as a name, with how well they stand for one by size and place."""
    found: list[tuple[Leaf, float]] = []
    first_page = [row for row in rows if row.page == 1 and not row.bullet]
    largest = max((row.size for row in first_page), default=0.0)
    known = {row.span.start for row in top[:_ROWS_WITHOUT_TYPE]}
    for index, row in enumerate(first_page):
        large = usual > 0 and row.size > _LARGE * usual
        if not large and row.span.start not in known:
            continue
        leaf = _read(first_page, index) or (_in_small_letters(row, hints) if large else None)
        if leaf is None:
            continue
        score = 1.0 - 0.08 * index if row.span.start in known else 0.3
        if large:
            score += 1.2 + 0.5 * (row.size == largest)
        score += 0.3 * (leaf.value.count(" ") in (1, 2))
        found.append((leaf, score))
    return found


def _read(rows: Sequence[Row], index: int) -> Leaf | None:
    """The name in a row, or in two rows of one size with a word or two each ("Chanchal" over "Sharma")."""
    row = rows[index]
    below = rows[index + 1] if index + 1 < len(rows) else None
    if below is not None and row.size and abs(below.size - row.size) < 0.6 and len(row.text.split()) <= 2:
        both = Span(f"{row.text}\n{below.text}", row.span.start)
        adjacent = below.span.start - row.span.end == 1
        if adjacent and len(below.text.split()) <= 2 and _single(row.text) and _single(below.text):
            joined = as_name(both, LIKELY)
            if joined is not None:
                return joined
    heading = _DOCUMENT.match(row.text)
    span = row.span.cut(heading.end(), len(row.text)) if heading else row.span
    return as_name(_first_part(span), LIKELY)


def _in_small_letters(row: Row, hints: str) -> Leaf | None:
    """ "yuki tanaka" set large, where the person's own address says the same."""
    name = readable(tidy(row.text).upper())
    if row.text != row.text.lower() or not is_name_like(name) or not _hinted(name, hints):
        return None
    return Leaf(name, row.span.start, row.span.end, LIKELY)


def _single(text: str) -> bool:
    return len(text.split()) == 1 and is_name_like(text)


def _first_part(span: Span) -> Span:
    cut = _CUT.search(span.text)
    return span.cut(0, cut.start() if cut and cut.start() else len(span.text)).strip()


def as_name(span: Span, confidence: float) -> Leaf | None:
    """The span as a name in readable case, without letters after it ("PhD"), or None when it is something else."""
    nickname = _NICKNAME.search(span.text)
    span = _without_suffixes(span if nickname or "\n" in span.text else _first_part(span))
    text = tidy(together(_NICKNAME.sub(" ", span.text)))
    if not is_name_like(text):
        return None
    return Leaf(readable(text), span.start, span.end, confidence)


def is_name_like(text: str) -> bool:
    """Whether every word could be part of a name, and the whole is not known to be something else."""
    parts = text.split()
    if not parts or len(parts) > _MOST_WORDS or len(text) > _LONGEST_NAME or len(text) < 3:
        return False
    if not all(_WORD.fullmatch(part) for part in parts):
        return False
    particles = words("basics", "name_particles")
    if not all(
        part[0].isupper() or _ELIDED.match(part) or fold(part) in particles or not _cased(part) for part in parts
    ):
        return False
    if kind_of_words(text) is not None or fold(text) in words("basics", "documents"):
        return False
    if find_phrases(text, words("basics", "never_names")) or find_phrases(text, words("places", "remote")):
        return False
    if title_score(text) >= 0.5 or employer_score(text) >= 0.7 or read_place(Span(text, 0)) is not None:
        return False
    return not emails_in(text) and not find_urls(Span(text, 0))


def _cased(word: str) -> bool:
    return word.upper() != word.lower()


def _without_suffixes(span: Span) -> Span:
    suffixes = words("basics", "name_suffixes")
    while True:
        head, space, last = span.text.rpartition(" ")
        if not space or fold(last.strip(",.")) not in suffixes or len(head.split()) < 2:
            return span
        span = span.cut(0, len(head)).strip()


def readable(text: str) -> str:
    """A name written in capitals with its usual ones: "ANNA-MARIA O'BRIEN" is "Anna-Maria O'Brien"."""
    if not any(char.islower() for char in text):
        particles = words("basics", "name_particles")
        return " ".join(
            part.lower() if index and fold(part) in particles else _capitalized(part)
            for index, part in enumerate(text.split())
        )
    return text


def _capitalized(word: str) -> str:
    if word in _GENERATIONS:
        return word
    out = re.sub(r"[^\W\d_]+", lambda match: match.group()[0].upper() + match.group()[1:].lower(), word)
    return re.sub(r"^(Mc)([a-z])", lambda match: match.group(1) + match.group(2).upper(), out)


def _hinted(name: str, hints: str) -> float:
    """A bonus when parts of the name are in the person's own addresses."""
    parts = [latin(part) for part in name.split() if len(part) > 2]
    return 0.6 * min(2, sum(part in hints for part in parts if len(part) > 2))


def latin(text: str) -> str:
    """Lower-case Latin letters for a name, as people write it in addresses."""
    return "".join(_TRANSLIT.get(char, char) for char in text.casefold() if char.isalpha())
