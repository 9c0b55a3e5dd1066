"""Whether a wording says the same words of other things: who did it to whom, what a number counts, what "not" denies.

No parser and no meaning: a sentence is cut into clauses at its verbs, and what stands in a clause of the wording has to
stand in one clause of the statement with the same verb, behind the same preposition where that says who or whither.
What cannot be followed is refused (docs/decisions/0033).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from evenhand.engines.reviewing.wording import Wording, wording

from .claims import base_of, plain
from .little_words import LITTLE_WORDS, LittleWords, is_russian_verb
from .sources import sentences

_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?|[^\W_]+(?:[-'’+#][^\W_]+)*[+#]*|[.,;:()–—%/&]")
_NUMBER = re.compile(r"\d.*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AND = frozenset([",", "and", "&", "/", "и", "а", "or", "или"])
_STOPS = frozenset([",", ";", ":", "(", ")", "–", "—", "."])
_SIGNS = frozenset(["%", "/"])


@dataclass
class _Word:
    """A word that carries something: its base form, and the firm preposition before it."""

    base: str
    preposition: str = ""


@dataclass
class _Clause:
    """Verbs that share what they are about ("managed and trained"), and what that is; no verbs: what stands before
    the first. `passive`: it was done to what stands before."""

    verbs: set[str] = field(default_factory=set)
    about: list[_Word] = field(default_factory=list)
    passive: bool = False

    def holds(self, other: "_Clause") -> list[str]:
        """What of another clause does not stand in this one."""
        known = {(one.base, one.preposition) for one in self.about}
        if self.verbs and not other.verbs:  # a part of what the verb was about
            known |= {(one.base, "") for one in self.about}
        return [one.base for one in other.about if (one.base, one.preposition) not in known]


@dataclass
class _Sentence:
    lead: _Clause = field(default_factory=_Clause)
    clauses: list[_Clause] = field(default_factory=list)
    counted: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    denied: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    phrases: list[list[str]] = field(default_factory=list)


def turned(before: str, after: str, language: str) -> tuple[str, ...]:
    """The words of `after` that are said of something else than in `before`, whose words they are; empty where each
    stays with its own. A language without a word list is not looked at."""
    known, little = wording(language), LITTLE_WORDS.get(language)
    if known is None or little is None:
        return ()
    said = [_read(one, known, little) for one in sentences(before)]
    found: list[str] = []
    for one in (_read(sentence, known, little) for sentence in sentences(after)):
        found += _moved(said, one)
        found += _miscounted(said, one)
        found += _misdenied(said, one)
        found += _mispaired(said, one)
    return tuple(dict.fromkeys(found))


def _moved(said: Sequence[_Sentence], one: _Sentence) -> Iterator[str]:
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


def _fewest(known: Sequence[_Clause], clause: _Clause) -> list[str]:
    return min((one.holds(clause) for one in known), key=len, default=[one.base for one in clause.about])


def _miscounted(said: Sequence[_Sentence], one: _Sentence) -> Iterator[str]:
    """Numbers that count something else."""
    for number, counts in one.counted:
        before = [words for sentence in said for other, words in sentence.counted if other == number]
        if before and counts and not any(counts & words for words in before if words) and any(before):
            yield number


def _misdenied(said: Sequence[_Sentence], one: _Sentence) -> Iterator[str]:
    """Denials and hedges before something else."""
    for word, follows in one.denied:
        before = [next_ for sentence in said for other, next_ in sentence.denied if other == word]
        if before and follows and not any(follows[0] in next_ for next_ in before):
            yield word


def _mispaired(said: Sequence[_Sentence], one: _Sentence) -> Iterator[str]:
    """Words that describe something else: "junior nurse" of "senior nurse of junior patients"."""
    phrases = [phrase for sentence in said for phrase in sentence.phrases]
    together = {pair for phrase in phrases for pair in combinations(phrase, 2)}
    heads = {phrase[-1] for phrase in phrases}
    whole = heads | {phrase[0] for phrase in phrases}
    for first, second in one.pairs:
        if (first, second) not in together and not (first in heads and second in whole):
            yield f"{first} {second}"


def _read(text: str, known: Wording, little: LittleWords) -> _Sentence:
    """A sentence in clauses, with what its numbers count and what its denials deny."""
    tokens = [token for token in _TOKEN.findall(text) if token.casefold() not in known.first_person]
    read = _Sentence()
    clause, preposition, phrases = read.lead, "", [list[str]()]
    at_front = list[_Word]()
    passive = front = ordering = bare = False
    for place, token in enumerate(tokens):
        word = token.casefold()
        if _is_verb(tokens, place, known, little, after_verb=ordering or (bare and bool(clause.verbs))):
            base = base_of(word, known)
            ordering = ordering or (not read.clauses and word == base != known.past.get(base))
            if clause.verbs and bare:  # "managed and trained"
                clause.verbs.add(base)
            else:
                if front:  # "In 2021 built ... and led ...": of all that follows
                    at_front, read.lead.about = read.lead.about, []
                clause = _Clause({base}, list(at_front), passive)
                read.clauses.append(clause)
            preposition, passive, front, bare = "", False, False, True
            phrases.append([])
        elif word in little.passive:
            passive = True
        elif word in little.firm or word in little.soft:
            preposition = word if word in little.firm else ""
            front = front or (clause is read.lead and not clause.about)
            phrases.append([])
        elif word in _STOPS or word in _AND:
            preposition = preposition if word in _AND else ""
            phrases.append([])
        elif word not in known.function_words and word not in known.neutral and word not in _SIGNS:
            number = bool(_NUMBER.fullmatch(token))
            base = plain(token) if number else base_of(word, known)
            if number and phrases[-1]:
                preposition = ""
                phrases.append([])
            clause.about.append(_Word(base, preposition))
            passive = bare = False
            phrases[-1].append(base)
    read.phrases = [one for one in phrases if one]
    read.pairs = [pair for one in phrases for pair in pairwise(one)]
    read.counted = list(_counted(phrases))
    read.denied = list(_denied(tokens, known, little))
    return read


def _counted(phrases: Sequence[Sequence[str]]) -> Iterator[tuple[str, frozenset[str]]]:
    """Each number with the words it may count: those after it in its phrase, else those of the phrase before."""
    for place, phrase in enumerate(phrases):
        for at, word in enumerate(phrase):
            if not _NUMBER.fullmatch(word) or _YEAR.fullmatch(word):
                continue
            rest = [one for one in phrase[at + 1 :] if not _NUMBER.fullmatch(one)]
            earlier = [one for one in phrase[:at] if not _NUMBER.fullmatch(one)]
            if not rest and not earlier and place:
                earlier = [one for one in phrases[place - 1] if not _NUMBER.fullmatch(one)]
            yield word, frozenset(rest or earlier)


def _denied(tokens: Sequence[str], known: Wording, little: LittleWords) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Denials and hedges, each with the two words that follow."""
    for place, token in enumerate(tokens):
        word = token.casefold()
        if word in little.denials or word in known.hedges:
            rest = [
                plain(one) if _NUMBER.fullmatch(one) else base_of(one.casefold(), known)
                for one in tokens[place + 1 :]
                if one not in _STOPS and one.casefold() not in known.function_words | known.neutral
            ]
            yield word, tuple(rest[:2])


def _is_verb(tokens: Sequence[str], place: int, known: Wording, little: LittleWords, *, after_verb: bool) -> bool:
    """Whether a word is what somebody did: by its form, and where the form says nothing, by its place."""
    word = tokens[place].casefold()
    if word in little.verbs:
        return True
    if known.language == "ru":
        return word not in known.not_verbs and is_russian_verb(word)
    base = known.verbs.get(word)
    if base is None:
        return False
    if word in (known.past[base], known.gerund[base]) and word != base:
        return True
    previous = tokens[place - 1].casefold() if place else ""
    joined = previous in _AND or previous in _STOPS
    return not place or previous in little.before_verb or (joined and (after_verb or word == known.past[base]))
