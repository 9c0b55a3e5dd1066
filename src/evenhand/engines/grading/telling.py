"""Judges what somebody tells of their own experience: whether a real situation, own deeds and an outcome are in it.

Two people never live the same story, so what is told shares no words with a gold answer,
and key points such as "Names a result that others could see" speak about the telling. Such a point names facets (a
situation, asking, an outcome, hindsight ...), and each facet shows by words of its own. Only what is told as having
happened counts: "I would ask" shows nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from evenhand.engines.embeddings import TextEncoder, cosine
from evenhand.engines.grading import lexicon
from evenhand.engines.grading.account import is_account, stands, tells
from evenhand.engines.grading.alignment import DECIMALS
from evenhand.engines.grading.points import Judged
from evenhand.engines.grading.reading import Reading
from evenhand.engines.grading.text import Stretch, read_text
from evenhand.engines.grading.words import is_past, stem

# What a point is worth whose facet shows, and what is added where the sentence is concrete or speaks of its subject.
SHOWN = 0.55
CONCRETE = 0.2
ON_SUBJECT = 0.25
# From here on it is found.
ENOUGH = 0.4
# Cosine of the closest sentence with question and key points, below which a story is far from what was asked, and from
# which it is near. A far one is worth only a share; one that speaks of work is never quite far.
FAR, NEAR = 0.15, 0.35
LEAST_NEAR = 0.4
AT_WORK = 0.6
# A word of the point stands in a sentence from this likeness on.
THERE = 0.5
# The situation comes in the first so many sentences, or in the first third of a longer story.
OPENING = 2
_ANYTHING, _NUMBER = "*", "#"


@dataclass(frozen=True)
class _Facet:
    name: str
    asked_by: frozenset[str]
    words: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Story:
    """An answer that tells something, and how near it is to what was asked, 0.0 to 1.0."""

    answer: Reading
    nearness: float


def read_story(answer: Reading, question: str, points: Sequence[Judged], encoder: TextEncoder) -> Story | None:
    """The story an answer tells; None where it tells none."""
    passage = answer.passage
    if not is_account(passage):
        return None
    asked = " ".join([question, *(judged.point.text for judged in points)])
    likeness = max((cosine(encoder.embed([asked])[0], other) for other in answer.sentences), default=0.0)
    near = (likeness - FAR) / (NEAR - FAR)
    if any(token.stem in _work_stems() for token in passage.tokens):
        near = max(near, AT_WORK)
    return Story(answer, round(min(1.0, max(0.0, near)), DECIMALS))


def judge_account(judged: Judged, story: Story) -> Judged:
    """A point that was not found word by word, judged by what the answer tells."""
    if judged.status != "missing":
        return judged
    telling = _Telling(story.answer, judged.point.reading)
    shown = [stretch for facet in _wanted(judged.point.text) if (stretch := telling.showing(facet))]
    if not shown:
        return judged
    best = max(shown, key=lambda stretch: (telling.worth(stretch), -stretch.first))
    worth = telling.worth(best) * (LEAST_NEAR + (1.0 - LEAST_NEAR) * story.nearness)
    if worth < ENOUGH:
        return judged
    chances = (round(worth, 3), round(1.0 - worth, 3), 0.0)
    passage = story.answer.passage
    return replace(
        judged,
        status="found",
        strength=round(worth, 2),
        chances=chances,
        span=passage.span(best),
        answer=passage.source,
    )


class _Telling:
    """An answer that tells something, looked at for one point."""

    def __init__(self, answer: Reading, point: Reading) -> None:
        self._passage, self._answer, self._point = answer.passage, answer, point

    def showing(self, facet: _Facet) -> Stretch | None:
        """The sentence that shows a facet best; of several the one that speaks of the point's subject."""
        found = [sentence for sentence in self._candidates(facet) if self._shows(facet, sentence)]
        return max(found, key=lambda s: (self.worth(s), -s.first), default=None)

    def worth(self, sentence: Stretch) -> float:
        return SHOWN + CONCRETE * self._concrete(sentence) + ON_SUBJECT * self._on_subject(sentence)

    def _candidates(self, facet: _Facet) -> Iterator[Stretch]:
        sentences = self._passage.sentences
        if facet.name == "situation":
            opening = max(OPENING, len(sentences) // 3)
            yield from (s for s in sentences[:opening] if tells(self._passage, s))
        elif facet.name in {"result", "reflection"}:
            yield from sentences[1:] or sentences
        else:
            yield from (s for s in sentences if tells(self._passage, s))

    def _shows(self, facet: _Facet, sentence: Stretch) -> bool:
        tokens = self._passage.tokens[sentence.first : sentence.last]
        norms = [token.norm for token in tokens]
        if facet.name == "figure":
            return self._numbered(sentence)
        if facet.name == "situation":
            return self._on_subject(sentence) or self._concrete(sentence)
        if facet.name == "own":
            return bool({"i", "я", "my", "мой", "моя"}.intersection(norms))
        denied = self._answer.negated[sentence.first : sentence.last]
        if any(token.stem in facet.words and not no for token, no in zip(tokens, denied, strict=True)):
            return True
        return any(stands(phrase, norms) for phrase in facet.phrases)

    def _numbered(self, sentence: Stretch) -> bool:
        return any(sentence.first <= quantity.token < sentence.last for quantity in self._answer.quantities)

    def _concrete(self, sentence: Stretch) -> bool:
        """A number, a time, somebody or something met at work, or a name."""
        tokens = self._passage.tokens[sentence.first : sentence.last]
        if self._numbered(sentence) or any(token.norm in lexicon.words("times") for token in tokens):
            return True
        if any(token.stem in _work_stems() for token in tokens):
            return True
        written = [self._passage.source[token.start : token.end] for token in tokens[1:]]
        return any(word[0].isupper() and word not in {"I", "I'm", "I'd", "I've"} for word in written)

    def _on_subject(self, sentence: Stretch) -> bool:
        mine = [place for place in self._point.content if self._point.stems[place] not in _asking_stems()]
        if not mine:
            return False
        here = self._answer.directions[sentence.first : sentence.last]
        rows = np.round(np.einsum("ik,jk->ij", self._point.directions[mine], here), DECIMALS)
        theirs = self._answer.stems[sentence.first : sentence.last]
        same = [self._point.stems[place] in theirs for place in mine]
        return any(known or float(row.max(initial=0.0)) >= THERE for known, row in zip(same, rows, strict=True))


@cache
def _wanted(point: str) -> tuple[_Facet, ...]:
    """The facets a key point asks for, by its verb; where the verb only says that something is told, by what it is."""
    tokens = [token for token in read_text(point).tokens if token.content or is_past(token.norm)]
    if tokens and tokens[0].norm not in lexicon.words("reporting"):
        by_verb = tuple(facet for facet in _facets() if tokens[0].stem in facet.asked_by and facet.name not in _TELLING)
        said = {token.stem for token in tokens}
        return by_verb or tuple(f for f in _facets() if f.asked_by & said and f.name not in _TELLING)
    stems = {token.stem for token in tokens} | {token.stem for token in read_text(point).tokens}
    asked = [facet for name in _TELLING for facet in _facets() if facet.name == name and facet.asked_by & stems]
    return tuple(asked[:1]) or tuple(facet for facet in _facets() if facet.name == "own")


# What a point about the telling may ask for, the most particular first.
_TELLING = ("figure", "reflection", "result", "unknown", "calm", "others", "own", "situation", "why")


@cache
def _work_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon.words("at work"))


@cache
def _facets() -> tuple[_Facet, ...]:
    found = []
    for line in lexicon.lines("accounts.txt"):
        name, asked_by, shown_by = (part.strip() for part in line.split("|"))
        shown = shown_by.split()
        phrases = tuple(tuple(entry.split("-")) for entry in shown if "-" in entry)
        words = frozenset(stem(entry) for entry in shown if "-" not in entry and entry not in {_ANYTHING, _NUMBER})
        found.append(_Facet(name, frozenset(stem(word) for word in asked_by.split()), words, phrases))
    return tuple(found)


@cache
def _asking_stems() -> frozenset[str]:
    reporting = frozenset(stem(word) for word in lexicon.words("reporting"))
    return reporting.union(*(facet.asked_by for facet in _facets()))
