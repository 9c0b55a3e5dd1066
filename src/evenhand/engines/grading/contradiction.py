"""Signs that a stretch of an answer may say the opposite of a claim; `stance.py` says which are sure to."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.alignment import ALIGNED
from evenhand.engines.grading.polarity import clause_of
from evenhand.engines.grading.quantities import Quantity, agree, disagree
from evenhand.engines.grading.reading import Reading
from evenhand.engines.grading.text import Stretch
from evenhand.engines.grading.window import Window

Sign = Literal["negation", "opposite", "number", "name", "yes_no", "roles"]

# A pair of words is looked at for a denial only from this likeness on.
SAME_THING = 0.6
# Less weight than this in the rest of a claim says nothing.
LITTLE = 0.5
# From this strength on a sign may cancel another.
SETTLED = 0.45
# The order around these words says who does what to whom.
_ASYMMETRIC = lexicon.words("asymmetric")
_JOINS = frozenset({"and", "or", "и", "или"})
_YES = frozenset({"yes", "yeah", "yep", "да"})
_NO = frozenset({"no", "nope", "нет"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """One sign of contradiction: its kind, a strength of 0.0 to 1.0, and the words in claim and answer that show it."""

    sign: Sign
    strength: float
    claim_word: int
    answer_word: int


def find_conflicts(window: Window) -> tuple[Conflict, ...]:
    """Every sign in one stretch of the answer.

    Two signs can cancel out: a denied opposite agrees ("not closed" with "open"), and so does an opposite in swapped
    order ("A above B" with "B below A"). About another of the things the question contrasts, a denial or an opposite
    is no contradiction ("TCP has a connection", "UDP has none"); a name of strength 0.0 then says that the stretch is
    about something else.
    """
    turned = [*_numbers(window), *_opposites(window)]
    if not _denies_opposite(window):
        turned += _denied(window)
    swapped = [*_other_name(window), *_swapped_roles(window)]
    if swapped and any(conflict.strength >= SETTLED for conflict in turned):
        turned, swapped = [], [replace(conflict, strength=0.0) for conflict in swapped]
    return (*turned, *swapped, *_yes_no(window))


def _denied(window: Window) -> list[Conflict]:
    """The share of matching words that only one side denies; little where little of the claim matches at all."""
    claim, answer = window.alignment.claim, window.alignment.answer
    matched, flipped, pairs = 0.0, 0.0, 0
    shown: tuple[float, int, int] | None = None
    for row, (like, partner) in enumerate(zip(window.best, window.partners, strict=True)):
        if like < SAME_THING:
            continue
        weight, place = float(like * window.alignment.weights[row]), claim.content[row]
        matched, pairs = matched + weight, pairs + 1
        if claim.negated[place] != answer.negated[partner] and not _diminished(claim, place, answer, partner):
            flipped += weight
            shown = max(shown or (0.0, 0, 0), (weight, place, partner))
    if shown is None:
        return []
    share = matched / float(window.alignment.weights.sum())
    # One word of several in common is less surely the same matter than two.
    enough = min(1.0, (1.5 if pairs == 1 else 2.0) * share)
    return [Conflict("negation", round(enough * flipped / matched, 3), shown[1], shown[2])]


def _diminished(claim: Reading, place: int, answer: Reading, partner: int) -> bool:
    """Whether the side that does not deny says "less" or "prevents" instead."""
    reading, spoken = (answer, partner) if claim.negated[place] else (claim, place)
    first, last = clause_of(reading.passage, spoken)
    return any(token.norm in _diminishers() for token in reading.passage.tokens[first:last])


@cache
def _diminishers() -> frozenset[str]:
    return lexicon.words("diminishers")


def _opposites(window: Window) -> list[Conflict]:
    """An opposite in place of a word of the claim, or beside the same word ("debit cash" against "credit cash").

    Two words turned round in one part of the claim make no contradiction: that writes are slower agrees with reads
    being faster.
    """
    claim, answer = window.alignment.claim, window.alignment.answer
    bound: list[Conflict] = []
    instead: dict[int, dict[int, Conflict]] = {}
    for row, place, other in _opposite_pairs(window):
        if claim.negated[place] != answer.negated[other]:
            continue
        if _bound_alike(window, place, other):
            bound.append(Conflict("opposite", max(SETTLED, _context(window, [row])), place, other))
        elif not window.same[row] and not _says(claim, answer.stems[other], denied=answer.negated[other]):
            instead.setdefault(_part(claim, place), {})[row] = Conflict(
                "opposite", _context(window, [row]), place, other
            )
    return bound + [conflict for part in instead.values() if len(part) % 2 for conflict in part.values()]


def _part(reading: Reading, place: int) -> int:
    """Which part of a text a word stands in: parts end where a clause opens and at "and"."""
    tokens = reading.passage.tokens[: place + 1]
    return sum(1 for token in tokens if token.opens or token.norm in _JOINS)


def _denies_opposite(window: Window) -> bool:
    claim, answer = window.alignment.claim, window.alignment.answer
    return any(
        claim.negated[place] != answer.negated[other]
        and not window.same[row]
        and answer.stems[other] not in claim.stems
        for row, place, other in _opposite_pairs(window)
    )


def _opposite_pairs(window: Window) -> list[tuple[int, int, int]]:
    """Row and place of a claim's word, and the place of its opposite in the stretch."""
    content = window.alignment.claim.content
    return [(row, content[row], other) for row, other in window.opposites]


def _says(claim: Reading, stem: str, *, denied: bool) -> bool:
    return any(mine == stem and claim.negated[place] == denied for place, mine in enumerate(claim.stems))


def _bound_alike(window: Window, place: int, other: int) -> bool:
    """Whether the same word follows both, and the reference does not put the opposite there itself."""
    claim, answer = window.alignment.claim, window.alignment.answer
    mine, theirs = _next_content(claim, place), _next_content(answer, other)
    if mine is None or theirs is None or claim.stems[mine] != answer.stems[theirs]:
        return False
    return (answer.stems[other], answer.stems[theirs]) not in window.alignment.setting.neighbours


def _next_content(reading: Reading, place: int) -> int | None:
    """The next meaningful word of the same clause."""
    tokens = reading.passage.tokens
    for following in range(place + 1, len(tokens)):
        if tokens[following].opens:
            return None
        if tokens[following].content:
            return following
    return None


def _context(window: Window, rows: Collection[int]) -> float:
    """How much of the claim but for some rows stands here: an opposite alone, about something else, proves nothing.

    Where the rest of the claim says nothing new, the question supplies it.
    """
    others = [row for row in range(len(window.best)) if row not in rows]
    weights = window.alignment.weights[others]
    if float(weights.sum()) < LITTLE:
        return SAME_THING
    return round(float(window.best[others] @ weights / weights.sum()), 3)


def _numbers(window: Window) -> list[Conflict]:
    inside = window.quantities
    found = []
    for mine in window.alignment.claim.quantities:
        if any(agree(mine, other) for other in inside):
            continue
        against = next((other for other in inside if disagree(mine, other) and not _claimed(window, other)), None)
        if against is not None:
            rows = [_row(window, place) for place in range(mine.token, mine.last + 1)]
            found.append(Conflict("number", _context(window, rows), mine.token, against.token))
    return found


def _claimed(window: Window, quantity: Quantity) -> bool:
    """Whether the reference has this number too, in another place."""
    known = (*window.alignment.claim.quantities, *window.alignment.setting.quantities)
    return any(agree(mine, quantity) for mine in known)


def _other_name(window: Window) -> list[Conflict]:
    """Another one-letter name ("bulb B" for "bulb A"), or another of the things that the question contrasts."""
    claim, answer = window.alignment.claim, window.alignment.answer
    mine, theirs = _letters(claim, claim.whole), _letters(answer, window.stretch)
    if mine and theirs and not mine.keys() & theirs.keys():
        return [_named(window, min(mine.values()), min(theirs.values()))]
    for one, other in window.alignment.setting.contrasts:
        if one in claim.stems and other not in claim.stems:
            spoken_of = _last_named(answer, window.best_clause, (one, other))
            if spoken_of is not None and answer.stems[spoken_of] == other:
                return [_named(window, claim.stems.index(one), spoken_of)]
    return []


def _named(window: Window, place: int, spoken_of: int) -> Conflict:
    """Another name contradicts as far as the rest of the claim is said of it."""
    row, weights = _row(window, place), window.alignment.weights
    rest = [index for index in range(len(weights)) if index != row] or [0]
    said = sum(float(weights[index]) for index in rest if window.best[index] >= ALIGNED)
    return Conflict("name", round(said / sum(float(weights[index]) for index in rest), 3), place, spoken_of)


def _row(window: Window, place: int) -> int:
    content = window.alignment.claim.content
    return content.index(place) if place in content else -1


def _last_named(answer: Reading, stretch: Stretch, names: tuple[str, str]) -> int | None:
    """Which of two contrasted things a stretch speaks of: the one it names, or the one named last before it.

    None where it names both, or neither is named.
    """
    here = [place for place in range(stretch.first, stretch.last) if answer.stems[place] in names]
    if here:
        return here[0] if len({answer.stems[place] for place in here}) == 1 else None
    return next((place for place in range(stretch.first - 1, -1, -1) if answer.stems[place] in names), None)


def _letters(reading: Reading, stretch: Stretch) -> dict[str, int]:
    found: dict[str, int] = {}
    for place in range(stretch.first, stretch.last):
        token = reading.passage.tokens[place]
        written = reading.passage.source[token.start : token.end]
        if len(written) == 1 and written.isalpha() and written not in "aiAIяЯвВсСкКоОуУиИ":
            found.setdefault(token.norm, place)
    return found


def _yes_no(window: Window) -> list[Conflict]:
    claim, answer = window.alignment.claim, window.alignment.answer
    if window.stretch.first or not claim.passage.tokens:
        return []
    mine, theirs = claim.passage.tokens[0].norm, answer.passage.tokens[0].norm
    if (mine in _YES and theirs in _NO) or (mine in _NO and theirs in _YES):
        return [Conflict("yes_no", 1.0, 0, 0)]
    return []


def _swapped_roles(window: Window) -> list[Conflict]:
    """The same two words on the other sides of the same word: "A before B" and "B before A"."""
    claim, answer = window.alignment.claim, window.alignment.answer
    found = []
    for place, stem in enumerate(claim.stems):
        if claim.passage.tokens[place].norm not in _ASYMMETRIC:
            continue
        for other in range(window.stretch.first, window.stretch.last):
            if answer.stems[other] == stem and _crossed(_sides(claim, place), _sides(answer, other)):
                found.append(Conflict("roles", 1.0, place, other))
                break
    return found


def _sides(reading: Reading, place: int) -> tuple[frozenset[str], frozenset[str]]:
    """Stems of the meaningful words before and after a place, within its clause."""
    tokens = reading.passage.tokens
    first, last = clause_of(reading.passage, place)
    before = frozenset(token.stem for token in tokens[first:place] if token.content)
    after = frozenset(token.stem for token in tokens[place + 1 : last] if token.content)
    return before, after


def _crossed(mine: tuple[frozenset[str], frozenset[str]], theirs: tuple[frozenset[str], frozenset[str]]) -> bool:
    moved_right = (mine[0] - mine[1]) & (theirs[1] - theirs[0])
    moved_left = (mine[1] - mine[0]) & (theirs[0] - theirs[1])
    return bool(moved_right and moved_left)
