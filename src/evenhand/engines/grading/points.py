"""What an answer makes of each key point: found, missing or contradicted, with the words that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from evenhand.engines.grading.comparison import Match
from evenhand.engines.grading.contradiction import Conflict
from evenhand.engines.grading.parameters import Parameters
from evenhand.engines.grading.reading import Reading
from evenhand.engines.grading.reference import Point
from evenhand.engines.grading.stance import find_stances
from evenhand.engines.grading.turns import SURELY_THERE

Status = Literal["found", "missing", "contradicted"]
Kind = Literal["key_point", "red_flag"]

# A point is found from this chance on. Of gold answers held against their own key points 92 in 100 lie above it, of the
# same answers without the sentence that makes the point 11 in 100.
FOUND_FROM = 0.38
# From this strength on an opposite or another number keeps a point from being found, though it accuses nobody.
DOUBTFUL = 0.6
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
_RAISED = "The answer says what a good answer does not."


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
    """Settle one point. It is contradicted only where a clause denies it outright and none says it; otherwise the
    fitted chances say whether it was found, and words about another thing show nothing.
    """
    alignment = match.comparison.window.alignment
    answer = alignment.answer
    source = answer.passage.source
    stances = find_stances(alignment)
    said = next((stance for stance in stances if stance.side == "says"), None)
    denied = next((stance for stance in stances if stance.side == "denies"), None)
    if denied is not None and denied.sign is not None and said is None:
        chances = (min(match.found, match.contradicted), match.missing, max(match.found, match.contradicted))
        span = _characters(answer, denied.words)
        return Judged(point, "contradicted", denied.strength, chances, span, _WHY[denied.sign], source)
    chances = (match.found, match.missing, match.contradicted)
    if said is not None:
        strength = max(said.strength, round(min(1.0, match.found / parameters.full_credit), 2))
        return Judged(point, "found", strength, chances, _characters(answer, said.words), "", source)
    doubtful = any(_doubts(conflict) for conflict in match.comparison.conflicts) or _denied_there(match)
    shown = _span(match)
    if match.found < max(FOUND_FROM, match.contradicted) or doubtful or shown is None:
        return replace(unsaid(point), chances=chances)
    strength = round(min(1.0, match.found / parameters.full_credit), 2)
    return Judged(point, "found", strength, chances, shown, "", source)


def _doubts(conflict: Conflict) -> bool:
    """Whether a sign, too unsure for an accusation, still speaks against calling the point found."""
    return conflict.sign == "name" or (conflict.sign in {"opposite", "number"} and conflict.strength >= DOUBTFUL)


def _denied_there(match: Match) -> bool:
    """Whether the clause that says most of the claim denies one of its words, and the claim denies nothing."""
    alignment, clause = match.comparison.window.alignment, match.comparison.window.best_clause
    if alignment.claim.denials:
        return False
    denied = [
        head
        for denial in alignment.answer.denials
        if not denial.weak and clause.first <= denial.place < clause.last
        for head in denial.heads
    ]
    return any(float(alignment.likeness[:, head].max()) >= SURELY_THERE for head in denied)


def unsaid(point: Point) -> Judged:
    """A point that an answer says nothing about."""
    return Judged(point, "missing", 0.0, (0.0, 1.0, 0.0), None, "", "")


def judge_red_flag(flag: Point, match: Match) -> Judged | None:
    """A red flag that the answer raises outright counts as a contradiction; near it, or denying it, is nothing."""
    alignment = match.comparison.window.alignment
    said = next((stance for stance in find_stances(alignment) if stance.side == "says"), None)
    if said is None:
        return None
    source, span = alignment.answer.passage.source, _characters(alignment.answer, said.words)
    return Judged(flag, "contradicted", said.strength, (0.0, 0.0, 1.0), span, _RAISED, source)


def _span(match: Match) -> tuple[int, int] | None:
    """The characters from the first to the last word that shows a found point."""
    window = match.comparison.window
    places = [partner for partner, like in zip(window.partners, window.best, strict=True) if like >= SHOWN]
    return _characters(window.alignment.answer, places) if places else None


def _characters(answer: Reading, places: Sequence[int]) -> tuple[int, int]:
    """The characters from the first to the last of some words, a number with its unit."""
    shown = {*places, *(quantity.last for quantity in answer.quantities if quantity.token in places)}
    return answer.passage.tokens[min(shown)].start, answer.passage.tokens[max(shown)].end
