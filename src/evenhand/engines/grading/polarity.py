"""Which words of a text stand under a negation, and which word each negation denies."""

from dataclasses import dataclass
from functools import cache

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.text import Passage
from evenhand.engines.grading.words import is_negator, stem

# A negation reaches this many words at most when no clause ends it sooner.
REACH = 8
_NOT_A_DENIAL = frozenset({"only", "just", "merely", "simply", "necessarily", "только", "просто"})
# "Instead of X" and "rather than X" deny X, as "вместо X" does.
_TWO_WORD = {
    ("instead", "of"),
    ("rather", "than"),
    ("fail", "to"),
    ("fails", "to"),
    ("failed", "to"),
    ("as", "opposed"),
}
_VERBAL = lexicon.words("verbal negators")
_JOINS = frozenset({"and", "or", "и", "или"})
_JOINED_WORDS = 2
_ONE_WORD = frozenset({"вместо"})
# A word that denies by standing in for a thing: as an object it denies the verb before it ("changes nothing").
_THINGS = frozenset({"nothing", "nobody", "none", "ничего", "ничто", "никто"})
# In Russian these only strengthen a "не" in the same clause.
_STRENGTHENING = frozenset({"никогда", "никто", "ничего", "ничто", "никак", "нигде", "ни"})
_RUSSIAN_NOT = frozenset({"не", "нет", "нельзя"})
_DETERMINERS = frozenset({"no", "neither", "zero"})
_HEDGED_BY = lexicon.words("hedged denials")
_BEFORE_ELLIPSIS = frozenset({"or", "if", "why", "whether", "или", "если", "ли"})


@dataclass(frozen=True, slots=True)
class Denial:
    """A denying word, and the places of the words it denies; a weak one only leaves something out ("without X")."""

    place: int
    heads: tuple[int, ...]
    weak: bool


def negated(passage: Passage) -> tuple[bool, ...]:
    """For each token, whether an odd number of denials reaches it ("not unable" is no denial).

    A denied verb denies its clause, what stands before it too ("the drive is not mounted"); "no" and "without" deny
    what follows. "And" ends a denial that has already met two meaningful words ("without a scan of the table and ...").
    """
    marks: list[bool] = []
    denied, left, met, start = False, 0, 0, 0
    for index, token in enumerate(passage.tokens):
        if token.opens and not (marks and starts_negation(passage, index - 1)):
            denied, left, start = False, 0, index
        elif token.norm in _JOINS:
            start = index
            denied = denied and met < _JOINED_WORDS
        if token.norm in _STRENGTHENING and _denied_already(passage, index):
            marks.append(False)
            continue
        if starts_negation(passage, index) and not _stands_for_a_clause(passage, index):
            denied, left, met = (not denied if left else True), REACH, 0
            if is_verbal(token.norm):
                marks[start:] = [not mark for mark in marks[start:]]
            marks.append(False)
            continue
        marks.append(denied and left > 0)
        left, met = left - 1, met + token.content
    return tuple(marks)


def denials(passage: Passage) -> tuple[Denial, ...]:
    """Every denial of a passage with what exactly it denies: "does not forward the signal" denies "forward".

    Left out are denials without a word of their own ("or not") and hedged ones ("not always").
    """
    found = []
    for index, token in enumerate(passage.tokens):
        if not starts_negation(passage, index) or _elliptical(passage, index):
            continue
        if token.norm in _STRENGTHENING and _denied_already(passage, index):
            continue
        heads = _heads(passage, index)
        if heads:
            found.append(Denial(index, heads, weak=not _plain(token.norm)))
    return tuple(found)


def is_verbal(word: str) -> bool:
    """Whether a negator denies the verb of its clause, and not only the words after it."""
    return word.endswith("n't") or word in _VERBAL


def starts_negation(passage: Passage, place: int) -> bool:
    """Whether the word at a place, with the one after it, begins a denial. A name that looks like one does not."""
    tokens = passage.tokens
    word = tokens[place].norm
    following = tokens[place + 1].norm if place + 1 < len(tokens) else ""
    if (word, following) in _TWO_WORD or word in _ONE_WORD:
        return True
    return is_negator(word) and following not in _NOT_A_DENIAL and not _is_name(passage, place)


def _is_name(passage: Passage, place: int) -> bool:
    """ "None" within a sentence, and "NOT" before another word in capitals, are names of something."""
    written = [passage.source[token.start : token.end] for token in passage.tokens[place : place + 2]]
    if written[0] == "None":
        return not any(sentence.first == place for sentence in passage.sentences)
    return written[0] == "NOT" and len(written) == 2 and written[1].isupper() and len(written[1]) > 1


def _plain(word: str) -> bool:
    """Whether a word denies outright: "not", "no", "never"; "without", "instead of" and "avoid" leave something out."""
    return is_verbal(word) or word in _DETERMINERS or word in _THINGS or word in {"нет", "ни"}


def _elliptical(passage: Passage, index: int) -> bool:
    tokens = passage.tokens
    if index + 1 < len(tokens) and tokens[index + 1].norm in _HEDGED_BY:
        return True
    if _stands_for_a_clause(passage, index):
        return True
    return tokens[index].norm not in _THINGS and index + 1 < len(tokens) and tokens[index + 1].opens


def _stands_for_a_clause(passage: Passage, index: int) -> bool:
    """ "Or not" and "if not, ..." deny what was said before, and nothing of what follows."""
    tokens = passage.tokens
    if not index or tokens[index].opens or tokens[index - 1].norm not in _BEFORE_ELLIPSIS:
        return False
    return index + 1 == len(tokens) or tokens[index + 1].opens


def _denied_already(passage: Passage, index: int) -> bool:
    first, last = clause_of(passage, index)
    return any(token.norm in _RUSSIAN_NOT for token in passage.tokens[first:last])


def _heads(passage: Passage, index: int) -> tuple[int, ...]:
    tokens = passage.tokens
    first, last = clause_of(passage, index)
    before = [place for place in range(first, index) if tokens[place].content]
    after = [place for place in range(index + 1, last) if tokens[place].content]
    if tokens[index].norm in _THINGS and before:
        return (before[-1],)
    if not after:
        return (before[-1],) if before else ()
    if tokens[index].norm in _DETERMINERS:
        noun = after[0]
        while noun + 1 < last and tokens[noun + 1].content:
            noun += 1
        return _passed_on(passage, noun, before, after)
    return _passed_on(passage, after[0], before, after)


def _passed_on(passage: Passage, head: int, before: list[int], after: list[int]) -> tuple[int, ...]:
    """ "No need to ask" denies the asking too, and "a tag is not needed" the tag."""
    if passage.tokens[head].stem not in _passing():
        return (head,)
    later = [place for place in after if place > head]
    if later:
        return (head, later[0])
    return (head, before[-1]) if before else (head,)


@cache
def _passing() -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon.words("needing"))


def clause_of(passage: Passage, place: int) -> tuple[int, int]:
    """The first word of the clause that a word stands in, and the first after it."""
    tokens = passage.tokens
    first, last = place, place + 1
    while first > 0 and not tokens[first].opens:
        first -= 1
    while last < len(tokens) and not tokens[last].opens:
        last += 1
    return first, last
