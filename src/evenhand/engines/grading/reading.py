"""A text made ready for comparing: its words, what is denied in it, its numbers, and a vector for every word."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evenhand.engines.embeddings import Encoding, TextEncoder
from evenhand.engines.embeddings.interface import Vectors
from evenhand.engines.grading.polarity import Denial, denials, negated
from evenhand.engines.grading.quantities import Quantity, find_quantities
from evenhand.engines.grading.text import Passage, Stretch, read_text

# The model reads about 130 words in 20 ms. In a longer answer it reads the sentences that share most words with the
# question and the reference; the rest is compared by word forms alone.
MAX_EMBEDDED_WORDS = 130

_LATIN = re.compile("[a-z]")
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """A passage with its negations, its quantities and one vector a word.

    `vectors` has shape (words, dimensions), not of unit length; a word the model did not read has the zero vector.
    """

    passage: Passage
    negated: tuple[bool, ...]
    quantities: tuple[Quantity, ...]
    vectors: Matrix
    # One vector for each sentence that the model has read.
    sentences: tuple[Vectors, ...] = ()
    # The words seen from the last centre asked for: every claim of a question asks for the same one.
    _apart: list[tuple[Matrix, Matrix]] = field(default_factory=list, repr=False)

    @cached_property
    def content(self) -> tuple[int, ...]:
        """Places of the words that carry meaning; of all words where none does ("it is what it is")."""
        tokens = self.passage.tokens
        return tuple(i for i, token in enumerate(tokens) if token.content) or tuple(range(len(tokens)))

    @cached_property
    def denials(self) -> tuple[Denial, ...]:
        """What is denied outright or left out, word by word."""
        return denials(self.passage)

    @cached_property
    def clauses(self) -> tuple[tuple[Stretch, Stretch], ...]:
        """Every clause with the sentence it stands in, in order and without gaps."""
        tokens = self.passage.tokens
        found = []
        for sentence in self.passage.sentences:
            opens = [place for place in range(sentence.first + 1, sentence.last) if tokens[place].opens]
            cuts = [sentence.first, *opens, sentence.last]
            found += [(Stretch(first, last), sentence) for first, last in pairwise(cuts)]
        return tuple(found)

    @cached_property
    def read(self) -> NDArray[np.bool_]:
        """Which words the model has read."""
        return np.asarray(self.vectors.any(axis=1))

    @cached_property
    def directions(self) -> Matrix:
        """The word vectors at unit length, zero where the model read nothing."""
        return _unit(self.vectors)

    def away_from(self, centre: Matrix) -> Matrix:
        """The word vectors seen from a centre, at unit length: what sets each word apart from the common topic."""
        for known, apart in self._apart:
            if known is centre:
                return apart
        apart = self.directions - centre
        apart[~self.read] = 0.0
        self._apart[:] = [(centre, _unit(apart))]
        return self._apart[0][1]

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stem of every word."""
        return tuple(token.stem for token in self.passage.tokens)

    def topic(self, stretch: Stretch) -> Matrix:
        """The mean word vector of a stretch; zero where the model read nothing of it."""
        if stretch.last <= stretch.first:
            return np.zeros(self.vectors.shape[1])
        mean: Matrix = self.vectors[stretch.first : stretch.last].mean(axis=0)
        return mean

    @property
    def whole(self) -> Stretch:
        """The stretch of all words."""
        return Stretch(0, len(self.passage.tokens))


def meet(sources: Iterable[str], encoder: TextEncoder) -> None:
    """Let the encoder see every sentence of several texts at once, which is faster; it remembers them."""
    sentences = []
    for source in sources:
        passage = read_text(source)
        spans = [passage.span(sentence) for sentence in passage.sentences if _readable(passage, sentence)]
        sentences += [source[start:end] for start, end in spans]
    encoder.encode(sentences, remember=True)


def read_reference(source: str, encoder: TextEncoder) -> Reading:
    """Read a question, a gold answer or a key point; the encoder remembers it for the next answer."""
    passage = read_text(source)
    return _reading(passage, [s for s in passage.sentences if _readable(passage, s)], encoder, remember=True)


def read_answer(source: str, encoder: TextEncoder, *, about: Collection[str]) -> Reading:
    """Read an answer. `about` holds the stems of question and reference: of a long answer the model reads those
    sentences first that have most of them, up to 130 words.
    """
    passage = read_text(source)
    ranked = sorted(
        (s for s in passage.sentences if _readable(passage, s)),
        key=lambda s: (-len({token.stem for token in passage.tokens[s.first : s.last]}.intersection(about)), s.first),
    )
    chosen: list[Stretch] = []
    left = MAX_EMBEDDED_WORDS
    for sentence in ranked:
        left -= sentence.last - sentence.first
        if left < 0 and chosen:
            break
        chosen.append(sentence)
    return _reading(passage, chosen, encoder, remember=False)


def _readable(passage: Passage, sentence: Stretch) -> bool:
    """The model knows Latin letters only: of a Russian sentence it sees single letters, so word forms serve better."""
    tokens = passage.tokens[sentence.first : sentence.last]
    latin = sum(1 for token in tokens if _LATIN.match(token.norm))
    return 2 * latin >= sum(1 for token in tokens if not token.number)


def _reading(passage: Passage, sentences: list[Stretch], encoder: TextEncoder, *, remember: bool) -> Reading:
    vectors = np.zeros((len(passage.tokens), encoder.dimensions))
    spans = [passage.span(sentence) for sentence in sentences]
    encodings = encoder.encode([passage.source[start:end] for start, end in spans], remember=remember)
    for sentence, (start, _), encoding in zip(sentences, spans, encodings, strict=True):
        _place(vectors, passage, sentence, start, encoding)
    whole = tuple(encoding.vector for encoding in encodings)
    return Reading(passage, negated(passage), find_quantities(passage), vectors, whole)


def _place(vectors: Matrix, passage: Passage, sentence: Stretch, start: int, encoding: Encoding) -> None:
    """Give every word of a sentence the mean of its pieces' vectors."""
    place = sentence.first
    counts = np.zeros(sentence.last - sentence.first)
    for (left, right), piece in zip(encoding.offsets, encoding.pieces, strict=True):
        while place < sentence.last and passage.tokens[place].end <= left + start:
            place += 1
        if place == sentence.last:
            break
        if right + start > passage.tokens[place].start:
            vectors[place] += piece
            counts[place - sentence.first] += 1
    vectors[sentence.first : sentence.last] /= np.maximum(counts, 1.0)[:, None]


def _unit(vectors: Matrix) -> Matrix:
    lengths: Matrix = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors / lengths
