"""A resume cut into its sections: what stands before the first heading, and the rows under each heading."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .entries import find_anchors
from .headings import find_headings, inline_heading, margin_heading
from .headless import entries_by_kind
from .prose import body_rows
from .rows import Row
from .study import read_row

_SAME_COLUMN = 24.0  # points the left edge of a continued section may move between pages
_WITH_LABELS = frozenset({"skills", "work", "projects", "volunteer", "education", "certificates", "awards"})
_LABELS_INSIDE = frozenset({"position", "summary", "objective"})  # "Должность: ..." inside a role is not a section
_DATED = frozenset({"work", "education", "volunteer", "projects"})
_PERHAPS_STUDIES = frozenset({"other", "certificates"})
_FEWEST_ROLES = 2
_FEWEST_WORDS_SAID = 6
_INDENT = 20.0  # points right of a heading in the margin that its text stands, at least


@dataclass(slots=True)
class Section:
    """Rows under one heading; `kind` is a key of the lexicon's headings, or "top" for what stands before any."""

    kind: str
    heading: Row | None
    rows: list[Row] = field(default_factory=list)
    margin: float | None = None  # the left edge of a heading in the margin; the section is what stands right of it


def split_sections(rows: Sequence[Row]) -> list[Section]:
    """The sections in reading order. A column that goes on over the page goes on with its own section."""
    headings = find_headings(rows)
    sections = [Section("top", None)]
    page = rows[0].page if rows else 1
    for index, row in enumerate(rows):
        if index in headings:
            sections.append(Section(headings[index], row))
        elif (inline := _inline(sections[-1], row)) is not None:
            sections.append(inline)
        else:
            margin = sections[-1].margin
            if index and _begins_column(sections[-1], rows[index - 1], row):
                sections.append(Section("top", None))
            elif row.page != page and index - 1 not in headings:
                sections.append(_continued(sections, row))
            elif margin is not None and row.x0 < margin + _INDENT:
                sections.append(_before_margin(sections))
            sections[-1].rows.append(row)
        page = row.page
    return _by_content(_merged(sections))


def _by_content(sections: list[Section]) -> list[Section]:
    """The sections with what their headings did not tell, or what has no heading, told by what they hold."""
    kinds = {section.kind for section in sections}
    if sections[0].kind == "top" and not kinds & _DATED:
        found = [Section(kind, None, rows) for kind, rows in entries_by_kind(sections[0].rows)]
        taken = {row.span.start for section in found for row in section.rows}
        sections[0].rows = [row for row in sections[0].rows if row.span.start not in taken]
        sections[1:1] = found
    for section in sections:
        if section.kind in _PERHAPS_STUDIES and "education" not in kinds and _holds_studies(section.rows):
            section.kind = "education"
        elif (section.kind == "summary" or (section.kind == "other" and "work" not in kinds)) and _holds_roles(
            section.rows
        ):
            section.kind = "work"  # "Career summary", "Appointments"
    _tell_summary(sections)
    return sections


def _tell_summary(sections: list[Section]) -> None:
    """Of two sections named like contacts, the one of sentences is what the person says: "Общие сведения" is either."""
    contacts = [section for section in sections if section.kind == "contact"]
    if len(contacts) > 1 and not any(section.kind == "summary" for section in sections):
        said = next((section for section in contacts if _holds_sentences(section.rows)), None)
        if said is not None:
            said.kind = "summary"


def _holds_sentences(rows: list[Row]) -> bool:
    """Whether rows are running text to its full stop, with nothing labelled and no address in it."""
    text = " ".join(row.text for row in rows)
    plain = all(len(row.cells) == 1 for row in rows) and not any(sign in text for sign in "@:\t")
    return plain and len(text.split()) >= _FEWEST_WORDS_SAID and text[-1:] in ".!?…"


def _holds_studies(rows: list[Row]) -> bool:
    """Whether "Training", in a resume without education, names a degree and the school that gave it."""
    facts = [read_row(row) for row in rows if not row.bullet]
    return any(fact.degree for fact in facts) and any(fact.institution for fact in facts)


def _holds_roles(rows: list[Row]) -> bool:
    """Whether a "career summary" lists roles with their dates."""
    anchors = find_anchors(rows, body_rows(rows))
    return sum(any(not period.single for period in periods) for periods in anchors.values()) >= _FEWEST_ROLES


def _begins_column(current: Section, before: Row, row: Row) -> bool:
    """Whether a row stands at the head of another column, above the heading of the section that was read last."""
    if row.page != 1 or before.page != row.page or current.heading is None or current.heading.page != row.page:
        return False
    return row.placed and row.y1 < before.y0 and row.y1 < current.heading.y0


def _inline(current: Section, row: Row) -> Section | None:
    """A section written on the row of its heading, unless the row is a line of a section that is made of such lines."""
    beside = margin_heading(row)
    labels = beside is not None and beside[0] in _LABELS_INSIDE and row.cells[0].text.endswith(":")
    if labels and current.kind in _WITH_LABELS:
        return None
    if beside is not None and (row.placed or beside[0] != current.kind):
        kind, rest = beside
        content = replace(row, span=rest, cells=row.cells[1:], bullet=False)
        return Section(kind, row, [content], row.x0 if row.placed else None)
    if current.kind in _WITH_LABELS and current.heading is not None and row.placed:
        return None
    found = inline_heading(row)
    if found is None or found[0] == current.kind:
        return None
    kind, rest = found
    if current.kind in _WITH_LABELS and (kind in _LABELS_INSIDE or not row.apart):
        return None
    return Section(kind, row, [replace(row, span=rest, cells=(rest,), bullet=False)])


def _before_margin(sections: list[Section]) -> Section:
    """The section that a heading in the margin interrupted."""
    last = next((section for section in reversed(sections) if section.margin is None), sections[0])
    return Section(last.kind, last.heading)


def _continued(sections: list[Section], row: Row) -> Section:
    """Where a row at the top of a page belongs: the last section of the column with the nearest left edge."""
    last = sections[-1]
    if not row.placed or not last.rows:
        return Section(last.kind, last.heading)
    before = row.page - 1

    def distance(section: Section) -> float:
        edges = [other.x0 for other in section.rows if other.page == before and not other.bullet]
        edges += [section.heading.x0] if section.heading and section.heading.page == before else []
        return min((abs(edge - row.x0) for edge in edges), default=1e9)

    nearest = min(reversed(sections), key=lambda section: round(distance(section) / _SAME_COLUMN))
    return Section(nearest.kind, nearest.heading)


def _merged(sections: list[Section]) -> list[Section]:
    """Parts of one section (same heading) put together again, in the place of the first."""
    merged: list[Section] = []
    for section in sections:
        twin = next(
            (other for other in merged if other.heading is section.heading and other.kind == section.kind), None
        )
        if twin is None:
            merged.append(section)
        else:
            twin.rows.extend(section.rows)
    return merged
