"""Whether a wording says the same words of other things: who did it to whom, what a number counts, what "not" denies.

What stands in a clause of the wording has to stand in one clause of the statement with the same verb, behind the same
preposition where that says who or whither. What cannot be followed is refused (docs/decisions/0033).
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from evenhand.engines.reviewing.wording import wording

from .clauses import Clause, Sentence, read_sentence
from .little_words import LITTLE_WORDS
from .sources import sentences


def turned(before: str, after: str, language: str) -> tuple[str, ...]:
    """The words of `after` that are said of something else than in `before`, whose words they are; empty where each
    stays with its own. A language without a word list is not looked at."""
    known, little = wording(language), LITTLE_WORDS.get(language)
    if known is None or little is None:
        return ()
    said = [read_sentence(one, known, little) for one in sentences(before)]
    found: list[str] = []
    for one in (read_sentence(sentence, known, little) for sentence in sentences(after)):
        found += _moved(said, one)
        found += _miscounted(said, one)
        found += _misdenied(said, one)
        found += _mispaired(said, one)
    return tuple(dict.fromkeys(found))


def _moved(said: Sequence[Sentence], one: Sentence) -> Iterator[str]:
    """What is with another verb, or was the doer and is done to."""
    if one.clauses:
        leads = [sentence.lead for sentence in said]
        yield from _fewest(leads, one.lead)
    else:
        everywhere = [clause for sentence in said for clause in (sentence.lead, *sentence.clauses)]
        yield from _fewest(everywhere, one.lead)
    for clause in one.clauses:
        same = [
            other
            for sentence in said
            for other in sentence.clauses
            if clause.verbs <= other.verbs and clause.passive == other.passive
        ]
        yield from _fewest(same, clause) if same else sorted(clause.verbs)


def _fewest(known: Sequence[Clause], clause: Clause) -> list[str]:
    return min((one.lacks(clause) for one in known), key=len, default=[one.base for one in clause.about])


def _miscounted(said: Sequence[Sentence], one: Sentence) -> Iterator[str]:
    """Numbers that count something else."""
    for number, counts in one.counted:
        before = [words for sentence in said for other, words in sentence.counted if other == number]
        if before and counts and not any(counts & words for words in before if words) and any(before):
            yield number


def _misdenied(said: Sequence[Sentence], one: Sentence) -> Iterator[str]:
    """Denials and hedges before something else."""
    for word, follows in one.denied:
        before = [next_ for sentence in said for other, next_ in sentence.denied if other == word]
        if before and follows and not any(follows[0] in next_ for next_ in before):
            yield word


def _mispaired(said: Sequence[Sentence], one: Sentence) -> Iterator[str]:
    """Words that describe something else: "junior nurse" of "senior nurse of junior patients"."""
    phrases = [phrase for sentence in said for phrase in sentence.phrases]
    together = {pair for phrase in phrases for pair in combinations(phrase, 2)}
    heads = {phrase[-1] for phrase in phrases}
    whole = heads | {phrase[0] for phrase in phrases}
    for first, second in one.pairs:
        if (first, second) not in together and not (first in heads and second in whole):
            yield f"{first} {second}"
