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
from evenhand.engines.grading.quantities import agree, disagree
from evenhand.engines.grading.reading import Reading
from evenhand.engines.grading.text import Stretch

Sign = Literal["negation", "opposite", "number", "name", "yes_no", "roles"]
Side = Literal["says", "denies"]

# A word of the claim stands in the clause from this likeness on; the word that is turned round must be surer.
THERE = 0.6
SURELY_THERE = 0.72
# Share of the claim, by weight, that stands in the clause.
IN_CLAUSE = 0.75
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


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that is the other way round in the answer."""

    sign: Sign
    claim_word: int
    answer_word: int


def find_stances(alignment: Alignment) -> tuple[Stance, ...]:
    """Every clause of the answer that says or denies the claim, the surest first."""
    found = [
        stance
        for part in claim_parts(alignment.claim)
        for clause, sentence in _answer_clauses(alignment.answer)
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
    opens = [place for place in range(1, len(tokens)) if tokens[place].opens or tokens[place].norm in _SUBORDINATING]
    parts = [Stretch(first, last) for first, last in pairwise([0, *opens, len(tokens)]) if last > first]
    asserting = [part for part in parts if tokens[part.first].norm not in _SUBORDINATING]
    whole = Stretch(0, len(tokens))
    meaning = [part for part in asserting if _meaning(claim, part) >= FEWEST_WORDS]
    return tuple(dict.fromkeys([whole, *meaning[:1]]))


_SUBORDINATING = lexicon.words("subordinating")


class _Meeting:
    """One part of a claim and one clause of an answer."""

    def __init__(self, alignment: Alignment, part: Stretch, clause: Stretch, sentence: Stretch) -> None:
        self._alignment = alignment
        self._claim, self._answer = alignment.claim, alignment.answer
        self._part, self._clause, self._sentence = part, clause, sentence
        self._rows = [row for row, place in enumerate(self._claim.content) if part.first <= place < part.last]

    @cached_property
    def stance(self) -> Stance | None:
        if len(self._rows) < FEWEST_WORDS or not self._could_reach(IN_CLAUSE):
            return None
        turns, unsure = self._turns()
        turned = {turn.claim_word for turn in turns}
        if any(turn.sign == "number" for turn in turns):
            turned |= self._measured  # a unit belongs to its number
        covered = self._covered(self._clause, turned)
        if unsure or covered < IN_CLAUSE:
            return None
        if len(turns) % 2:
            if not self._asserts() or self._supposed(turned) or not self._about_it(turned):
                return None
            turn = turns[0]
            return Stance("denies", turn.sign, round(covered, 2), turn.claim_word, self._words([turn.answer_word]))
        if (
            not turns
            and self._is_whole
            and covered >= ALL_OF_IT
            and self._about() >= SAYING
            and self._particles_agree()
        ):
            return Stance("says", None, round(covered, 2), self._claim.content[self._rows[0]], self._words([]))
        return None

    @property
    def _is_whole(self) -> bool:
        return self._part == self._claim.whole

    def _could_reach(self, share: float) -> bool:
        here = self._alignment.likeness[np.ix_(self._rows, range(self._clause.first, self._clause.last))].max(axis=1)
        held = [row for row, like in zip(self._rows, here, strict=True) if like >= THERE]
        opposed = {row for row, column in self._alignment.opposites if self._in(column, self._clause)}
        if any(self._in(given.token, self._clause) for given in self._answer.quantities):
            opposed |= {row for row in self._rows if self._claim.content[row] in self._measured}
        return self._weight({*held, *opposed}.intersection(self._rows)) >= share * self._weight(self._rows)

    @cached_property
    def _measured(self) -> frozenset[int]:
        """Places of the claim's numbers and their units."""
        return frozenset(p for q in self._claim.quantities for p in range(q.token, q.last + 1))

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
            while first > self._part.first and not (tokens[first].opens or tokens[first].norm in _SUBORDINATING):
                first -= 1
            following = tokens[first + 1].norm if first + 1 < len(tokens) else ""
            if tokens[first].norm in _SUBORDINATING or (tokens[first].norm == "the" and following.endswith("er")):
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

    def _turns(self) -> tuple[list[Turn], bool]:
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
        return any(token.norm in _SUBORDINATING for token in tokens)

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
        for clause, _ in _answer_clauses(self._answer):
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

    def _particles_agree(self) -> bool:
        """Whether "only", "all" and "never" stand on both sides or on none."""
        mine = _particles(self._claim, self._part)
        return mine == _particles(self._answer, self._clause) or mine == _particles(self._answer, self._sentence)


_ASYMMETRIC = lexicon.words("asymmetric")
_RELATIVE = frozenset({"that", "which", "who", "whose", "который", "которая", "которое", "которые"})
_SUPPOSING = lexicon.words("supposing")
_CONDITIONS = lexicon.words("conditions")
_ORDER_PAIRS = frozenset({("before", "after"), ("after", "before"), ("до", "после"), ("после", "до")})


@cache
def _groups() -> dict[str, int]:
    return {word: place for place, line in enumerate(lexicon.section("particles")) for word in line.split()}


def _particles(reading: Reading, stretch: Stretch) -> frozenset[int]:
    tokens = reading.passage.tokens[stretch.first : stretch.last]
    return frozenset(_groups()[token.norm] for token in tokens if token.norm in _groups())


def _meaning(reading: Reading, stretch: Stretch) -> int:
    return sum(1 for place in reading.content if stretch.first <= place < stretch.last)


def _answer_clauses(answer: Reading) -> Iterator[tuple[Stretch, Stretch]]:
    for sentence in answer.passage.sentences:
        opens = [p for p in range(sentence.first + 1, sentence.last) if answer.passage.tokens[p].opens]
        for first, last in pairwise([sentence.first, *opens, sentence.last]):
            yield Stretch(first, last), sentence


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
