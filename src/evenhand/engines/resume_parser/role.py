"""Telling the title and the employer of each role, and which roles share an employer."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .cues import employer_score, ends_in_legal_form, title_score
from .dates import Period
from .draft import GUESS, LIKELY, SURE
from .entries import Entry, split_entries
from .facts import Fact, Facts, read_facts, take_places_by_habit
from .lexicon import find_phrases, words
from .rows import Row
from .span import Span

_COMMA = re.compile(r",\s+")
_JOINTS = re.compile(r"(?P<comma>,)\s+|\s+/\s+")
_AT = re.compile(r"\s+(?:at|@|в компании|в)\s+(?=[«\"“A-ZА-ЯЁ])")
_MOST_FACTS = 6
_HABIT = 0.8  # how much the order usual in this resume weighs against the words of one entry
_NEAR_ROLE = 0.1
_ORGANISATION = 0.7  # what scores as much is one
_PLAIN_LEANING = 0.6  # enough to cut at a comma for the words alone
_SURE_LEANING = 1.2  # enough to cut at a slash, which more often stands inside a title
_MOST_TITLE_WORDS = 10
_SOME_TITLE = 0.2
_SOME = 0.4  # from here on, a score says something
_DEEPEST_TITLE = 4  # rows of the body in which a title may still stand, after what the employer does


@dataclass(slots=True)
class Role:
    """One role as read, before it is written out."""

    entry: Entry
    facts: Facts
    title: Span | None = None
    employer: Span | None = None
    division: Span | None = None
    confidence: float = LIKELY
    inherited: bool = False


def read_roles(rows: Sequence[Row], cities: Collection[str] = ()) -> list[Role]:
    """The roles of a section, in the order of the page. `cities`: see `take_places_by_habit`."""
    roles = [Role(entry, read_facts(entry.head)) for entry in split_entries(rows)]
    roles = [role for role in roles if not _is_gap(role.facts)]
    take_places_by_habit([role.facts for role in roles], cities)
    for role in roles:
        _divide_plainly(role)
    single = [role for role in roles if len(role.facts.core) == 1]
    group: Role | None = None
    for role in single:
        divided = _in_one(role.facts.core[0])
        if group is None or not _belongs(role, group) or _names_employer(divided):
            role.facts.core = divided
        group = role if len(role.facts.core) == 1 and _names_employer(role.facts.core) else group
    habit = _habit([role.facts for role in roles])
    if 2 * sum(len(role.facts.core) > 1 for role in single) >= len(single):
        for role in single:
            role.facts.core = _by_comma(role.facts.core)
    for role in roles:
        _name(role, habit)
        if role.title is None or title_score(role.title.text) < _SOME_TITLE:
            _look_below(role)
    return _with_employers(roles)


def _says_who(text: str) -> bool:
    return max(title_score(text), employer_score(text)) > _SOME


def _divide_plainly(role: Role) -> None:
    """A row that names title and employer, over rows that name neither: those say what was done."""
    core = role.facts.core
    if len(core) < 2 or any(_says_who(fact.span.text) for fact in core[1:] if fact.place == 0):
        return
    divided = _in_one(core[0])
    row = core[0].row
    if len(divided) != 2 or any(fact.row == row for fact in core[1:]) or row + 1 >= len(role.entry.head):
        return
    if abs(_leaning(divided[0].span, divided[1].span)) < _SURE_LEANING:
        return
    role.facts.core = divided
    role.entry.head, below = role.entry.head[: row + 1], role.entry.head[row + 1 :]
    role.entry.body = [*below, *role.entry.body]


def _names_employer(core: Sequence[Fact]) -> bool:
    return any(employer_score(fact.span.text) >= _ORGANISATION for fact in core)


def _belongs(role: Role, group: Role) -> bool:
    """Whether the dates of a role lie within those of the employer above it."""
    outer, inner = group.facts.periods, role.facts.periods
    return bool(outer and inner) and _inside(outer[0], inner[0])


def _is_gap(facts: Facts) -> bool:
    """Whether the entry says that there was no work: "Career break (parental leave)"."""
    return len(facts.core) == 1 and bool(find_phrases(facts.core[0].span.text, words("work", "gaps")))


def _leaning(title: Span, employer: Span) -> float:
    """How much better the two fit as title and employer than the other way round."""
    return (
        title_score(title.text)
        - title_score(employer.text)
        + employer_score(employer.text)
        - employer_score(title.text)
    )


def _habit(all_facts: Sequence[Facts]) -> float:
    """-1 to 1: whether titles stand before employers in these entries, by those whose words are plain."""
    votes = [_leaning(facts.core[0].span, facts.core[1].span) for facts in all_facts if len(facts.core) >= 2]
    strength = sum(abs(vote) for vote in votes)
    return sum(votes) / strength if strength else 0.0


def _name(role: Role, habit: float) -> None:
    """Decide which facts are the title and the employer."""
    core = role.facts.core[:_MOST_FACTS]
    role.title, role.employer = role.facts.title, role.facts.employer
    if role.title is not None or role.employer is not None:
        role.confidence = SURE
        rest = [fact.span for fact in core]
        role.title = role.title or next((span for span in rest if title_score(span.text) >= 0.5), None)
        role.employer = role.employer or next((span for span in rest if span is not role.title), None)
        return
    if len(core) == 1:
        _name_alone(role, core[0].span)
        return
    best: tuple[float, Fact, Fact] | None = None
    for one in core:
        for other in core:
            if one is other:
                continue
            order = habit if (one.row, one.place) < (other.row, other.place) else -habit
            score = _leaning(one.span, other.span) + _HABIT * order
            score -= _NEAR_ROLE * (
                one.row + other.row + 2 * one.place * (one.row > 0) + 2 * other.place * (other.row > 0)
            )
            score -= _NEAR_ROLE * (core.index(one) + core.index(other))
            if best is None or score > best[0]:
                best = score, one, other
    if best is None:
        return
    score, title, employer = best
    role.title, role.employer = title.span, employer.span
    role.confidence = SURE if score > 0.9 else LIKELY if score > 0.3 else GUESS
    _widen(role, core, title, employer)


def _look_below(role: Role) -> None:
    """A title set apart below what the employer does, as job boards print it."""
    for index, row in enumerate(role.entry.body[:_DEEPEST_TITLE]):
        plain = not row.bullet and len(row.cells) == 1 and len(row.text.split()) <= _MOST_TITLE_WORDS
        if plain and title_score(row.text) >= 0.9 and (row.bold or not row.placed):
            if role.title is not None and role.employer is not None:
                role.division = role.title
            sides = _in_one(Fact(row.span.strip(), 0, 0))
            if len(sides) == 2 and role.employer is None:
                sides.sort(key=lambda side: -title_score(side.span.text))
                role.employer = sides[1].span
            role.title = sides[0].span if role.employer is sides[-1].span else row.span.strip()
            role.entry.body = role.entry.body[index + 1 :]
            return


def _widen(role: Role, core: Sequence[Fact], title: Fact, employer: Fact) -> None:
    """Facts beside the title and the employer on their own rows belong to them: a team, a division."""
    others = [fact for fact in core if fact is not title and fact is not employer]
    beside = [fact for fact in others if fact.row == employer.row and employer.row != title.row]
    if beside and beside[0].place > employer.place:
        role.division = beside[0].span
    elif others and (extra := next((fact for fact in others if title_score(fact.span.text) < 0.5), None)) is not None:
        role.division = extra.span
    if title.row != employer.row:
        tail = [fact for fact in others if fact.row == title.row and fact.place == title.place + 1]
        if tail and title_score(tail[0].span.text) >= 0.5:
            role.title = _covering(role.entry, title.span, tail[0].span)


def _covering(entry: Entry, first: Span, last: Span) -> Span:
    """One span from `first` to `last` on one row of the head."""
    row = next(row for row in entry.head if row.span.start <= first.start < row.span.end)
    return row.span.cut(first.start - row.span.start, last.end - row.span.start)


def _in_one(fact: Fact) -> list[Fact]:
    """A title and an employer written as one: "Office manager, The Phone Company", "Engineer at Acme"."""
    at = next(iter(_AT.finditer(fact.span.text)), None)
    if at is not None and title_score(fact.span.text[: at.start()]) > 0.5:
        sides = fact.span.without([at.span()])
        return [Fact(side, fact.row, place) for place, side in enumerate(sides)]
    best: tuple[float, list[Span]] | None = None
    for match in list(_JOINTS.finditer(fact.span.text))[:_MOST_FACTS]:
        left, right = fact.span.cut(0, match.start()).strip(), fact.span.cut(match.end(), len(fact.span.text)).strip()
        if not left or not right or ends_in_legal_form(right.text):
            continue
        lean = abs(_leaning(left, right))
        enough = _PLAIN_LEANING if match["comma"] else _SURE_LEANING
        if lean >= enough and (best is None or lean >= best[0]):
            best = lean, [left, right]
    return [Fact(side, fact.row, place) for place, side in enumerate(best[1])] if best else [fact]


def _by_comma(core: list[Fact]) -> list[Fact]:
    """One fact with one comma, cut there, as its neighbours were by their words."""
    if len(core) != 1 or len(_COMMA.findall(core[0].span.text)) != 1:
        return core
    sides = core[0].span.split(_COMMA)
    if len(sides) != 2 or ends_in_legal_form(sides[1].text):
        return core
    return [Fact(side, core[0].row, place) for place, side in enumerate(sides)]


def _name_alone(role: Role, span: Span) -> None:
    """One fact and no more: a title by its words, else an employer."""
    enough = 0.3 if " " in span.text else 0.5  # "Claims Adjuster", but not "Docker"
    if title_score(span.text) > max(enough, employer_score(span.text) - 0.3):
        role.title, role.confidence = span, LIKELY
    else:
        role.employer, role.confidence = span, LIKELY if employer_score(span.text) >= 0.7 else GUESS


def _with_employers(roles: list[Role]) -> list[Role]:
    """Several roles at one employer: a role without one belongs to the employer above it.

    An entry that names an employer and no title, with roles inside its dates below it, is their common head.
    """
    kept: list[Role] = []
    current: Role | None = None
    for index, role in enumerate(roles):
        following = roles[index + 1] if index + 1 < len(roles) else None
        if kept and _is_like(role, kept[-1]):
            role.title, role.employer = role.employer, None
        if role.employer is not None:
            current = role
        elif role.title is not None and current is not None and not role.inherited:
            role.employer, role.division, role.inherited = current.employer, None, True
            role.confidence = min(role.confidence, LIKELY)
            role.facts.places = role.facts.places or current.facts.places
        if role.title is None and following is not None and _heads(role, following):
            continue
        kept.append(role)
    return kept


def _is_like(role: Role, before: Role) -> bool:
    """Whether a lone fact that no word tells is set like the title just above it, under the same employer."""
    if role.title is not None or role.employer is None or not before.inherited or len(role.facts.core) != 1:
        return False
    row, other = role.entry.head[0], before.entry.head[0]
    return employer_score(role.employer.text) == 0.0 and row.style == other.style and row.placed and not row.apart


def _heads(role: Role, following: Role) -> bool:
    """Whether `role` only introduces the one below it."""
    if role.employer is None or following.employer is not None or following.title is None or role.entry.body:
        return False
    outer, inner = role.facts.periods, following.facts.periods
    return not outer or not inner or _inside(outer[0], inner[0])


def _inside(outer: Period, inner: Period) -> bool:
    begin, end = outer.start_leaf(), outer.end_leaf()
    inner_begin, inner_end = inner.start_leaf(), inner.end_leaf()
    starts = begin is None or inner_begin is None or begin.value[:4] <= inner_begin.value[:4]
    ends = end is None or inner_end is None or inner_end.value[:4] <= end.value[:4]
    return starts and ends
