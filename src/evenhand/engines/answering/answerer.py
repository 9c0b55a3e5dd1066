"""Finding the passages that answer a question: by words that are rare among the passages, and by meaning.

Ranking by words is BM25 (Robertson and Zaragoza 2009). Where vectors are given, the best by words and the nearest by
meaning are weighed together. Nothing is composed: what is found is quoted, or it is said that nothing was.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenhand.engines.answering.passages import Passage, Source, passages, stems
from evenhand.engines.embeddings import E5, Embedder, MiniLM

ENGINE, VERSION = "lookup", "2"
MOST = 3
"""Passages of our guidance in an answer: enough to go on, short enough to read."""
MOST_OWN = 4
CANDIDATES, CANDIDATES_OWN = 60, 24
"""How many passages are compared by meaning, of the guidance (kept once compared) and of the person's own texts: each
costs some milliseconds."""
K1, B = 1.2, 0.6
FEWEST_BY_WORDS = 1.2
WORDS_ALONE = 3.0
SHARE_OF_BEST = 0.45
UNHEARD = 0.4
"""How much a word counts against what was found that is in no passage at all."""
ONE_ARTICLE = 2
"""Passages of one article of the guidance."""


@dataclass(frozen=True)
class Nearness:
    """What a model's cosines say: `enough` beside shared words, `alone` without any, points for each above `zero`."""

    enough: float
    alone: float
    zero: float
    weight: float
    decimals: int = 2


ENGLISH = Nearness(enough=0.34, alone=0.45, zero=0.0, weight=6.0)
# Chosen on 26 questions in Russian, one to an article, that share few words with it; see decision 30 for others.
RUSSIAN = Nearness(enough=0.83, alone=0.84, zero=0.8, weight=100.0, decimals=3)
OWN_WEIGHT = 1.5
"""How much more a person's own texts count where they ask about themselves."""
_MYSELF = re.compile(r"\b(?:i|me|my|mine|я|меня|мне|мной|мой|моя|моё|мое|мои|моих|моей|моём|моем)\b", re.IGNORECASE)
_ADVICE = re.compile(r"\b(?:how|should|could|can|как|стоит|нужно|надо|можно|лучше)\b", re.IGNORECASE)
_NEARNESS = {MiniLM.name: ENGLISH, E5.name: RUSSIAN}


@dataclass(frozen=True)
class Found:
    """A passage that was found, with what it scored."""

    passage: Passage
    score: float


@dataclass(frozen=True)
class Answered:
    """What was found: of the guidance and of the person's own texts, the best first. Both empty: nothing fits."""

    guidance: tuple[Found, ...] = ()
    own: tuple[Found, ...] = ()

    @property
    def own_first(self) -> bool:
        """Whether what the person chose answers better than the guidance."""
        return bool(self.own) and (not self.guidance or self.own[0].score > self.guidance[0].score)

    @property
    def nothing(self) -> bool:
        """Whether nothing was found."""
        return not self.guidance and not self.own


def answer(question: str, sources: Sequence[Source], *, embedder: Embedder | None = None) -> Answered:
    """The passages of these sources that answer a question. The same input gives the same passages."""
    asked = Counter(stems(question))
    found = [one for source in sources for one in passages(source)]
    if not asked or not found:
        return Answered()
    by_words = _by_words(asked, found)
    scores = dict(enumerate(by_words))
    if embedder:
        scores = _with_meaning(question, found, by_words, embedder)
    least = 0.0 if embedder else FEWEST_BY_WORDS
    own = OWN_WEIGHT if _MYSELF.search(question) and not _ADVICE.search(question) else 1.0
    weighed = ((score * (1.0 if _ours(found[at]) else own), -at) for at, score in scores.items() if score > least)
    ranked = sorted(weighed, reverse=True)
    best = [Found(found[-at], round(score, 4)) for score, at in ranked if score >= SHARE_OF_BEST * ranked[0][0]]
    return Answered(
        guidance=_few([one for one in best if _ours(one.passage)], MOST, each=ONE_ARTICLE),
        own=_few([one for one in best if not _ours(one.passage)], MOST_OWN, each=MOST_OWN),
    )


def _ours(passage: Passage) -> bool:
    return passage.source.kind == "guidance"


def _by_words(asked: Counter[str], found: Sequence[Passage]) -> list[float]:
    """BM25 of each passage, in units of how much the question could score at all, times ten."""
    average = sum(one.length for one in found) / len(found)
    holding = {word: sum(1 for one in found if word in one.stems) for word in asked}
    weight = {word: math.log(1 + (len(found) - held + 0.5) / (held + 0.5)) for word, held in holding.items()}
    most = sum(weight[word] * (1 if holding[word] else UNHEARD) for word in asked) or 1.0
    made = []
    for one in found:
        length = K1 * (1 - B + B * one.length / average)
        hits = ((one.stems[word], weight[word]) for word in asked if word in one.stems)
        made.append(10 * sum(rare * count / (count + length) for count, rare in hits) / most)
    return made


def _with_meaning(
    question: str, found: Sequence[Passage], by_words: Sequence[float], embedder: Embedder
) -> dict[int, float]:
    """The best by words, with how near they are in meaning; and of the guidance those that are near without a word."""
    best = sorted(range(len(found)), key=lambda at: -by_words[at])
    own = [at for at in best if found[at].source.kind != "guidance"]
    order = [*(at for at in best if found[at].source.kind == "guidance")][:CANDIDATES] + own[:CANDIDATES_OWN]
    vectors = embedder.embed([question, *(f"{found[at].source.title}. {found[at].text}" for at in order)])
    near = np.asarray(vectors[1:]) @ np.asarray(vectors[0])
    scale = _NEARNESS.get(embedder.name, ENGLISH)
    scores = {}
    for at, likeness in zip(order, near, strict=True):
        close = round(float(likeness), scale.decimals)
        words = by_words[at]
        if close >= scale.alone or words >= WORDS_ALONE or (close >= scale.enough and words >= FEWEST_BY_WORDS):
            scores[at] = words + scale.weight * (close - scale.zero)
    return scores


def _few(found: Sequence[Found], most: int, *, each: int) -> tuple[Found, ...]:
    """The best, and no more than some passages of one text."""
    kept = list[Found]()
    used = Counter[tuple[str, str]]()
    for one in found:
        source = (one.passage.source.kind, one.passage.source.key or one.passage.source.title)
        if used[source] < each and len(kept) < most:
            used[source] += 1
            kept.append(one)
    return tuple(kept)
