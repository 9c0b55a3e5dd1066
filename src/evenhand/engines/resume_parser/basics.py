"""Who the person is: name, headline, how to reach them, where they live, what they say about themselves."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from evenhand.engines.documents import Document

from .contact import emails_in, find_email, find_phone, find_urls, phones_in
from .cues import title_score
from .dates import find_periods
from .draft import GUESS, LIKELY, SURE, Branch, Leaf, leaf
from .lexicon import alternatives, fold, words
from .names import find_name, latin
from .places import Place, read_place, trailing_place
from .profiles import find_profiles
from .prose import items, paragraph
from .rows import Row
from .sections import Section
from .span import Span

_SEPARATORS = re.compile(r"\s*[|•∙]\s*|\s+/\s+|\s+·\s*|\s*·\s+|\s*;\s+|\s+[-–—]\s+")
_LABELS = re.compile(rf"\s*(?:{alternatives('basics', 'label_labels')})\s?[:—–-]\s*", re.IGNORECASE)
_COMMA = re.compile(r",\s*")
_CELLS = re.compile(r"\t+| {3,}")
_QUOTES = "“\"«„'‘"
_MOST_LABEL_WORDS = 9
_CONTACT_ROWS = 40  # of the top and the contact sections
_LABEL_ROWS = 8
_LABEL_CHARS = 30  # a colon this early makes a line a labelled fact


def read_basics(
    document: Document, rows: Sequence[Row], sections: Sequence[Section], region: str | None, home: str | None = None
) -> Branch:
    """JSON Resume `basics`. `region` is the country the resume is about, `home` the one most who write so live in."""
    top = sections[0].rows if sections else []
    contact = [row for section in sections if section.kind in {"top", "contact", "links"} for row in section.rows]
    contact += [section.heading for section in sections if section.kind in {"contact", "links"} and section.heading]
    cells = [cell for row in sorted(contact, key=lambda row: row.span.start)[:_CONTACT_ROWS] for cell in row.cells]
    everywhere = [row.span for row in rows]
    email = find_email(document, [*cells, *everywhere])
    profiles, url = find_profiles(document, cells)
    place = _home(cells)
    where = place.country if place and place.country else region
    name = find_name(rows, top, _hints(email, profiles))
    phone = find_phone(cells, where) or find_phone(everywhere[: 2 * _CONTACT_ROWS], where)
    if phone is None or (phone.confidence <= GUESS and home is not None):  # no country is named: the language's own
        found = find_phone(cells, home)
        phone = replace(found, confidence=LIKELY) if found and found.confidence > GUESS else phone
    return {
        "name": name,
        "label": _label(top, sections, name),
        "email": email,
        "phone": phone,
        "url": url,
        "summary": _summary(sections, top, name),
        "location": _location(place, cells),
        "profiles": profiles,
    }


def main_country(rows: Sequence[Row]) -> str | None:
    """The country most places of the resume are in, where one is plainly the most common."""
    codes = Counter(
        place.country
        for row in rows
        for piece in _short_pieces(row)
        if (place := read_place(piece)) is not None and place.country and (place.region or place.country_span)
    )
    common = codes.most_common(2)
    return common[0][0] if common and (len(common) == 1 or common[0][1] > common[1][1]) else None


def named_cities(rows: Sequence[Row]) -> frozenset[str]:
    """Folded names of the cities that stand with their region or country somewhere in the resume."""
    places = (read_place(piece) for row in rows for piece in _short_pieces(row))
    return frozenset(
        fold(place.city.text)
        for place in places
        if place and place.city and (place.region or place.country_span or place.postal)
    )


def _short_pieces(row: Row) -> list[Span]:
    if row.bullet or len(row.text) > 160:
        return []
    return [piece for cell in row.cells for piece in cell.split(_SEPARATORS) if "," in piece.text]


def _hints(email: Leaf | None, profiles: Sequence[Branch]) -> str:
    handles = [branch.get("username") for branch in profiles if isinstance(branch, dict)]
    parts = email.value.split("@") if email else []
    parts += [handle.value for handle in handles if isinstance(handle, Leaf)]
    return " ".join(latin(part) for part in parts)


def _home(cells: Sequence[Span]) -> Place | None:
    """The first place among the contact facts."""
    for cell in cells:
        for piece in cell.split(_SEPARATORS):
            without = _without_addresses(piece)
            for part in (piece, *without, *(lone for rest in without or [piece] for lone in rest.split(_COMMA))):
                place = read_place(part)
                if place is not None and (place.city or place.country or place.region):
                    return place
    return None


def _location(place: Place | None, cells: Sequence[Span]) -> Branch:
    """JSON Resume's `location`, and `workplace`, which is ours, where somebody says that they work from anywhere."""
    pieces = (piece for cell in cells for whole in cell.split(_SEPARATORS) for piece in [whole, *whole.split(_COMMA)])
    remote = next((piece for piece in pieces if fold(piece.text) in words("places", "anywhere")), None)
    where = dict(place.branch()) if place else {}
    return {**where, "workplace": leaf(remote, SURE, "remote")}


def _without_addresses(piece: Span) -> list[Span]:
    """What a row of contacts parted by commas says besides e-mail, web and telephone."""
    holes = emails_in(piece.text) + phones_in(piece.text)
    holes += [(url.start - piece.start, url.end - piece.start) for url in find_urls(piece)]
    return piece.without(sorted(holes)) if holes else []


def _label(top: Sequence[Row], sections: Sequence[Section], name: Leaf | None) -> Leaf | None:
    """The headline: the job title beside or under the name, or the position that is sought."""
    for row in top[: 2 * _LABEL_ROWS]:
        match = _LABELS.match(row.text)
        if match is not None:
            return leaf(row.span.cut(match.end(), len(row.text)).strip(), SURE)
    for section in sections:
        if section.kind == "position" and section.rows:
            return leaf(section.rows[0].cells[0].strip(), SURE)
    after = [row for row in top if name is None or row.span.end > name.end][:_LABEL_ROWS]
    for row in after:
        for span in _label_spans(row, name):
            if span and _is_label(span):
                behind = trailing_place(span)  # "Customer Support Lead, Singapore"
                return leaf(behind[0] if behind else span, SURE if name is not None else LIKELY)
    return None


def _label_spans(row: Row, name: Leaf | None) -> list[Span]:
    """What of a row may be the headline: all of it after the name, else one of its parts ("QA engineer | Berlin")."""
    begin = max(0, name.end - row.span.start) if name is not None else 0
    whole = row.span.cut(begin, len(row.text)).strip()
    return [whole, *(piece for cell in whole.split(_CELLS) for piece in cell.split(_SEPARATORS))]


def _is_label(span: Span) -> bool:
    text = span.text
    if (
        "\t" in text
        or text[:1] in _QUOTES
        or len(text.split()) > _MOST_LABEL_WORDS
        or any(char in text for char in "@:")
    ):
        return False
    return title_score(text) >= 0.5 and not find_periods(span) and not text.endswith(".")


def _summary(sections: Sequence[Section], top: Sequence[Row], name: Leaf | None) -> Leaf | None:
    """What the person says about themselves: its own section, else the objective, else sentences under the name."""
    for kind in ("summary", "objective"):
        rows = [row for section in sections if section.kind == kind for row in section.rows]
        if rows:
            parts = [paragraph(group, SURE) for group in items(rows)]
            return Leaf("\n".join(part.value for part in parts), parts[0].start, parts[-1].end, SURE)
    if name is None:
        return None
    groups = items([row for row in top if row.span.start >= name.end and len(row.cells) == 1])
    return next((whole for group in groups if _is_said(whole := paragraph(group, LIKELY))), None)


def _is_said(text: Leaf) -> bool:
    """Whether a paragraph at the top is about the person: words, not contacts, labels or a motto."""
    value = text.value
    if len(value.split()) <= _MOST_LABEL_WORDS or value[:1] in _QUOTES or "@" in value or ":" in value[:_LABEL_CHARS]:
        return False
    return _SEPARATORS.search(value) is None and sum(char.isdigit() for char in value) * 10 < len(value)
