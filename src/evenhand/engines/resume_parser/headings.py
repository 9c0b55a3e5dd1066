"""Telling whether a row is the heading of a section, and of which one."""

import re
from collections import Counter
from collections.abc import Sequence

from .cues import title_score
from .lexicon import fold, owners, words
from .rows import Row, together
from .span import Span

LONGEST_HEADING = 60  # code points
_MOST_WORDS = 6
_MOST_LOOSE_WORDS = 5
_TITLE = 0.9  # what reads as a job title as much is no heading: "Head of User Experience"
_DECORATION = re.compile(r"^[\W_]+|[\W_]+$")
_NUMBERING = re.compile(r"^(?:\d{1,2}|[IVX]{1,4})[.)]\s*")
_JOINTS = re.compile(r"\s*(?:/|&|\+|,|\band\b|\bи\b|\|)\s*")
_TAIL = re.compile(r"\s*(?:[-–—:(]|\s{2,}|\t).*$")
_INLINE = re.compile(r"([^:\n]{3,40}?)\s?:\s*(?=\S)")
# Sections that are written on the line of their heading: "Skills: Python, Go".
_INLINE_KINDS = frozenset(
    {"skills", "languages", "summary", "objective", "interests", "certificates", "education", "position"}
)
_LARGER = 1.12  # times the usual size of text
_ENOUGH_APART = 2  # headings that stand apart, to expect it of all
_TITLE_ROWS = 2  # at the top, where "Резюме" is what the paper is called
_NEAR = 0.6  # points two rows of one style may differ in size


def kind_of_words(text: str) -> str | None:
    """The section that `text` names, or None. Letter spacing, numbering, decoration and joints do not matter."""
    known = owners("headings")
    plain = _DECORATION.sub("", _NUMBERING.sub("", together(text).strip()))
    if not plain or len(plain) > LONGEST_HEADING:
        return None
    if (kind := known.get(fold(plain))) is not None:
        return kind
    parts = [part for part in _JOINTS.split(fold(plain)) if part]
    kinds = [known.get(part) for part in parts]
    if len(parts) > 1 and kinds[0] is not None and all(kinds):
        return kinds[0]
    return known.get(fold(plain).replace(" ", "")) if " " in plain and plain.isupper() else None


def kind_with_tail(text: str) -> str | None:
    """As `kind_of_words`, but something may follow: "Опыт работы — 7 лет 3 месяца", "Experience (5 years)"."""
    kind = kind_of_words(text)
    if kind is None and (head := _TAIL.sub("", text.strip())) and head != text.strip():
        tail = text.strip()[len(head) :]
        if any(char.isdigit() for char in tail) and len(text) <= LONGEST_HEADING:
            return kind_of_words(head)
    return kind


def inline_heading(row: Row) -> tuple[str, Span] | None:
    """A heading and what follows it on the same row ("Skills: Python, Go"), for sections that are written so."""
    match = _INLINE.match(row.text)
    if match is None:
        return None
    kind = kind_of_words(match.group(1))
    if kind not in _INLINE_KINDS:
        return None
    return kind, row.span.cut(match.end(), len(row.text)).strip(" \t")


def margin_heading(row: Row) -> tuple[str, Span] | None:
    """A heading in the margin and what stands beside it: "Знание языков" and, in the next cell, "Русский — родной"."""
    if len(row.cells) < 2 or row.bullet or (kind := kind_of_words(row.cells[0].text)) is None:
        return None
    rest = row.cells[1]
    return kind, row.span.cut(rest.start - row.span.start, len(row.text))


def usual_size(rows: Sequence[Row]) -> float:
    """The size most of the text is set in; 0.0 where sizes are unknown."""
    weights: Counter[float] = Counter()
    for row in rows:
        weights[row.size] += len(row.text)
    return weights.most_common(1)[0][0] if weights else 0.0


def stands_out(row: Row, usual: float) -> bool:
    """Whether a row is set apart from running text by size, weight or capitals."""
    return row.size > _LARGER * usual or row.bold or row.capitals


def find_headings(rows: Sequence[Row]) -> dict[int, str]:
    """Index of each heading row, and its section. First by words; then rows that look the same, as "other"."""
    usual = usual_size(rows)
    known = _named(rows)
    named = _of_one_look(rows, known, usual) if usual else _set_apart(rows, known)
    named |= {index: kind for index, kind in known.items() if rows[index].margin}
    looks = Counter(rows[index].style for index in named)
    for index, row in enumerate(rows):
        looks_so = row.style in looks if usual else row.apart or row.capitals or row.text.endswith(":")
        if index not in named and looks_so and (kind := _loosely(row)) is not None:
            named[index] = kind
    if usual and looks:
        first = min(named)
        unknown = [index for index in range(first + 1, len(rows)) if index not in named]
        named |= {index: "other" for index in unknown if _looks_like_heading(rows, index, looks, usual)}
    return dict(sorted(named.items()))


def _named(rows: Sequence[Row]) -> dict[int, str]:
    """Rows that say nothing but the name of a section."""
    documents = words("basics", "documents")
    found = {
        index: kind
        for index, row in enumerate(rows)
        if not row.bullet
        and len(row.cells) == 1
        and (kind := kind_with_tail(row.text)) is not None
        and not (index < _TITLE_ROWS and _name(row) in documents)
    }
    labels = words("work", "duties_labels") | words("work", "tools_labels")
    times = Counter(_name(rows[index]) for index in found)

    def labels_a_role(index: int) -> bool:
        """ "Achievements:" under every role, or close under a role, is a label and not a section."""
        row = rows[index]
        return _name(row) in labels and (times[_name(row)] > 1 or (not row.apart and row.text.rstrip().endswith(":")))

    return {index: kind for index, kind in found.items() if not labels_a_role(index)}


def _name(row: Row) -> str:
    return fold(row.text.strip(" :."))


def _set_apart(rows: Sequence[Row], named: dict[int, str]) -> dict[int, str]:
    """In plain text, without what may be an item of a list ("Teaching"), where other headings do stand apart."""
    apart = {
        index: kind
        for index, kind in named.items()
        if index == 0 or rows[index].apart or rows[index].capitals or rows[index].text.endswith(":")
    }
    return apart if len(apart) >= _ENOUGH_APART else named


def _loosely(row: Row) -> str | None:
    """The section of a heading no list holds, by its last word (or, in Russian, its first): "Academic Positions"."""
    parts = fold(row.text.strip(" :")).split()
    if row.bullet or len(row.cells) > 1 or any(char.isdigit() for char in row.text):
        return None
    if not 1 < len(parts) <= _MOST_LOOSE_WORDS or title_score(row.text) >= _TITLE:
        return None
    last, first = owners("headings_loose", "last"), owners("headings_loose", "first")
    return last.get(parts[-1]) or first.get(parts[0])


def _of_one_look(rows: Sequence[Row], named: dict[int, str], usual: float) -> dict[int, str]:
    """Without those set as running text, or smaller than most headings: a group's label, a word in a list."""
    strong = {index for index in named if stands_out(rows[index], usual)}
    if len(strong) < _ENOUGH_APART:
        return named
    sizes = Counter(rows[index].size for index in strong)
    common = max(sizes, key=lambda size: (sizes[size], size))

    def fits(index: int) -> bool:
        size = rows[index].size
        alike = (abs(size - rows[other].size) <= _NEAR for other in strong if other != index)
        return index in strong and (size >= common - _NEAR or any(alike))

    return {index: kind for index, kind in named.items() if fits(index)}


def _looks_like_heading(
    rows: Sequence[Row], index: int, looks: Counter[tuple[float, bool, bool]], usual: float
) -> bool:
    """A short row alone, set exactly like the known headings and unlike what else fills the resume."""
    row = rows[index]
    if row.bullet or len(row.cells) > 1 or row.style not in looks or len(row.text.split()) > _MOST_WORDS:
        return False
    if any(char.isdigit() for char in row.text) or not stands_out(row, usual) or row.text.endswith((".", ",")):
        return False
    if row.size > _LARGER * usual and sum(other.style == row.style for other in rows) <= 2 * looks[row.style] + 4:
        return True
    # Set like a heading but no larger than text: an employer in bold capitals looks the same, and is followed by facts.
    following = rows[index + 1] if index + 1 < len(rows) else None
    return (
        looks[row.style] >= 2
        and row.capitals
        and following is not None
        and not any(char.isdigit() for char in following.text[:LONGEST_HEADING])
    )
