"""The facts in the head of an entry: its rows without dates, cut at separators, with places and addresses set aside."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from .contact import first_url
from .cues import employer_score, ends_in_legal_form, is_employment_type, title_score
from .dates import Period
from .draft import Leaf
from .entries import read_dates, with_labels
from .lexicon import alternatives, fold
from .places import Place, read_place, trailing_place
from .rows import Row
from .span import Span

_SEPARATORS = re.compile(r"\s*[|•∙]\s*|\s+·\s*|·\s+|\s+[-–—]{1,2}\s+|\s*—\s*|\s+//\s+|;\s+|\s+@\s+")
_TITLE_AND_EMPLOYER = 2  # facts; a third may be a place
_TITLE = 0.5  # what scores as much reads as a job title
_CITY = re.compile(r"[^\W\d_]{2,}(?:[ -][^\W\d_]+){0,2}")
_LABELS = re.compile(
    rf"\s*(?:(?P<title>{alternatives('work', 'position_labels')})"
    rf"|(?P<employer>{alternatives('work', 'employer_labels')})"
    rf"|(?P<none>{alternatives('work', 'fact_labels')}|{alternatives('work', 'period_labels')}))\s?:\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What may be a title, an employer or the like: `row` counts the rows of the head, `place` the facts in one."""

    span: Span
    row: int
    place: int


@dataclass(slots=True)
class Facts:
    """What the head of an entry says."""

    core: list[Fact] = field(default_factory=list)
    title: Span | None = None  # said to be so by a label: "Position: Nurse"
    employer: Span | None = None
    places: list[Place] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    url: Leaf | None = None
    detached: str = ""  # "title" or "employer": what a place was written behind, after a comma

    @property
    def location(self) -> Place | None:
        """The first place that is more than "remote", else that."""
        return next((place for place in self.places if not place.remote), self.places[0] if self.places else None)


def read_facts(head: Sequence[Row]) -> Facts:
    """The facts of an entry's head rows, in reading order."""
    facts = Facts()
    for number, row in enumerate(head):
        dated = read_dates(row)
        facts.periods.extend(dated.periods)
        count = 0
        for part in with_labels(row, dated.rest):
            if _labelled(facts, part):
                continue
            for piece in _pieces(part):
                if (rest := _set_aside(facts, piece)) is not None:
                    facts.core.append(Fact(rest, number, count))
                    count += 1
    return facts


def take_places_by_habit(all_facts: Sequence[Facts], cities: Collection[str] = ()) -> None:
    """Where other entries name a city we know, take an unknown one in the same position: last, or after a comma.

    `cities` are those that this resume says are places elsewhere ("Galway, Ireland"), folded.
    """
    if any(facts.places for facts in all_facts):
        for facts in all_facts:
            last = facts.core[-1].span if len(facts.core) > _TITLE_AND_EMPLOYER and not facts.places else None
            if last is not None and _may_be_city(last.text):
                facts.core.pop()
                facts.places.append(Place(last))
    behind = {facts.detached for facts in all_facts}
    for facts in all_facts:
        tails = (fact.span.text.rpartition(", ") for fact in facts.core)
        behind |= {_sort(head) for head, comma, tail in tails if comma and fold(tail) in cities}
    for facts in all_facts:
        for index, fact in enumerate(facts.core):
            head, comma, behind_comma = fact.span.text.rpartition(", ")
            tail = behind_comma.rstrip(".")
            if not facts.places and comma and _sort(head) in behind and _may_be_city(tail):
                city = fact.span.cut(len(head) + 2, len(head) + 2 + len(tail))
                facts.core[index] = Fact(fact.span.cut(0, len(head)).strip(), fact.row, fact.place)
                facts.places.append(Place(city))


def _sort(head: str) -> str:
    return "title" if title_score(head) >= _TITLE else "employer"


def _may_be_city(text: str) -> bool:
    if not text[:1].isupper() or not _CITY.fullmatch(text) or ends_in_legal_form(text):
        return False
    return title_score(text) == employer_score(text) == 0.0


def _labelled(facts: Facts, part: Span) -> bool:
    """Take what a label names ("Company: Acme"); say whether there was a label."""
    match = _LABELS.match(part.text)
    if match is None:
        return False
    value = part.cut(match.end(), len(part.text)).strip()
    if match["title"] and value:
        facts.title = facts.title or value
    elif match["employer"] and value:
        facts.employer = facts.employer or _set_aside(facts, value)
    return True


def _pieces(part: Span) -> list[Span]:
    """A part cut at its separators, unless the whole is one place ("Seoul, S.Korea & LA, U.S.A")."""
    return [part] if read_place(part) is not None else part.split(_SEPARATORS)


def _set_aside(facts: Facts, piece: Span) -> Span | None:
    """What is left of a piece when a place, an address or the kind of employment is taken out of it."""
    if not any(char.isalnum() for char in piece.text) or is_employment_type(piece.text):
        return None
    found = first_url(piece)
    if found is not None:
        facts.url = facts.url or found
        rest = [part for part in piece.without([(found.start - piece.start, found.end - piece.start)]) if part]
        return _set_aside(facts, rest[0]) if rest else None
    place = read_place(piece)
    if place is not None:
        facts.places.append(place)
        return None
    trailing = trailing_place(piece)
    if trailing is not None and not _is_territory(*trailing):
        facts.places.append(trailing[1])
        facts.detached = _sort(trailing[0].text)
        return trailing[0]
    return _without_bracketed_place(facts, piece)


def _is_territory(head: Span, place: Place) -> bool:
    """Whether a place without a city belongs to the title before it: "Sales Director, UK & Ireland"."""
    return place.city is None and not place.remote and title_score(head.text) >= _TITLE


def _without_bracketed_place(facts: Facts, piece: Span) -> Span:
    """ "Acme (Berlin)" is Acme, in Berlin."""
    if piece.text.endswith(")") and "(" in piece.text:
        begin = piece.text.rindex("(")
        inside = piece.cut(begin + 1, len(piece.text) - 1).strip()
        place = read_place(inside) if inside and begin else None
        if place is not None:
            facts.places.append(place)
            return piece.cut(0, begin).strip()
    return piece
