"""Recognising places: "Austin, TX", "Seoul, S.Korea", "г. Москва", "123 Example Way, Springfield, IL 62701"."""

import re
from dataclasses import dataclass
from functools import cache

from .cues import employer_score, title_score
from .date_words import DURATION
from .draft import GUESS, LIKELY, SURE, Branch, leaf
from .lexicon import alternatives, find_phrases, fold, owners, topic, words
from .span import Span

_COMMA = re.compile(r"\s*[,;]\s*")
_POSTAL = re.compile(r"\b(?:\d{5}(?:-\d{4})?|\d{6}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
_CITY_WORDS = re.compile(r"[^\W\d_](?:(?!\s[-–—]\s)[^\d_@:;!?|—]){1,39}")
_AREA = re.compile(
    r"Greater [A-Z][\w .-]{2,30}|[A-Z][\w .-]{2,30} (?:Bay|Metropolitan|Metro) (?:Area|Region)(?:, [\w ]{2,30})?"
)
_LONG_NUMBER = re.compile(r"\d[\d ()-]{7,20}\d")  # a telephone, not a house
_SEVERAL = re.compile(r"\s*(?:&|/|\band\b|\bи\b|;|→|\|)\s*")
_CITY_MARK = re.compile(rf"(?:{alternatives('places', 'city_marks')})(?:(?<=\.)|\s)\s?(?=[A-ZА-ЯЁ])", re.IGNORECASE)
_LONGEST_PLACE = 90
_MOST_PARTS = 5
_DISTRICTS = ("м ", "метро ", "р-н ", "район ")  # folded; part of where somebody lives, not of an address
_MOST_CITY_WORDS = 4
_EMPLOYER = 0.7  # what scores as much is an employer (or a title), whatever else it looks like


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written, and its parts as far as they are plain. `country` is an ISO 3166-1 code."""

    span: Span
    city: Span | None = None
    region: Span | None = None
    country: str | None = None
    country_span: Span | None = None
    address: Span | None = None
    postal: Span | None = None
    remote: bool = False

    def branch(self) -> dict[str, Branch]:
        """As the `location` of JSON Resume's basics."""
        where = self.country_span or self.region or self.city
        return {
            "address": leaf(self.address, LIKELY),
            "postalCode": leaf(self.postal, LIKELY),
            "city": leaf(self.city, SURE),
            "countryCode": leaf(where, SURE if self.country_span else LIKELY, self.country) if self.country else None,
            "region": leaf(self.region, SURE),
        }


def read_place(span: Span) -> Place | None:
    """The place `span` names and nothing else, or None. A city counts with its region or country, or if well known."""
    span = _without_label(span)
    if span.text.endswith(".") and span.text.count(".") == 1:
        span = span.cut(0, len(span.text) - 1)  # "Limmat Turbinen AG, Zurich."
    if not span or len(span.text) > _LONGEST_PLACE:
        return None
    if _AREA.fullmatch(span.text):
        return Place(span)
    if fold(span.text) in words("places", "remote"):
        return Place(span, remote=True)
    postal_match = _POSTAL.search(span.text)
    postal = span.cut(postal_match.start(), postal_match.end()) if postal_match else None
    parts = [part for piece in span.split(_COMMA) for part in _without_postal(piece, postal)]
    if not parts or len(parts) > _MOST_PARTS:
        return None
    place = _from_parts(span, parts, postal)
    if place is None:
        return _several(span)
    return place if postal is None else Place(*_fields(place)[:6], postal=postal)


def trailing_place(span: Span) -> tuple[Span, Place] | None:
    """What is left of a place at the end of `span`, and the place: "Acme Corp, Austin, TX"."""
    commas = [match for match in _COMMA.finditer(span.text) if match.group().strip() == ","]
    for match in commas[-3:]:
        place = read_place(span.cut(match.end(), len(span.text)).strip())
        head = span.cut(0, match.start()).strip()
        if place is not None and head and (place.region or place.country_span or place.remote or match is commas[-1]):
            return head, place
    return None


def region_code(text: str) -> str | None:
    """The country of a state or province: "TX" and "Texas" are "US". Codes count only in capitals."""
    return _region_codes().get(text.strip()) or _region_names().get(fold(text))


@cache
def _region_codes() -> dict[str, str]:
    regions = [(country, listed) for lexicon in topic("places") for country, listed in lexicon["regions"].items()]
    return {code: country for country, listed in reversed(regions) for code in listed["codes"]}


@cache
def _region_names() -> dict[str, str]:
    regions = [(country, listed) for lexicon in topic("places") for country, listed in lexicon["regions"].items()]
    return {fold(name): country for country, listed in regions for name in listed["names"]}


def _fields(place: Place) -> tuple[Span, Span | None, Span | None, str | None, Span | None, Span | None]:
    return place.span, place.city, place.region, place.country, place.country_span, place.address


def _without_label(span: Span) -> Span:
    head, colon, _ = span.text.partition(":")
    if colon and fold(head) in words("places", "labels"):
        return span.cut(len(head) + 1, len(span.text)).strip()
    return span.strip()


def _without_postal(part: Span, postal: Span | None) -> list[Span]:
    if postal is None or not part.start <= postal.start < part.end:
        return [part]
    return part.without([(postal.start - part.start, postal.end - part.start)])


def _from_parts(span: Span, parts: list[Span], postal: Span | None) -> Place | None:
    """Country last or first, region beside it, city next, and what is left is an address."""
    country, country_span, rest = _take_country(parts)
    region, rest = _take_region(rest)
    code = country or (region_code(region.text) if region else None)
    if not rest:
        return (
            Place(span, None, region, code, country_span)
            if region is None or country
            else _city_like(span, region, code)
        )
    known = {_city_code(part.text): part for part in rest if _city_code(part.text)}
    city = next(iter(known.values()), None)
    marked = [part for part in rest if _CITY_MARK.match(part.text)]
    marked += [part for part in rest if postal is not None and _is_behind(part, postal)]
    if city is None and marked:
        city = marked[0]
    if city is None and code is not None:
        candidates = [part for part in rest if _may_be_city(part.text)]
        city = candidates[-1] if candidates else None
    if city is None:
        return None
    if region and not country and _city_code(city.text) not in (None, code):
        region, country_span, code = None, region, _city_code(city.text)  # Tbilisi is not in the state of Georgia
    city = _without_mark(city)
    before = [part for part in rest if part.end <= city.start]
    after = [part for part in rest if part.start >= city.end]
    street = before or after
    if street and not all(_is_address(part.text) for part in street):
        return None
    street = [part for part in street if not fold(part.text).startswith(_DISTRICTS)]
    address = (
        Span(span.text[street[0].start - span.start : street[-1].end - span.start], street[0].start) if street else None
    )
    if code is None and not marked and fold(city.text) not in owners("places", "cities"):
        return None
    return Place(span, city, region, code or _city_code(city.text), country_span, address)


def _is_behind(part: Span, postal: Span) -> bool:
    """ "81000 Albi": what follows a postal code is a city, known or not."""
    return 0 < part.start - postal.end <= 1 and _may_be_city(part.text)


def _city_like(span: Span, region: Span, code: str | None) -> Place | None:
    """A lone state or province: a place when written out ("Texas"), too little when a code ("IN")."""
    return Place(span, None, region, code) if len(region.text) > 3 else None


def _take_country(parts: list[Span]) -> tuple[str | None, Span | None, list[Span]]:
    for index in (len(parts) - 1, 0):
        code = owners("places", "countries").get(fold(parts[index].text))
        if code is not None:
            return code, parts[index], parts[:index] + parts[index + 1 :]
    return None, None, parts


def _take_region(parts: list[Span]) -> tuple[Span | None, list[Span]]:
    """The region among the parts: the last one that is a state, province or oblast and not a city of the same name."""
    for index in range(len(parts) - 1, -1, -1):
        if region_code(parts[index].text) and (len(parts) > 1 or not _city_code(parts[index].text)):
            return parts[index], parts[:index] + parts[index + 1 :]
    return None, parts


def _city_code(text: str) -> str | None:
    name = _without_mark(Span(text, 0)).text
    return owners("places", "cities").get(fold(name)) if name[:1].isupper() else None


def _without_mark(city: Span) -> Span:
    """ "г. Казань" and "г.Казань" are "Казань"."""
    mark = _CITY_MARK.match(city.text)
    return city.cut(mark.end(), len(city.text)) if mark else city


def _may_be_city(text: str) -> bool:
    if not text[:1].isupper() or _CITY_WORDS.fullmatch(text) is None or len(text.split()) > _MOST_CITY_WORDS:
        return False
    if find_phrases(text, words("organisations", "institutions")):
        return False  # "ETH Zurich, Switzerland"
    return title_score(text) < _EMPLOYER and employer_score(text) < _EMPLOYER


def _is_address(text: str) -> bool:
    if employer_score(text) >= _EMPLOYER or find_phrases(text, words("organisations", "institutions")):
        return False
    if _LONG_NUMBER.search(text) or DURATION.search(text):
        return False
    if any(char.isdigit() for char in text) or fold(text).startswith(_DISTRICTS):
        return True
    found = find_phrases(text, words("places", "address"))
    return any(phrase.start or phrase.name != "st" for phrase in found)  # "St Aidan's" is a saint's


def _several(span: Span) -> Place | None:
    """ "Seoul, S.Korea & LA, U.S.A": several places in one, whose parts are not told apart."""
    parts = span.split(_SEVERAL)
    if len(parts) > 1 and all(len(part.text) < len(span.text) and read_place(part) is not None for part in parts):
        return Place(span)
    return None


def place_confidence(place: Place) -> float:
    return SURE if place.region or place.country_span else LIKELY if place.city or place.remote else GUESS
