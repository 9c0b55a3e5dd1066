"""Whether the structure of an answer helps its reader: never its grammar, its accent or how fluent it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.evidence import Dimension, Span, span_of
from evenhand.engines.grading.rubric import HIGHEST
from evenhand.engines.grading.text import Passage, Stretch

# Shorter answers have no structure to judge, and lose nothing by it.
MIN_WORDS = 12
# One idea a sentence: a sentence up to the first length is short enough, one of the second or more carries too much.
EASY_SENTENCE = 25
LONG_SENTENCE = 50
# Spoken answers arrive without full stops; a text this long with none says nothing about its sentences.
UNPUNCTUATED_WORDS = 40
# An answer this short needs no signposts to be followed.
SHORT_ANSWER = 30
_START = 0.4
_SENTENCES, _SIGNPOSTS, _EXAMPLE = 0.3, 0.15, 0.15
# This many signposts are enough in any answer.
_ENOUGH_SIGNPOSTS = 2
_STOPS = re.compile(r"[.!?…;:\n]")
_UNIT_LIKE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Part:
    share: float
    worth: float
    evidence: tuple[Span, ...]


def judge_clarity(passage: Passage) -> Dimension:
    """Sentences that carry one idea, signposts that link them, and something concrete; None for a short answer.

    Nothing here looks at spelling, word forms, articles or word order.
    """
    words = len(passage.tokens)
    if words < MIN_WORDS:
        return Dimension(None, "too_short", f"Under {MIN_WORDS} words: too short to judge structure.")
    parts = [_signposts(passage), _example(passage)]
    if words < UNPUNCTUATED_WORDS or _STOPS.search(passage.source[: passage.tokens[-1].end]):
        parts.append(_sentences(passage))
    worth = sum(part.worth for part in parts)
    gained = sum(part.share * part.worth for part in parts) / worth
    score = round(HIGHEST * (_START + (1.0 - _START) * gained), 1)
    evidence = sorted({span for part in parts for span in part.evidence}, key=lambda span: (span.start, span.end))
    reason = "Structure: one idea a sentence, words that show the order, and something concrete."
    return Dimension(score, "structure", reason, tuple(evidence) or (span_of(passage, passage.sentences[0]),))


def _sentences(passage: Passage) -> _Part:
    lengths = [sentence.last - sentence.first for sentence in passage.sentences]
    ease = [min(1.0, max(0.0, (LONG_SENTENCE - n) / (LONG_SENTENCE - EASY_SENTENCE))) for n in lengths]
    share = sum(value * length for value, length in zip(ease, lengths, strict=True)) / sum(lengths)
    easiest = max(range(len(lengths)), key=lambda index: (ease[index], -index))
    return _Part(share, _SENTENCES, (span_of(passage, passage.sentences[easiest]),) if share else ())


def _signposts(passage: Passage) -> _Part:
    found = _phrases(passage, lexicon.section("signposts"))
    if not found:
        return _Part(1.0 if len(passage.tokens) < SHORT_ANSWER else 0.0, _SIGNPOSTS, ())
    different = {span.text.casefold() for span in found}
    wanted = 1 if len(passage.tokens) < SHORT_ANSWER else _ENOUGH_SIGNPOSTS
    return _Part(min(1.0, len(different) / wanted), _SIGNPOSTS, found)


def _example(passage: Passage) -> _Part:
    announced = _phrases(passage, lexicon.section("examples"))
    numbers = tuple(
        Span(token.start, token.end, passage.source[token.start : token.end])
        for token in passage.tokens
        if _UNIT_LIKE.search(token.norm)
    )
    told = _phrases(passage, lexicon.section("told"))
    evidence = (*announced, *numbers, *told)
    return _Part(1.0 if evidence else 0.0, _EXAMPLE, evidence[:3])


def _phrases(passage: Passage, lines: Sequence[str]) -> tuple[Span, ...]:
    """Where one of the phrases stands, longest first at each place."""
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted((tuple(line.split()) for line in lines), key=len, reverse=True):
        phrases.setdefault(phrase[0], []).append(phrase)
    norms = tuple(token.norm for token in passage.tokens)
    found, place = [], 0
    while place < len(norms):
        fitting = (
            len(phrase) for phrase in phrases.get(norms[place], ()) if norms[place : place + len(phrase)] == phrase
        )
        length = next(fitting, 0)
        if length:
            found.append(span_of(passage, Stretch(place, place + length)))
        place += max(1, length)
    return tuple(found)
