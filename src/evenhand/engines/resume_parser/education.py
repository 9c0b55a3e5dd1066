"""Education: where, what, which degree, how well, when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .cues import title_score
from .dates import Period
from .degrees import Degree, read_degree, read_score
from .draft import GUESS, LIKELY, SURE, Branch, Leaf, leaf
from .lexicon import alternatives
from .places import Place
from .prose import body_rows, continues, right_edges
from .rows import Row
from .span import Span
from .study import LONGEST_FACT, RowFacts, is_department, read_row

_COURSES = re.compile(rf"\s*(?:{alternatives('education', 'courses')})\s?[:—–-]\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*[,;](?![^(]{0,40}\))\s*")
_LETTERS_AFTER = re.compile(r"\s*\(([^()]{2,10})\)$")
_MOST_SUBJECT_WORDS = 7
_NO_SUBJECT = ':«»"“”@/'
_TITLE = 0.4  # "Инженер-металлург" is what the diploma makes somebody, not the subject
_QUOTES = '«»“”"„'


@dataclass(slots=True)
class Study:
    """One entry under construction."""

    institution: Span | None = None
    sure: bool = False  # the institution was told by its words
    heads: bool = False  # it stands on a row of its own, so that degrees below may share it
    degree: Degree | None = None
    area: Span | None = None
    score: Leaf | None = None
    periods: list[Period] = field(default_factory=list)
    place: Place | None = None
    courses: list[Leaf] = field(default_factory=list)
    spare: list[Span] = field(default_factory=list)  # facts not yet told apart

    @property
    def empty(self) -> bool:
        return self.institution is None and self.degree is None and not self.spare and not self.periods


def read_education(rows: Sequence[Row]) -> list[Branch]:
    """A section as JSON Resume `education`."""
    body = body_rows(rows)
    leading = _leading_style(rows, body)
    studies: list[Study] = [Study()]
    for index, row in enumerate(rows):
        detail = _COURSES.match(row.text) is not None or (row.bullet and not _all_bullets(rows))
        facts = None if detail else read_row(row)
        if facts is None or (index in body and not facts.periods and facts.degree is None):
            _add_details(studies[-1], row, _with_wrapped(rows, index, body))
            continue
        if _begins(studies[-1], facts, row, leading):
            studies.append(Study())
        _add(studies[-1], facts)
    return [_branch(study) for study in _with_schools(studies)]


def _with_schools(studies: list[Study]) -> list[Study]:
    """The studies that say anything; a degree alone was taken at the school above it."""
    kept: list[Study] = []
    for study in studies:
        above = kept[-1] if kept else None
        alone = study.degree is not None and study.institution is None and not study.spare
        if above is not None and above.heads and alone:
            study.institution, study.sure, study.heads = above.institution, False, True
        if not study.empty:
            kept.append(study)
    return kept


def _all_bullets(rows: Sequence[Row]) -> bool:
    return all(row.bullet for row in rows)


def _leading_style(rows: Sequence[Row], body: set[int]) -> tuple[float, bool, bool] | None:
    """The style that begins each entry, if the first row's is not that of every row."""
    styles = {row.style for index, row in enumerate(rows) if index not in body}
    if not rows or len(styles) < 2 or not (rows[0].bold or rows[0].style[0] > min(style[0] for style in styles)):
        return None
    return rows[0].style


def _begins(study: Study, facts: RowFacts, row: Row, leading: tuple[float, bool, bool] | None) -> bool:
    """Whether a row is the first of another entry: it looks like the first one's, or says again what is known."""
    if study.empty or (facts.place is not None and _says_only_where(facts)):
        return False
    if leading is not None:
        told = (
            study.institution is not None
            or bool(study.spare)
            or (study.degree is not None and facts.degree is not None)
        )
        another = facts.degree is not None and study.degree is not None and bool(facts.periods)
        return another or (row.style == leading and told)
    again = (
        (facts.institution is not None and study.institution is not None and not is_department(facts.institution.text))
        or (facts.degree is not None and study.degree is not None)
        or bool(facts.periods and study.periods)
    )
    finished = study.degree is not None and bool(study.periods) and study.institution is None and bool(study.spare)
    again = again or (finished and facts.institution is not None and facts.degree is None)
    missing = study.degree is None and facts.institution is None and not facts.periods  # only what was not said yet
    told_more = bool(study.institution or study.degree) and bool(facts.institution or facts.degree)
    return again or (row.apart and told_more and not missing)


def _says_only_where(facts: RowFacts) -> bool:
    return not (facts.periods or facts.institution or facts.degree or facts.area or facts.spare)


def _add(study: Study, facts: RowFacts) -> None:
    study.periods.extend(facts.periods)
    known, new = study.institution, facts.institution
    if new is not None and (known is None or (is_department(known.text) and not is_department(new.text))):
        study.institution, study.sure = new, True
        study.heads = study.heads or (facts.degree is None and not facts.periods and study.degree is None)
    study.degree = study.degree or facts.degree
    study.area = study.area or facts.area
    study.score = study.score or facts.score
    study.place = study.place or facts.place
    study.spare.extend(facts.spare)


def _with_wrapped(rows: Sequence[Row], index: int, body: set[int]) -> Span:
    """The text of a row with the rows that go on from it, as far as they follow one another in the document."""
    whole, right = rows[index].span, right_edges(rows)
    for below in range(index + 1, len(rows)):
        span = rows[below].span
        follows = span.start == whole.end + 1 and continues(rows[below - 1], rows[below], right[rows[below].page])
        if below not in body or not follows:
            break
        whole = Span(f"{whole.text}\n{span.text}", whole.start)
    return whole


def _add_details(study: Study, row: Row, whole: Span) -> None:
    """A list item or a sentence inside an entry: courses or a mark; nothing else has a field."""
    label = _COURSES.match(row.text)
    if label is not None:
        listed = whole.cut(label.end(), len(whole.text))
        study.courses.extend(made for part in listed.split(_LISTED) if (made := leaf(part, LIKELY)) is not None)
        return
    score = read_score(row.span)
    if score is not None and study.score is None and len(row.text) <= LONGEST_FACT:
        study.score = score[0]


def _subject(area: Span | None) -> Span | None:
    """The subject without quotation marks, and without the degree's letters after it ("Nursing (BSN)")."""
    if area is None:
        return None
    letters = _LETTERS_AFTER.search(area.text)
    if letters is not None and read_degree(Span(letters[1], 0)) is not None:
        area = area.cut(0, letters.start()).strip()
    return area.strip(_QUOTES) if area.text[:1] in _QUOTES else area.strip(" .") or None


def _is_subject(study: Study, spare: Span) -> bool:
    """Whether what stands beside a school that its words told can be what was studied there."""
    text = spare.text
    plain = len(text.split()) <= _MOST_SUBJECT_WORDS and not any(char.isdigit() or char in _NO_SUBJECT for char in text)
    return study.sure and plain and not text.isupper() and title_score(text) < _TITLE


def _branch(study: Study) -> Branch:
    """Spare facts fill what the words did not tell: the institution first, then the subject."""
    spare = [span for span in study.spare if not is_department(span.text)]
    if study.institution is None and spare:
        study.institution = spare.pop(0)
    if (
        study.area is None
        and spare
        and (study.degree is not None or spare[0].text[:1].islower() or _is_subject(study, spare[0]))
    ):
        study.area = spare.pop(0)
    period = study.periods[0] if study.periods else None
    return {
        "institution": leaf(study.institution, SURE if study.sure else GUESS),
        "area": leaf(_subject(study.area), LIKELY),
        "studyType": leaf(study.degree.span, SURE) if study.degree else None,
        "startDate": None if period is None or period.single else period.start_leaf(),
        "endDate": period.end_leaf() if period else None,
        "score": study.score,
        "courses": study.courses,
    }
