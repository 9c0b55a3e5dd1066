"""Whether one clause of an answer says a claim outright, or outright denies it: for accusations that must be sure.

A claim is denied only where nearly all of it stands in one clause of the answer and exactly one thing in it is turned
round: a denied word, an opposite, a number, a name, or who does what to whom. Whatever is conditional, hedged, asked or
told of somebody's mistake is no denial. Anything less sure is left to the fitted chances, which accuse nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Literal

import numpy as np

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.alignment import LIGHT, Alignment, light_stems
from evenhand.engines.grading.reading import Reading
from evenhand.engines.grading.text import Stretch
from evenhand.engines.grading.turns import SUBORDINATING, THERE, Sign, Turns

Side = Literal["says", "denies"]

# Share of the claim, by weight, that stands in the clause.
IN_CLAUSE = 0.75
HAIR = 1e-9
# To say a claim outright takes nearly all of it.
ALL_OF_IT = 0.85
# Share of the clause's own words that belong to the claim: else it is about something more particular.
ABOUT_IT = 0.45
# So many words of the claim stand beside what is turned round; where it is only one, nothing else is said.
FEWEST_BESIDE = 2
NOTHING_ELSE = 0.95
# The same for a clause or a sentence that says the claim.
SAYING = 0.5
# A claim of fewer meaningful words can be met by chance.
FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Stance:
    """What one clause makes of a claim: the words that show it (places in claim and answer), and how sure that is."""

    side: Side
    sign: Sign | None
    strength: float
    claim_word: int
    words: tuple[int, ...]


def find_stances(alignment: Alignment) -> tuple[Stance, ...]:
    """Every clause of the answer that says or denies the claim, the surest first."""
    found = [
        stance
        for part in claim_parts(alignment.claim)
        for clause, sentence in _within_reach(alignment, part)
        if (stance := _Meeting(alignment, part, clause, sentence).stance)
    ]
    claim = alignment.claim
    if any(token.opens for token in claim.passage.tokens[1:]):  # a claim of several clauses is met by a sentence
        meetings = (_Meeting(alignment, claim.whole, s, s) for s in alignment.answer.passage.sentences)
        found += [stance for meeting in meetings if (stance := meeting.stance) and stance.side == "says"]
    return tuple(sorted(found, key=lambda stance: (-stance.strength, stance.words)))


def claim_parts(claim: Reading) -> tuple[Stretch, ...]:
    """The clauses of a claim that assert something: a condition or a reason alone asserts nothing."""
    tokens = claim.passage.tokens
    opens = [place for place in range(1, len(tokens)) if tokens[place].opens or tokens[place].norm in SUBORDINATING]
    parts = [Stretch(first, last) for first, last in pairwise([0, *opens, len(tokens)]) if last > first]
    asserting = [part for part in parts if tokens[part.first].norm not in SUBORDINATING]
    whole = Stretch(0, len(tokens))
    meaning = [part for part in asserting if _meaning(claim, part) >= FEWEST_WORDS]
    return tuple(dict.fromkeys([whole, *meaning[:1]]))


def _within_reach(alignment: Alignment, part: Stretch) -> Iterator[tuple[Stretch, Stretch]]:
    """The clauses in which so much of a part of the claim may stand that it is worth looking closely; they are few."""
    claim, answer = alignment.claim, alignment.answer
    rows = [row for row, place in enumerate(claim.content) if part.first <= place < part.last]
    if len(rows) < FEWEST_WORDS:
        return
    near = alignment.likeness >= THERE
    for row, column in alignment.opposites:
        near[row, column] = True
    measured = {place for q in claim.quantities for place in range(q.token, q.last + 1)}
    given = [quantity.token for quantity in answer.quantities]
    near[np.ix_([row for row in rows if claim.content[row] in measured], given)] = True
    light = light_stems()
    weights = np.array([LIGHT if claim.stems[claim.content[row]] in light else 1.0 for row in rows])
    clauses = answer.clauses
    reached = weights @ np.maximum.reduceat(near[rows], [clause.first for clause, _ in clauses], axis=1)
    for place in np.flatnonzero(reached >= IN_CLAUSE * float(weights.sum()) - HAIR):
        yield clauses[int(place)]


class _Meeting:
    """One part of a claim and one clause of an answer."""

    def __init__(self, alignment: Alignment, part: Stretch, clause: Stretch, sentence: Stretch) -> None:
        self._alignment = alignment
        self._claim, self._answer = alignment.claim, alignment.answer
        self._part, self._clause, self._sentence = part, clause, sentence
        self._rows = [row for row, place in enumerate(self._claim.content) if part.first <= place < part.last]

    @cached_property
    def stance(self) -> Stance | None:
        if len(self._rows) < FEWEST_WORDS:
            return None
        turns, unsure = Turns(self._alignment, self._part, self._clause, self._sentence).find()
        turned = {turn.claim_word for turn in turns}
        if any(turn.sign == "number" for turn in turns):
            turned |= {  # a unit belongs to its number
                place for q in self._claim.quantities if q.token in turned for place in range(q.token, q.last + 1)
            }
        covered = self._covered(self._clause, turned)
        if unsure or covered < IN_CLAUSE:
            return None
        if len(turns) % 2:
            if not self._asserts() or self._supposed(turned) or not self._about_it(turned):
                return None
            turn = turns[0]
            return Stance("denies", turn.sign, round(covered, 2), turn.claim_word, self._words([turn.answer_word]))
        if not turns and self._is_whole and covered >= ALL_OF_IT and self._about() >= SAYING and self._says_so():
            return Stance("says", None, round(covered, 2), self._claim.content[self._rows[0]], self._words([]))
        return None

    @property
    def _is_whole(self) -> bool:
        return self._part == self._claim.whole

    def _in(self, place: int, stretch: Stretch) -> bool:
        return stretch.first <= place < stretch.last

    def _weight(self, rows: Sequence[int] | set[int]) -> float:
        return sum(self._weights[row] for row in rows)

    @cached_property
    def _weights(self) -> dict[int, float]:
        light = light_stems()
        return {row: LIGHT if self._claim.stems[self._claim.content[row]] in light else 1.0 for row in self._rows}

    def _covered(self, stretch: Stretch, turned: set[int]) -> float:
        """The share of the claim's part that stands in a stretch, what is turned round included."""
        here = self._alignment.likeness[np.ix_(self._rows, range(stretch.first, stretch.last))].max(axis=1)
        held = [
            row
            for row, like in zip(self._rows, here, strict=True)
            if like >= THERE or self._claim.content[row] in turned
        ]
        return self._weight(held) / self._weight(self._rows)

    def _about(self) -> float:
        """The share of the clause's words that belong to the claim."""
        places = [place for place in self._answer.content if self._in(place, self._clause)]
        if not places:
            return 0.0
        like = self._alignment.likeness[:, places].max(axis=0)
        opposed = {column for _, column in self._alignment.opposites}
        said = self._alignment.setting.said
        weights = [0.3 if self._answer.stems[place] in said | light_stems() else 1.0 for place in places]
        held = sum(
            weight
            for weight, place, value in zip(weights, places, like, strict=True)
            if value >= THERE or place in opposed
        )
        return held / sum(weights)

    def _about_it(self, turned: set[int]) -> bool:
        """Whether the clause is about what the claim is about: two more of its words, or one and nothing else."""
        beside, about = self._partners_beside(turned), self._about()
        return about >= ABOUT_IT if beside >= FEWEST_BESIDE else beside > 0 and about >= NOTHING_ELSE

    def _supposed(self, turned: set[int]) -> bool:
        """Whether what is turned round stands in a condition of the claim ("the shorter the string, ...")."""
        tokens = self._claim.passage.tokens
        for place in turned:
            first = place
            while first > self._part.first and not (tokens[first].opens or tokens[first].norm in SUBORDINATING):
                first -= 1
            words = [token.norm for token in tokens[first : first + 3]]
            if words[0] in SUBORDINATING and first != place:  # "after" itself may be what is turned round
                return True
            if len(words) == 3 and words[0] == words[2] == "the" and words[1].endswith("er"):
                return True
        return False

    def _partners_beside(self, turned: set[int]) -> int:
        """How many words of the claim besides those turned round stand in the clause itself."""
        count = 0
        for row in self._rows:
            if self._claim.content[row] in turned:
                continue
            here = self._alignment.likeness[row, self._clause.first : self._clause.last]
            count += bool(here.max() >= THERE) and self._weights[row] == 1.0
        return count

    def _words(self, more: Sequence[int]) -> tuple[int, ...]:
        shown = set(more)
        for row in self._rows:
            for stretch in (self._clause, self._sentence):
                here = self._alignment.likeness[row, stretch.first : stretch.last]
                if here.max() >= THERE:
                    shown.add(int(here.argmax()) + stretch.first)
                    break
        denied = [d.place for d in self._answer.denials if self._in(d.place, self._clause)] if more else []
        return tuple(sorted({*shown, *denied}))

    def _asserts(self) -> bool:
        """Whether the clause states something as true: no condition, no question, no mistake, no relative clause."""
        tokens = self._answer.passage.tokens
        words = [token.norm for token in tokens[self._clause.first : self._clause.last]]
        claimed = {token.norm for token in self._claim.passage.tokens}
        if any(word in _SUPPOSING and word not in claimed for word in words):
            return False
        if words[0] in _RELATIVE or (not _RELATIVE & claimed and not _RELATIVE.isdisjoint(words)):
            return False
        before = tokens[self._sentence.first : self._clause.first]
        if any(token.norm in _CONDITIONS and token.norm not in claimed for token in before):
            return False
        ends = self._answer.passage.source[tokens[self._sentence.last - 1].end :][:1]
        return ends != "?"

    def _says_so(self) -> bool:
        return self._asserts() and self._particles_agree()

    def _particles_agree(self) -> bool:
        """Whether "only", "all" and "never" stand on both sides or on none."""
        mine = _particles(self._claim, self._part)
        return mine == _particles(self._answer, self._clause) or mine == _particles(self._answer, self._sentence)


_RELATIVE = frozenset({"that", "which", "who", "whose", "который", "которая", "которое", "которые"})
_SUPPOSING = lexicon.words("supposing")
_CONDITIONS = lexicon.words("conditions")


@cache
def _groups() -> dict[str, int]:
    return {word: place for place, line in enumerate(lexicon.section("particles")) for word in line.split()}


def _particles(reading: Reading, stretch: Stretch) -> frozenset[int]:
    tokens = reading.passage.tokens[stretch.first : stretch.last]
    return frozenset(_groups()[token.norm] for token in tokens if token.norm in _groups())


def _meaning(reading: Reading, stretch: Stretch) -> int:
    return sum(1 for place in reading.content if stretch.first <= place < stretch.last)
