"""Publications: what, where it came out, when."""

import re
from collections.abc import Sequence

from .contact import find_urls, first_url
from .dates import find_periods
from .draft import GUESS, LIKELY, Branch, Leaf, leaf
from .prose import items, paragraph
from .rows import Row
from .span import Span

_NUMBER = re.compile(r"\s*(?:\[\d{1,3}\]|\d{1,3}[.)])\s*")
_QUOTED = re.compile(r"[“«„\"](?P<title>[^”»“\"]{3,300})[”»“\"]")
_PARTS = re.compile(r"(?:(?<=[a-zа-яё)\]”»?!\d])\.|[?!](?=\s))\s+|\s+//\s+|\s*[|•]\s*|\s+[–—]\s+|\t+")
_INITIALS = re.compile(r"(?<!\w)[A-ZА-ЯЁ]\.")
# Names with their initials behind them, and then the title in the same breath: "Петрова Е. А., Сидоров И. И. Учёт".
_AUTHORS_FIRST = re.compile(
    r"(?:[A-ZА-ЯЁ][^\W\d_]{1,30}(?:-[^\W\d_]{1,30})?,?\s(?:[A-ZА-ЯЁ]\.\s?){1,2}(?:,\s?|(?:and|и|&)\s)?){1,20}(?=[A-ZА-ЯЁ][^\W\d_])"
)
_AND_OTHERS = re.compile(r"(?:\bet al\b|и др)\.?$|(?:^|\s)(?:and|und|et|y|и|&)\s", re.IGNORECASE)
_IDENTIFIER = re.compile(r"(?:doi|arxiv|isbn|issn|pmid)\b\s?:?\s*\S+", re.IGNORECASE)
_LEAD = re.compile(r"(?:in|в)\s?:?\s+", re.IGNORECASE)
_COMMA = re.compile(r",\s+")
_FEWEST_WORDS = 2  # of a title
_MOST_TAIL_WORDS = 6
_MOST_AUTHOR_WORDS = 4  # between two commas


def read_publications(rows: Sequence[Row]) -> list[Branch]:
    """JSON Resume `publications`: one for each list item or paragraph."""
    return [branch for group in items(rows) if (branch := _publication(group)) is not None]


def _publication(rows: Sequence[Row]) -> Branch:
    whole = paragraph(rows)
    if not any(char.isalpha() for char in whole.value):
        return None
    span = Span("\n".join(row.text for row in rows), rows[0].span.start)
    if len(span.text) != whole.end - whole.start:  # a bullet or an indent between two rows: places would not be right
        span = rows[0].span
    number = _NUMBER.match(span.text)
    span = span.cut(number.end(), len(span.text)) if number else span
    authors = _AUTHORS_FIRST.match(span.text)
    span = span.cut(authors.end(), len(span.text)) if authors else span
    periods = find_periods(span)
    if any(not period.single for period in periods):
        return None  # from one date to another: what somebody did, not what they wrote
    name, behind = _title(span, [(period.start - span.start, period.end - span.start) for period in periods])
    if name is None:
        return {"name": Leaf(whole.value, whole.start, whole.end, GUESS)}
    publisher = next((found for part in behind if (found := _publisher(part))), None)
    return {
        "name": name,
        "publisher": leaf(publisher, GUESS) if publisher else None,
        "releaseDate": periods[-1].end_leaf() if periods else None,
        "url": first_url(span),
    }


def _title(span: Span, dates: list[tuple[int, int]]) -> tuple[Leaf | None, list[Span]]:
    """The title and what stands behind it: in quotation marks, else the first part that is no list of authors."""
    quoted = _QUOTED.search(span.text)
    before = span.text[: quoted.start()].strip(" ,.:") if quoted else ""
    if quoted is not None and (not before or _names_authors(before)):
        title = span.cut(*quoted.span("title")).strip(" ,.")
        holes = [(0, quoted.end()), *(hole for hole in dates if hole[0] >= quoted.end())]
        return leaf(title, LIKELY), span.without(holes)
    parts = [part for piece in span.without(dates) for part in piece.split(_PARTS)]
    for index, part in enumerate(parts):
        if _names_authors(part.text) or len(part.text.split()) < _FEWEST_WORDS:
            continue
        title, tail = _without_tail(part) if dates and index + 1 == len(parts) else (part, [])
        return leaf(title, LIKELY), [*tail, *parts[index + 1 :]]
    return None, []


def _names_authors(text: str) -> bool:
    """ "A. Lee, J. Smith, and R. Adams", "Петрова Е. А., Сидоров И. И."."""
    if _INITIALS.search(text):
        return True
    pieces = _COMMA.split(text)
    listed = len(pieces) > 1 and all(
        0 < len(piece.split()) <= _MOST_AUTHOR_WORDS and piece[:1].isupper() for piece in pieces
    )
    return listed and _AND_OTHERS.search(text) is not None


def _without_tail(part: Span) -> tuple[Span, list[Span]]:
    """A title without the journal behind its last comma, where a date followed: "Falls, Nursing Today, 2021"."""
    commas = list(_COMMA.finditer(part.text))
    tail = part.cut(commas[-1].end(), len(part.text)) if commas else None
    if tail is None or not tail.text[:1].isupper() or len(tail.text.split()) > _MOST_TAIL_WORDS:
        return part, []
    return part.cut(0, commas[-1].start()).strip(), [tail]


def _publisher(part: Span) -> Span | None:
    """Where it came out: the first words behind the title that are no date and no address."""
    for whole in part.split(_COMMA):
        lead = _LEAD.match(whole.text)
        piece = whole.cut(lead.end(), len(whole.text)) if lead else whole
        holes = [(period.start - piece.start, period.end - piece.start) for period in find_periods(piece)]
        holes += [(url.start - piece.start, url.end - piece.start) for url in find_urls(piece)]
        holes += [match.span() for match in _IDENTIFIER.finditer(piece.text)]
        left = [one for one in piece.without(sorted(holes)) if sum(char.isalpha() for char in one.text) > _FEWEST_WORDS]
        if left:
            return left[0]
    return None
