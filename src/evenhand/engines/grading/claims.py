"""Takes a gold answer apart into the claims it makes, for questions that come without key points."""

import re
from collections.abc import Iterator
from itertools import pairwise

from evenhand.engines.grading.text import Passage, Stretch, Token, read_text

# More claims than this make a page nobody reads; a longer gold answer is then taken sentence by sentence.
MAX_CLAIMS = 12
# A piece with fewer meaningful words than this carries no claim of its own.
_CLAIM_WORDS = 2
# A sentence of so many words stands alone even with one meaningful word ("Do not unload").
_SENTENCE_WORDS = 3
# "And" joins two claims only where both are this long; otherwise it joins two things ("supply and demand").
_JOINED_CLAIM_WORDS = 3
_AND = frozenset({"and", "и"})
# A condition belongs to what follows from it, and a word that only links two claims belongs to neither.
_CONDITIONS = frozenset({"if", "when", "once", "unless", "while", "after", "before", "если", "когда", "после"})
_LINKS = frozenset(
    {"and", "but", "so", "or", "because", "therefore", "thus", "then", "и", "а", "но", "потому", "поэтому"}
)
_CHOICE = frozenset({"or", "или", "whether", "ли"})
_BRACKET = re.compile(r"\s*[()\[\]]")
# A purpose belongs to what serves it; after "and", a preposition or an article goes on with the same claim.
_PURPOSE = frozenset({("so", "that"), ("so", "as"), ("так", "чтобы")})
_CONTINUES = frozenset(
    {"to", "from", "in", "on", "at", "by", "with", "of", "for", "within", "the", "a", "an", "в", "на", "с", "до", "от"}
)
_PAIRED_BY = frozenset({"between", "both", "either", "neither", "между", "либо"})


def extract_claims(gold: str, *, question: str) -> tuple[str, ...]:
    """The claims of a gold answer, as they stand in it and in its order, without those that only repeat the question.

    A gold answer that says nothing beyond the question is one claim as a whole; one without words gives none.
    """
    passage = read_text(gold)
    if not passage.tokens:
        return ()
    asked = _said(question)
    for pieces in (_clauses(passage), list(passage.sentences)):
        telling = [piece for piece in pieces if _new_words(passage, piece, asked)]
        if len(telling) <= MAX_CLAIMS:
            break
    else:
        densest = sorted(telling, key=lambda piece: (-_new_words(passage, piece, asked), piece.first))[:MAX_CLAIMS]
        telling = sorted(densest, key=lambda piece: piece.first)
    if not telling:
        return (gold.strip(),)
    return tuple(_written(passage, _without_link(passage, piece)) for piece in telling)


def _said(question: str) -> frozenset[str]:
    """Stems the question gives away. One that offers a choice gives nothing away: its words may be the answer."""
    tokens = read_text(question).tokens
    if any(token.norm in _CHOICE for token in tokens):
        return frozenset()
    return frozenset(token.stem for token in tokens)


def _written(passage: Passage, piece: Stretch) -> str:
    start, end = passage.span(piece)
    text = passage.source[start:end]
    return text + ")" if text.count("(") > text.count(")") and passage.source[end : end + 1] == ")" else text


def _without_link(passage: Passage, piece: Stretch) -> Stretch:
    first = piece.first
    while first < piece.last - 1 and passage.tokens[first].norm in _LINKS:
        first += 1
    return Stretch(first, piece.last)


def _clauses(passage: Passage) -> list[Stretch]:
    return _joined(passage, [piece for sentence in passage.sentences for piece in _pieces(passage, sentence)])


def _pieces(passage: Passage, sentence: Stretch) -> Iterator[Stretch]:
    cuts = [place for place in range(sentence.first + 1, sentence.last) if _cuts(passage, sentence, place)]
    for first, last in pairwise([sentence.first, *cuts, sentence.last]):
        yield Stretch(first, last)


def _cuts(passage: Passage, sentence: Stretch, place: int) -> bool:
    token = passage.tokens[place]
    following = passage.tokens[place + 1].norm if place + 1 < sentence.last else ""
    if (token.norm, following) in _PURPOSE:
        return False
    if token.opens:
        return not _BRACKET.match(passage.source, passage.tokens[place - 1].end)
    if token.norm not in _AND:
        return False
    before = passage.tokens[_clause_start(passage, sentence, place) : place]
    after = passage.tokens[place + 1 : _clause_end(passage, sentence, place)]
    paired = any(word.norm in _PAIRED_BY for word in before) or following in _CONTINUES
    return not paired and min(_meaning(before), _meaning(after)) >= _JOINED_CLAIM_WORDS


def _clause_start(passage: Passage, sentence: Stretch, place: int) -> int:
    while place > sentence.first and not passage.tokens[place].opens:
        place -= 1
    return place


def _clause_end(passage: Passage, sentence: Stretch, place: int) -> int:
    place += 1
    while place < sentence.last and not passage.tokens[place].opens:
        place += 1
    return place


def _joined(passage: Passage, pieces: list[Stretch]) -> list[Stretch]:
    """Join a piece too small for a claim to the one before it, and a condition to what follows from it."""
    joined: list[Stretch] = []
    waits = False  # the last piece still wants the next one
    for piece in pieces:
        tokens = passage.tokens[piece.first : piece.last]
        small = _meaning(tokens) < (
            1 if piece in passage.sentences and len(tokens) >= _SENTENCE_WORDS else _CLAIM_WORDS
        )
        if joined and (small or waits):
            joined[-1] = Stretch(joined[-1].first, piece.last)
            waits = _meaning(passage.tokens[joined[-1].first : piece.last]) < _CLAIM_WORDS
        else:
            joined.append(piece)
            waits = small or tokens[0].norm in _CONDITIONS
    return joined


def _meaning(tokens: tuple[Token, ...]) -> int:
    return sum(1 for token in tokens if token.content)


def _new_words(passage: Passage, piece: Stretch, asked: frozenset[str]) -> int:
    return sum(1 for t in passage.tokens[piece.first : piece.last] if t.content and t.stem not in asked)
