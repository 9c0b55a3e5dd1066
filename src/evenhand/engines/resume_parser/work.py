"""Roles as JSON Resume `work` and `volunteer`: employer, title, dates, place, what was done."""

from collections.abc import Collection, Sequence

from .dates import Period
from .draft import GUESS, LIKELY, SURE, Branch, Leaf, leaf
from .places import place_confidence
from .prose import items, paragraph
from .role import Role, read_roles
from .rows import Row


def read_work(rows: Sequence[Row], cities: Collection[str] = ()) -> list[Branch]:
    """A section as JSON Resume `work`; `cities` are those the resume names as places elsewhere."""
    return [branch for role in read_roles(rows, cities) for branch in _branches(role, employer="name", with_place=True)]


def read_volunteer(rows: Sequence[Row]) -> list[Branch]:
    """A section as JSON Resume `volunteer`."""
    return [
        branch for role in read_roles(rows) for branch in _branches(role, employer="organization", with_place=False)
    ]


def _branches(role: Role, *, employer: str, with_place: bool) -> list[Branch]:
    """One branch for each period of the role; what was done is written with the first."""
    if role.title is None and role.employer is None:
        return []
    periods: list[Period | None] = [*role.entry.periods] or [None]
    branches: list[Branch] = []
    for number, period in enumerate(periods):
        place = role.facts.location
        branch: dict[str, Branch] = {
            employer: leaf(role.employer, role.confidence),
            "position": leaf(role.title, role.confidence),
        }
        if with_place:
            branch["location"] = leaf(place.span, place_confidence(place)) if place else None
            branch["description"] = leaf(role.division, GUESS) if role.division else None
        branch["url"] = role.facts.url
        branch["startDate"] = period.start_leaf() if period else None
        branch["endDate"] = period.end_leaf() if period else None
        branches.append(branch | (read_body(role.entry.body) if number == 0 else {}))
    return branches


def read_body(rows: Sequence[Row]) -> dict[str, Branch]:
    """List items as `highlights`, other text as `summary`."""
    highlights: list[Leaf] = []
    paragraphs: list[list[Row]] = []
    for group in items(rows):
        if group[0].bullet:
            highlights.append(paragraph(group, SURE))
        else:
            paragraphs.append(group)
    summary: Leaf | None = None
    if paragraphs:
        parts = [paragraph(group) for group in paragraphs]
        summary = Leaf("\n".join(part.value for part in parts), parts[0].start, parts[-1].end, LIKELY)
    return {"summary": summary, "highlights": highlights}
