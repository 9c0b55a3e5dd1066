"""A sentence cut into clauses at its verbs: who did what to whom, what its numbers count, what its denials deny.

No parser and no meaning: forms of words, their places, and lists of little words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from evenhand.engines.reviewing.wording import Wording

from .claims import base_of, plain
from .little_words import LittleWords, is_russian_verb

_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?|[^\W_]+(?:[-'’+#][^\W_]+)*[+#]*|[.,;:()–—%/&]")
_NUMBER = re.compile(r"\d.*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AND = frozenset([",", "and", "&", "/", "и", "а", "or", "или"])
_STOPS = frozenset([",", ";", ":", "(", ")", "–", "—", "."])
_SIGNS = frozenset(["%", "/"])


@dataclass
class Word:
    """A word that carries something: its base form, and the firm preposition before it."""

    base: str
    preposition: str = ""


@dataclass
class Clause:
    """Verbs that share what they are about ("managed and trained"), and what that is; no verbs: what stands before
    the first. `passive`: it was done to what stands before."""

    verbs: set[str] = field(default_factory=set)
    about: list[Word] = field(default_factory=list)
    passive: bool = False

    def lacks(self, other: "Clause") -> list[str]:
        """What of another clause does not stand in this one."""
        known = {(one.base, one.preposition) for one in self.about}
        if self.verbs and not other.verbs:  # a part of what the verb was about
            known |= {(one.base, "") for one in self.about}
        return [one.base for one in other.about if (one.base, one.preposition) not in known]


@dataclass
class Sentence:
    """`lead` stands before the first verb. `counted`: each number with the words it may count. `denied`: each denial or
    hedge with the words after it. `phrases`: words with nothing between them, in pairs in `pairs`."""

    lead: Clause = field(default_factory=Clause)
    clauses: list[Clause] = field(default_factory=list)
    counted: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    denied: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    phrases: list[list[str]] = field(default_factory=list)


def read_sentence(text: str, known: Wording, little: LittleWords) -> Sentence:
    """A sentence in clauses, with what its numbers count and what its denials deny."""
    tokens = [token for token in _TOKEN.findall(text) if token.casefold() not in known.first_person]
    reader = _Reader(known, little)
    for place in range(len(tokens)):
        reader.take(tokens, place)
    read = reader.read
    read.phrases = [one for one in reader.phrases if one]
    read.pairs = [pair for one in read.phrases for pair in pairwise(one)]
    read.counted = list(_counted(reader.phrases))
    read.denied = list(_denied(tokens, known, little))
    return read


class _Reader:
    """Where in a sentence the reading is."""

    def __init__(self, known: Wording, little: LittleWords) -> None:
        self.read = Sentence()
        self.phrases = [list[str]()]
        self._known, self._little = known, little
        self._clause, self._preposition = self.read.lead, ""
        self._at_front = list[Word]()
        self._front = False  # what is read stands before the first verb, behind a preposition
        self._ordering = False  # the sentence gives orders: "Run and mend ..."
        self._bare = False  # nothing stands behind the verb yet
        self._passive = False

    def take(self, tokens: Sequence[str], place: int) -> None:
        """One word, number or mark more."""
        known, little, word = self._known, self._little, tokens[place].casefold()
        after_verb = self._ordering or (self._bare and bool(self._clause.verbs))
        if _is_verb(tokens, place, known, little, after_verb=after_verb):
            self._verb(word)
        elif word in little.passive:
            self._passive = True
        elif word in little.firm or word in little.soft:
            self._preposition = word if word in little.firm else ""
            self._front = self._front or (self._clause is self.read.lead and not self._clause.about)
            self.phrases.append([])
        elif word in _STOPS or word in _AND:
            self._preposition = self._preposition if word in _AND else ""
            self.phrases.append([])
        elif word not in known.function_words and word not in known.neutral and word not in _SIGNS:
            self._about(tokens[place])

    def _verb(self, word: str) -> None:
        base = base_of(word, self._known)
        self._ordering = self._ordering or (not self.read.clauses and word == base != self._known.past.get(base))
        if self._clause.verbs and self._bare:  # "managed and trained"
            self._clause.verbs.add(base)
        else:
            if self._front:  # "In 2021 built ... and led ...": of all that follows
                self._at_front, self.read.lead.about = self.read.lead.about, []
            self._clause = Clause({base}, list(self._at_front), self._passive)
            self.read.clauses.append(self._clause)
        self._preposition, self._passive, self._front, self._bare = "", False, False, True
        self.phrases.append([])

    def _about(self, token: str) -> None:
        number = bool(_NUMBER.fullmatch(token))
        base = plain(token) if number else base_of(token.casefold(), self._known)
        if number and self.phrases[-1]:
            self._preposition = ""
            self.phrases.append([])
        self._clause.about.append(Word(base, self._preposition))
        self._passive = self._bare = False
        self.phrases[-1].append(base)


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
