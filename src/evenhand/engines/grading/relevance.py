"""Whether an answer speaks to its question at all."""

from dataclasses import dataclass

from evenhand.engines.embeddings import cosine
from evenhand.engines.grading.evidence import Dimension, Span, span_of
from evenhand.engines.grading.reading import Reading
from evenhand.engines.grading.reference import Reference
from evenhand.engines.grading.rubric import HIGHEST
from evenhand.engines.grading.text import Stretch

# Cosine of the mean word vectors of an answer's closest sentence and of question, gold answer or key point. Of answers
# that people called correct 99 in 100 lie above 0.24, of answers to other questions 3 in 4 lie below it.
OFF_TOPIC_BELOW = 0.25
NOTHING_SHARED = 0.15
FULLY_ON_TOPIC = 0.75
# A key point of fewer meaningful words is too short to stand for a topic.
TELLING_WORDS = 2
# The same three where the model cannot read the text: share of the sentence's meaningful words that question or
# reference contain.
OFF_TOPIC_WORDS_BELOW = 0.10
FULLY_ON_TOPIC_WORDS = 0.50


@dataclass(frozen=True, slots=True)
class Topic:
    """How close an answer comes to its question: a share of 0.0 to 1.0, whether that is off topic, and where."""

    share: float
    off: bool
    closest: Span


def find_topic(answer: Reading, reference: Reference) -> Topic:
    """The sentence of an answer (at least one word) that is closest to the question or to what it asks for."""
    ranked = [(_closeness(answer, stretch, reference), -stretch.first, stretch) for stretch in answer.passage.sentences]
    if len(answer.passage.sentences) > 1:
        ranked.append((_closeness(answer, answer.whole, reference), 0, answer.whole))
    (share, off), _, stretch = max(ranked, key=lambda entry: (entry[0][0], entry[1]))
    return Topic(share, off, span_of(answer.passage, stretch))


def judge_relevance(topic: Topic, *, found: float) -> Dimension:
    """The score of an answer that was read; one that makes the key points is relevant whatever its words.

    `found` is the share of the key points that was found, 0.0 to 1.0.
    """
    score = round(HIGHEST * max(topic.share, found), 1)
    if topic.off:
        return Dimension(score, "off_topic", "The answer is about something else than the question.")
    return Dimension(score, "topic", "How close the answer comes to what the question asks about.", (topic.closest,))


def _closeness(answer: Reading, stretch: Stretch, reference: Reference) -> tuple[float, bool]:
    """Share of being on topic, and whether it is too little."""
    mine = answer.topic(stretch)
    points = [point.reading for alternative in reference.alternatives for point in alternative.points]
    told = [reference.question, *reference.golds, *(p for p in points if len(p.content) >= TELLING_WORDS)]
    others = [vector for reading in told if (vector := reading.topic(reading.whole)).any()]
    if mine.any() and others:
        likeness = max(cosine(mine, other) for other in others)
        share = (likeness - NOTHING_SHARED) / (FULLY_ON_TOPIC - NOTHING_SHARED)
        return round(min(1.0, max(0.0, share)), 3), likeness < OFF_TOPIC_BELOW
    tokens = [t for t in answer.passage.tokens[stretch.first : stretch.last] if t.content]
    shared = sum(token.stem in reference.stems for token in tokens) / max(1, len(tokens))
    return round(min(1.0, shared / FULLY_ON_TOPIC_WORDS), 3), shared < OFF_TOPIC_WORDS_BELOW
