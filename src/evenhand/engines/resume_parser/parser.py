"""From a document to a resume: rows, then sections, then one reader a section, then evidence for every value."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from evenhand.engines.documents import Document

from .awards import read_awards
from .basics import main_country, named_cities, read_basics
from .broken_dates import rejoin_broken_dates
from .certificates import read_certificates
from .columns import without_column_heads
from .date_order import date_order, settle_dates
from .draft import Branch, Leaf, grow
from .education import read_education
from .interests import read_interests
from .languages import read_languages
from .margins import rejoin_margins
from .named import read_named
from .parsed import ParsedResume
from .projects import read_projects
from .publications import read_publications
from .rows import Row, rows_of
from .sections import Section, split_sections
from .skills import read_skills
from .tongue import language_of
from .work import read_volunteer, read_work
from .wrapped import rejoin_wrapped

VERSION = "1.3.0"
# Where a language is at home in one country, numbers and dates without one are read as there. German is in three.
_HOME: Mapping[str, str] = {"ru": "RU", "pl": "PL", "uk": "UA", "it": "IT"}
_MOST_LIVE_IN: Mapping[str, str] = {"de": "DE", "fr": "FR", "es": "ES", "nl": "NL"}  # Portuguese: Brazil or Portugal
_DAY_FIRST = "DE"  # a country in which the day comes first, as wherever English is not spoken

# Which reader reads which section, and the JSON Resume key it fills, in the order of the schema; work is read apart.
_READERS: Mapping[str, tuple[str, Callable[[Sequence[Row]], list[Branch]]]] = {
    "volunteer": ("volunteer", read_volunteer),
    "education": ("education", read_education),
    "awards": ("awards", read_awards),
    "certificates": ("certificates", read_certificates),
    "publications": ("publications", read_publications),
    "projects": ("projects", read_projects),
    "interests": ("interests", read_interests),
}


def parse_resume(document: Document) -> ParsedResume:
    """What the document says, as JSON Resume 1.0 with evidence. Never raises for a document that was read.

    A field that is not plain is left out. The same document gives the same result, whatever the day.
    """
    if document.named:
        return ParsedResume(*read_named(document), language_of(document.text), VERSION)
    rows = rejoin_margins(rows_of(document), document.text)
    sections = split_sections(rows)
    rows = _unwrapped(sections, rows, document.text)
    language = language_of(document.text)
    region = main_country(rows) or _HOME.get(language)
    tree: dict[str, Branch] = {"basics": read_basics(document, rows, sections, region, _MOST_LIVE_IN.get(language))}
    cities = named_cities(rows)
    tree["work"] = [
        branch for section in sections if section.kind == "work" for branch in read_work(section.rows, cities)
    ]
    for kind, (key, reader) in _READERS.items():
        tree[key] = [branch for section in sections if section.kind == kind for branch in reader(section.rows)]
    tree["languages"] = read_languages(sections)
    tree["skills"] = read_skills(document, sections, _taken(tree))
    order = date_order(document.text, region or (None if language == "en" else _DAY_FIRST))
    resume, evidence = grow(document, {key: settle_dates(branch, document.text, order) for key, branch in tree.items()})
    resume = resume or {}
    for skill in resume.get("skills", ()):
        skill["keywords"] = []
    return ParsedResume(resume, evidence, language, VERSION)


def _unwrapped(sections: Sequence[Section], rows: Sequence[Row], text: str) -> list[Row]:
    """Puts wrapped facts together in each section, and gives back all rows so."""
    for section in sections:
        rejoined = rejoin_broken_dates(without_column_heads(section.rows))
        section.rows = rejoin_wrapped(rejoined, text, contacts=section.kind == "top")
    kept = {row.span.start: row for section in sections for row in section.rows}
    kept |= {section.heading.span.start: section.heading for section in sections if section.heading is not None}
    starts = sorted(kept)
    within = (starts[bisect_left(starts, row.span.start) : bisect_left(starts, row.span.end)] for row in rows)
    return [kept[start] for found in within for start in found]


def _taken(tree: Mapping[str, Branch]) -> list[tuple[int, int]]:
    """Where names of people, employers and schools and addresses stand: no skill is meant there."""
    found: list[tuple[int, int]] = []
    basics = tree.get("basics")
    if isinstance(basics, Mapping):
        found += [
            _range(value)
            for key, value in basics.items()
            if key in {"name", "email", "url"} and isinstance(value, Leaf)
        ]
    for key, field in (("work", "name"), ("volunteer", "organization"), ("education", "institution")):
        entries = tree.get(key)
        if isinstance(entries, Sequence):
            values = [entry.get(field) for entry in entries if isinstance(entry, Mapping)]
            found += [_range(value) for value in values if isinstance(value, Leaf)]
    return found


def _range(leaf: Leaf) -> tuple[int, int]:
    return leaf.start, leaf.end
