"""What one clause of an answer turns round in a claim: a denial, an opposite, a number, a name, an order."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.alignment import Alignment
from evenhand.engines.grading.quantities import agree, disagree
from evenhand.engines.grading.reading import Reading
from evenhand.engines.grading.text import Stretch

Sign = Literal["negation", "opposite", "number", "name", "yes_no", "roles"]

# A word of the claim stands in the clause from this likeness on; the word that is turned round must be surer.
THERE = 0.6
SURELY_THERE = 0.72
SUBORDINATING = lexicon.words("subordinating")
_ASYMMETRIC = lexicon.words("asymmetric")
_ORDER_PAIRS = frozenset({("before", "after"), ("after", "before"), ("до", "после"), ("после", "до")})


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that is the other way round in the answer."""

    sign: Sign
    claim_word: int
    answer_word: int


class Turns:
    """One part of a claim and one clause of an answer, compared for what is turned round."""

    def __init__(self, alignment: Alignment, part: Stretch, clause: Stretch, sentence: Stretch) -> None:
        """`sentence` is the one the clause stands in."""
        self._alignment = alignment
        self._claim, self._answer = alignment.claim, alignment.answer
        self._part, self._clause, self._sentence = part, clause, sentence
        self._rows = [row for row, place in enumerate(self._claim.content) if part.first <= place < part.last]

    def _in(self, place: int, stretch: Stretch) -> bool:
        return stretch.first <= place < stretch.last

    def find(self) -> tuple[list[Turn], bool]:
        """What is turned round, and whether a denial on either side has no counterpart to be compared with."""
        denied, unsure = self._denied()
        if exchanged := self._exchanged():
            return [exchanged], unsure or bool(denied)
        opposite = self._opposites()
        if denied and self._opposite_within():
            return [], True  # a denied opposite agrees
        if opposite and self._denied_beside():
            return [], True
        turns = [*denied, *opposite, *self._numbers()]
        if not turns:
            turns = [*self._roles(), *self._names()]
        elif self._roles():
            turns = turns[1:]
        return turns, unsure

    def _denied(self) -> tuple[list[Turn], bool]:
        """A word that only one side denies, and whether some denial cannot be compared with the other side."""
        mine = [denial for denial in self._claim.denials if self._in(denial.place, self._part)]
        theirs = [denial for denial in self._answer.denials if self._in(denial.place, self._clause)]
        if theirs and not mine and self._claim.denials:
            return [], True  # the claim denies something too, in another part
        if mine and theirs:
            return [], not any(
                self._sure(head, other) for d in mine for head in d.heads for e in theirs for other in e.heads
            )
        turn = None
        for denial in mine:
            columns = range(self._clause.first, self._clause.last)
            turn = turn or next(
                (Turn("negation", head, c) for head in denial.heads for c in columns if self._sure(head, c)), None
            )
        for denial in theirs:
            places = [self._claim.content[row] for row in self._rows]
            turn = turn or next(
                (Turn("negation", p, head) for head in denial.heads for p in places if self._sure(p, head)), None
            )
        if turn is None:
            return [], bool(mine or theirs)
        weak = any(denial.weak for denial in (*mine, *theirs)) or any(self._in_passing(d.place) for d in mine)
        return [turn], weak or self._diminished()

    def _in_passing(self, place: int) -> bool:
        """Whether the claim denies this only of something it mentions ("customers who have no orders")."""
        tokens = self._claim.passage.tokens[self._part.first + 1 : place]
        return any(token.norm in SUBORDINATING for token in tokens)

    def _opposite_within(self) -> bool:
        return any(row in self._rows and self._in(column, self._clause) for row, column in self._opposed)

    def _denied_beside(self) -> bool:
        """Whether another clause of the sentence denies something that the claim speaks of."""
        beside = [
            d for d in self._answer.denials if self._in(d.place, self._sentence) and not self._in(d.place, self._clause)
        ]
        places = [self._claim.content[row] for row in self._rows]
        return any(self._sure(place, head) for denial in beside for head in denial.heads for place in places)

    def _sure(self, place: int, column: int) -> bool:
        """Whether two words are surely the same thing, or opposites of each other."""
        if place not in self._claim.content:
            return False
        row = self._claim.content.index(place)
        return bool(self._alignment.likeness[row, column] >= SURELY_THERE) or (row, column) in self._opposed

    @cached_property
    def _opposed(self) -> frozenset[tuple[int, int]]:
        return frozenset(self._alignment.opposites)

    def _diminished(self) -> bool:
        """Whether only one side speaks of less, of preventing or of leaving out: near enough to a denial."""
        words = lexicon.words("diminishers")
        mine = any(t.norm in words for t in self._claim.passage.tokens[self._part.first : self._part.last])
        theirs = any(t.norm in words for t in self._answer.passage.tokens[self._clause.first : self._clause.last])
        return mine != theirs

    def _exchanged(self) -> Turn | None:
        """Opposites that changed places: "debit cash" for "credit cash", where the reference has both words."""
        for row, column in self._alignment.opposites:
            place = self._claim.content[row]
            if row not in self._rows or not self._in(column, self._clause):
                continue
            mine, theirs = _next_content(self._claim, place), _next_content(self._answer, column)
            if mine is None or theirs is None or self._claim.stems[mine] != self._answer.stems[theirs]:
                continue
            known = (self._answer.stems[column], self._answer.stems[theirs])
            if self._answer.stems[column] in self._claim.stems and known not in self._alignment.setting.neighbours:
                return Turn("opposite", place, column)
        return None

    def _opposites(self) -> list[Turn]:
        """Opposites in place of a word of the claim, which the clause does not also hold."""
        turns: dict[int, Turn] = {}
        for row, column in self._alignment.opposites:
            place = self._claim.content[row]
            if row not in self._rows or not self._in(column, self._clause) or row in turns:
                continue
            if self._alignment.same[row, self._sentence.first : self._sentence.last].any():
                continue
            if self._answer.stems[column] in self._claim.stems:
                continue
            if not self._same_slot(place, column):
                continue
            turns[row] = Turn("opposite", place, column)
        return list(turns.values())

    def _same_slot(self, place: int, column: int) -> bool:
        """Whether the two words are said of the same thing: the same noun follows, or the same thing comes before."""
        after_mine, after_theirs = _next_content(self._claim, place), _next_content(self._answer, column)
        if after_mine is not None and after_theirs is not None:
            return self._alike(after_mine, after_theirs)
        before_mine, before_theirs = _content_before(self._claim, place), _content_before(self._answer, column)
        if not before_mine or not before_theirs:
            return after_mine is after_theirs
        return any(self._alike(one, other) for one in before_mine for other in before_theirs)

    def _alike(self, place: int, column: int) -> bool:
        if place not in self._claim.content:
            return False
        return bool(self._alignment.likeness[self._claim.content.index(place), column] >= THERE)

    def _numbers(self) -> list[Turn]:
        known = (*self._claim.quantities, *self._alignment.setting.quantities)
        turns = []
        for mine in self._claim.quantities:
            if not self._in(mine.token, self._part) or any(agree(mine, q) for q in self._answer.quantities):
                continue
            for given in self._answer.quantities:
                fresh = not any(agree(one, given) for one in known)
                if self._in(given.token, self._clause) and disagree(mine, given) and fresh:
                    turns.append(Turn("number", mine.token, given.token))
                    break
        return turns

    def _names(self) -> list[Turn]:
        """Another of the things the question sets against each other, where the claim's own is not spoken of."""
        for one, other in self._alignment.setting.contrasts:
            if one not in self._claim.stems or other in self._claim.stems:
                continue
            here = self._answer.stems[self._clause.first : self._clause.last]
            if other in here and one not in here and not self._said_elsewhere(one):
                return [Turn("name", self._claim.stems.index(one), self._clause.first + here.index(other))]
        return []

    def _said_elsewhere(self, name: str) -> bool:
        """Whether some clause that names the thing holds half of the rest of the claim."""
        rest = [row for row in self._rows if self._claim.stems[self._claim.content[row]] != name]
        for clause, _ in self._answer.clauses:
            if name not in self._answer.stems[clause.first : clause.last] or not rest:
                continue
            here = self._alignment.likeness[np.ix_(rest, range(clause.first, clause.last))].max(axis=1)
            if 2 * sum(bool(like >= THERE) for like in here) >= len(rest):
                return True
        return False

    def _roles(self) -> list[Turn]:
        """The same two words on the other sides of the same word: "A before B" and "B before A"."""
        for place in range(self._part.first, self._part.last):
            token = self._claim.passage.tokens[place]
            if token.norm not in _ASYMMETRIC:
                continue
            for column in range(self._clause.first, self._clause.last):
                same = self._answer.stems[column] == token.stem
                opposite = (token.norm, self._answer.passage.tokens[column].norm) in _ORDER_PAIRS
                if (same or opposite) and self._crossed(place, column):
                    return [Turn("roles", place, column)]
        return []

    def _crossed(self, place: int, column: int) -> bool:
        mine = _sides(self._claim, place, self._part)
        theirs = _sides(self._answer, column, self._clause)
        right = (mine[0] - mine[1]) & (theirs[1] - theirs[0])
        left = (mine[1] - mine[0]) & (theirs[0] - theirs[1])
        return bool(right and left)


def _next_content(reading: Reading, place: int) -> int | None:
    tokens = reading.passage.tokens
    for following in range(place + 1, len(tokens)):
        if tokens[following].opens:
            return None
        if tokens[following].content:
            return following
    return None


def _content_before(reading: Reading, place: int) -> list[int]:
    found: list[int] = []
    tokens = reading.passage.tokens
    while place > 0 and not tokens[place].opens:
        place -= 1
        if tokens[place].content:
            found.append(place)
    return found


def _sides(reading: Reading, place: int, within: Stretch) -> tuple[frozenset[str], frozenset[str]]:
    tokens = reading.passage.tokens
    before = frozenset(token.stem for token in tokens[within.first : place] if token.content)
    after = frozenset(token.stem for token in tokens[place + 1 : within.last] if token.content)
    return before, after
