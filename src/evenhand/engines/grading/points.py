"""What an answer makes of each key point: found, missing or contradicted, with the words that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from evenhand.engines.grading.comparison import Match
from evenhand.engines.grading.contradiction import SETTLED, Conflict
from evenhand.engines.grading.parameters import Parameters
from evenhand.engines.grading.polarity import starts_negation
from evenhand.engines.grading.reading import Reading
from evenhand.engines.grading.reference import Point

Status = Literal["found", "missing", "contradicted"]
Kind = Literal["key_point", "red_flag"]

# A point is found from this chance on; below it the words are too far apart to say so.
FOUND_FROM = 0.45
# Words of the answer that are this like a word of the point belong to the evidence.
SHOWN = 0.45

_WHY: Mapping[str, str] = {
    "negation": "One side denies what the other says.",
    "opposite": "The answer says the opposite.",
    "number": "The answer gives another number.",
    "name": "The answer says it of something else.",
    "yes_no": "Yes and no are the other way round.",
    "roles": "Who and whom, or before and after, are the other way round.",
}


@dataclass(frozen=True, slots=True)
class PointResult:
    """One key point or red flag against one answer.

    `strength` is 0.0 to 1.0. `start`, `end` and `text` are the span of the answer that shows it, None where the point
    is missing. `effect` holds the points of each dimension that it adds or takes away. `why` says in a sentence what
    a contradiction consists of, and is empty otherwise.
    """

    point: str
    kind: Kind
    weight: float
    status: Status
    strength: float
    start: int | None
    end: int | None
    text: str | None
    effect: Mapping[str, float]
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "point": self.point,
            "kind": self.kind,
            "weight": self.weight,
            "status": self.status,
            "strength": self.strength,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "effect": dict(sorted(self.effect.items())),
            "why": self.why,
        }


@dataclass(frozen=True, eq=False)
class Judged:
    """A point with its status, before it is known what it is worth."""

    point: Point
    status: Status
    strength: float
    chances: tuple[float, float, float]
    span: tuple[int, int] | None
    why: str
    answer: str


def judge(point: Point, match: Match, parameters: Parameters) -> Judged:
    """Settle one point: a clear contradiction outweighs any likeness, and words about another thing show nothing."""
    source = match.comparison.window.alignment.answer.passage.source
    conflicts = match.comparison.conflicts
    against = max(conflicts, key=lambda conflict: conflict.strength, default=None)
    if against is not None and against.strength >= SETTLED:
        chances = (min(match.found, match.contradicted), match.missing, max(match.found, match.contradicted))
        span = _span(match, against)
        return Judged(point, "contradicted", round(against.strength, 2), chances, span, _WHY[against.sign], source)
    chances = (match.found, match.missing, match.contradicted)
    elsewhere = any(conflict.sign == "name" for conflict in conflicts)
    shown = _span(match, None)
    if match.found < max(FOUND_FROM, match.missing, match.contradicted) or elsewhere or shown is None:
        return replace(unsaid(point), chances=chances)
    strength = round(min(1.0, match.found / parameters.full_credit), 2)
    return Judged(point, "found", strength, chances, shown, "", source)


def unsaid(point: Point) -> Judged:
    """A point that an answer says nothing about."""
    return Judged(point, "missing", 0.0, (0.0, 1.0, 0.0), None, "", "")


def judge_red_flag(flag: Point, match: Match, parameters: Parameters) -> Judged | None:
    """A red flag that the answer raises counts as a contradiction; one it does not raise, or denies, as nothing."""
    judged = judge(flag, match, parameters)
    if judged.status != "found":
        return None
    return replace(judged, status="contradicted", why="The answer says what a good answer does not.")


def _span(match: Match, against: Conflict | None) -> tuple[int, int] | None:
    """The characters from the first to the last word that shows it, with the denial where there is one."""
    window = match.comparison.window
    answer = window.alignment.answer
    shown = [partner for partner, like in zip(window.partners, window.best, strict=True) if like >= SHOWN]
    if against is not None:
        shown.append(against.answer_word)
        shown += _denials(answer, min(shown), max(shown))
    if not shown:
        return None
    shown += [quantity.last for quantity in answer.quantities if quantity.token in shown]
    return answer.passage.tokens[min(shown)].start, answer.passage.tokens[max(shown)].end


def _denials(answer: Reading, first: int, last: int) -> Sequence[int]:
    """The denial before or among some words, within the sentence they begin in."""
    tokens = answer.passage.tokens
    sentence = next(s for s in answer.passage.sentences if s.first <= first < s.last)
    found = []
    for place in range(max(sentence.first, first - 4), min(last + 3, sentence.last)):
        following = tokens[place + 1].norm if place + 1 < len(tokens) else ""
        if starts_negation(tokens[place].norm, following) and any(answer.negated[max(0, first) : last + 1]):
            found.append(place)
    return found
