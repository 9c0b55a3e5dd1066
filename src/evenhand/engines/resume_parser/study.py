"""What one row of an education section says: a place of study, a degree, a subject, a mark, dates."""

import re
from dataclasses import dataclass, field

from .dates import Period
from .degrees import AREA_LABEL, Degree, read_degree, read_score
from .draft import Leaf
from .entries import read_dates, with_labels
from .lexicon import alternatives, find_phrases, fold, words
from .places import Place, read_place, region_code, trailing_place
from .rows import Row
from .span import Span

_SEPARATORS = re.compile(r"\s*[|•∙]\s*|\s+·\s*|·\s+|\s+[-–—]{1,2}\s+|\s*—\s*|;\s+")
_COMMA = re.compile(r",\s+")
_LABELS = re.compile(
    rf"\s*(?:(?P<institution>{alternatives('education', 'institution_labels')})"
    rf"|(?P<degree>{alternatives('education', 'degree_labels')}))\s?:\s*",
    re.IGNORECASE,
)
_OF = re.compile(r"(?:university|college) of (?:the )?", re.IGNORECASE)
_INCLUDING = re.compile(r"(?:including|with|incl|в том числе|включая)\b", re.IGNORECASE)  # "8 GCSEs including Maths"
_RUSSIAN_INITIALS = re.compile(r"(?<!\w)[А-ЯЁ][А-ЯЁа-яё]{0,7}(?:ГУ|ТУ|ПУ|МУ|ФУ|АУ)(?!\w)")  # КубГУ, МГТУ, ЮФУ
# "Колледж торговли, экономики и сервиса" is one name; "университет, экономика и управление" a name and a subject.
_IN_GENITIVE = re.compile(r"\s[а-яё]+[иыая]$")
_GENITIVE_LIST = re.compile(r"[а-яё]+[иы](?:\s[а-яё]+){0,3}\sи\s[а-яё]+(?:\s[а-яё]+)?")
LONGEST_FACT = 140  # code points; more is a sentence


@dataclass(slots=True)
class RowFacts:
    """What one row says."""

    periods: list[Period]
    institution: Span | None = None
    degree: Degree | None = None
    area: Span | None = None
    score: Leaf | None = None
    place: Place | None = None
    spare: list[Span] = field(default_factory=list)


def read_row(row: Row) -> RowFacts:
    dated = read_dates(row)
    facts = RowFacts(dated.periods)
    for part in with_labels(row, dated.rest):
        for piece in [part] if read_place(part) else part.split(_SEPARATORS):
            _take(facts, piece)
    return facts


def _take(facts: RowFacts, piece: Span) -> None:
    """File one stretch of a row: a mark, a place, a degree with its subject, an institution, or something unknown."""
    if len(piece.text) > LONGEST_FACT:
        return
    if _labelled(facts, piece) or any(
        phrase.start == 0 for phrase in find_phrases(piece.text, words("education", "honours"))
    ):
        return
    score = read_score(piece)
    if score is not None:
        facts.score = facts.score or score[0]
        piece = score[1]
        if not piece:
            return
    place = read_place(piece)
    if place is not None:
        facts.place = facts.place or place
        return
    found = read_degree(piece)
    if found is not None and facts.degree is None:
        facts.degree, rest = found
        _take_after_degree(facts, rest)
        return
    trailing = trailing_place(piece)
    if trailing is not None and not _of_state(trailing[0].text):
        piece, facts.place = trailing[0], facts.place or trailing[1]
    _take_plain(facts, piece)


def _labelled(facts: RowFacts, piece: Span) -> bool:
    """Take what a label names ("University: Leeds"); say whether there was a label."""
    match = _LABELS.match(piece.text)
    if match is None:
        return False
    value = piece.cut(match.end(), len(piece.text)).strip()
    if match["institution"]:
        facts.institution = facts.institution or value or None
    elif value and facts.degree is None:
        found = read_degree(value)
        facts.degree, rest = found or (Degree(value), None)
        facts.area = facts.area or rest or None
    return True


def _take_after_degree(facts: RowFacts, rest: Span) -> None:
    """What follows a degree: its subject, then perhaps the institution and a place."""
    trailing = trailing_place(rest) if rest else None
    if trailing is not None:
        rest, facts.place = trailing[0], facts.place or trailing[1]
    honours = words("education", "honours")
    parts = [part for part in rest.split(_COMMA) if not find_phrases(part.text, honours)] if rest else []
    if any(is_institution(part.text, surely=True) for part in parts):
        _take_plain(facts, rest)
        if facts.area is None and facts.spare:
            facts.area = facts.spare.pop(0)
    elif parts and not _INCLUDING.match(rest.text):
        facts.area = facts.area or _from_to(rest, parts[0], parts[-1])


def _take_plain(facts: RowFacts, piece: Span) -> None:
    """File a stretch without a degree at its head: an institution among its parts, and what stands around it."""
    parts = piece.split(_COMMA)
    first = next((index for index, part in enumerate(parts) if is_institution(part.text)), None)
    if first is None or facts.institution is not None:
        _take_inner(facts, piece)
        return
    goes_on = first + 1 < len(parts) and _goes_on(parts[first].text, parts[first + 1].text)
    last = first + 1 if goes_on else first
    facts.institution = _from_to(piece, parts[first], parts[last])
    if first > 0:
        _take_inner(facts, _from_to(piece, parts[0], parts[first - 1]))
    if last + 1 < len(parts):
        _take_inner(facts, _from_to(piece, parts[last + 1], parts[-1]))


def _from_to(piece: Span, first: Span, last: Span) -> Span:
    return piece.cut(first.start - piece.start, last.end - piece.start)


def _take_inner(facts: RowFacts, part: Span) -> None:
    """A degree anywhere among comma-separated words, with the rest as its subject; else something unknown."""
    honours = words("education", "honours")
    pieces = [piece for piece in part.split(_COMMA) if not find_phrases(piece.text, honours)]
    if not pieces:
        return
    part = _from_to(part, pieces[0], pieces[-1])
    in_department = len(pieces) > 1 and is_department(pieces[0].text)
    if in_department:
        pieces = pieces[1:]
        part = _from_to(part, pieces[0], pieces[-1])
    if (label := AREA_LABEL.match(part.text)) is not None:
        facts.area = facts.area or part.cut(label.end(), len(part.text)).strip()
        return
    for index, piece in enumerate(pieces):
        found = read_degree(piece) if facts.degree is None else None
        if found is not None:
            facts.degree, rest = found
            around = [other for other in (pieces[:index], pieces[index + 1 :]) if other]
            subject = _from_to(part, around[0][0], around[0][-1]) if around else None
            facts.area = facts.area or rest or subject
            return
    if in_department and facts.area is None:
        facts.area = part
    else:
        facts.spare.append(part)


def is_institution(text: str, *, surely: bool = False) -> bool:
    """Whether `text` names a place of study by its words; `surely` leaves out words that subjects have too."""
    if _RUSSIAN_INITIALS.search(text):
        return True
    known = words("organisations", "institutions")
    known = known if surely else known | words("organisations", "perhaps_institutions")
    return bool(find_phrases(text.replace("(", " "), known))


def _goes_on(name: str, following: str) -> bool:
    """Whether what follows the comma is still part of the name: a campus, or words in its case."""
    if is_institution(name, surely=True) and is_institution(following, surely=True) and not is_department(following):
        return True  # "The Wharton School, University of Pennsylvania"
    return _of_state(name) or bool(_IN_GENITIVE.search(name) and _GENITIVE_LIST.fullmatch(following))


def _of_state(text: str) -> bool:
    """ "University of California": what follows the comma names the campus, not where the school is."""
    of = _OF.match(text)
    return of is not None and region_code(text[of.end() :]) is not None


def is_department(text: str) -> bool:
    """Whether `text` names a part of a place of study: "School of Law", "Механический факультет"."""
    folded, departments = fold(text), tuple(words("organisations", "departments"))
    return folded.startswith(departments) or folded.endswith(("факультет", " faculty", " department"))
