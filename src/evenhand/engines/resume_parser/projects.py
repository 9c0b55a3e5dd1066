"""Projects: name, what it is, dates, what was done."""

import re
from collections.abc import Sequence

from .contact import first_url
from .cues import title_score
from .draft import GUESS, LIKELY, Branch, Leaf, leaf
from .entries import Entry, read_dates, split_entries
from .facts import read_facts
from .rows import Row
from .work import read_body

_BY_COLON = re.compile(r":\s+")
_LONGEST_NAME = 80


def read_projects(rows: Sequence[Row]) -> list[Branch]:
    """JSON Resume `projects`: entries as in work, else one project a list item that begins with its name."""
    entries = split_entries(rows)
    found: list[Branch] = [branch for entry in entries if (branch := _project(entry)) is not None]
    return found or [branch for row in rows if row.bullet and (branch := _one_line(row)) is not None]


def _project(entry: Entry) -> Branch:
    facts = read_facts(entry.head)
    names = [fact for fact in facts.core if len(fact.span.text) <= _LONGEST_NAME]
    if not names:
        return None
    name, others = names[0], names[1:]
    role = next((fact for fact in others if title_score(fact.span.text) >= 0.9), None)
    about = next((fact for fact in others if fact is not role), None)
    body = dict(read_body(entry.body))
    summary = body.pop("summary")
    period = entry.periods[0] if entry.periods else None
    description = summary if isinstance(summary, Leaf) else leaf(about.span, GUESS) if about else None
    return {
        "name": leaf(name.span, LIKELY),
        "description": description,
        "highlights": body["highlights"],
        "startDate": period.start_leaf() if period else None,
        "endDate": period.end_leaf() if period else None,
        "url": facts.url,
        "roles": [leaf(role.span, LIKELY)] if role else None,
    }


def _one_line(row: Row) -> Branch:
    """ "• Opentrace: a tracing library, 2021"."""
    colon = _BY_COLON.search(row.text)
    if colon is None or colon.start() > _LONGEST_NAME:
        return None
    here = read_dates(row)
    period = here.periods[0] if here.periods else None
    return {
        "name": leaf(row.span.cut(0, colon.start()).strip(), LIKELY),
        "description": leaf(row.span.cut(colon.end(), len(row.text)).strip(), LIKELY),
        "startDate": period.start_leaf() if period else None,
        "endDate": period.end_leaf() if period else None,
        "url": first_url(row.span),
    }
