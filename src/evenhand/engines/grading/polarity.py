"""Which words of a text stand under a negation."""

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.text import Passage
from evenhand.engines.grading.words import is_negator

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


def negated(passage: Passage) -> tuple[bool, ...]:
    """For each token, whether an odd number of denials reaches it ("not unable" is no denial).

    A denied verb denies its clause, what stands before it too ("the drive is not mounted"); "no" and "without" deny
    what follows. "And" ends a denial that has already met two meaningful words ("without a scan of the table and ...").
    """
    marks: list[bool] = []
    denied, left, met, start = False, 0, 0, 0
    for index, token in enumerate(passage.tokens):
        following = passage.tokens[index + 1].norm if index + 1 < len(passage.tokens) else ""
        if token.opens and not (marks and is_negator(passage.tokens[index - 1].norm)):
            denied, left, start = False, 0, index
        elif token.norm in _JOINS:
            start = index
            denied = denied and met < _JOINED_WORDS
        if starts_negation(token.norm, following):
            denied, left, met = (not denied if left else True), REACH, 0
            if is_verbal(token.norm):
                marks[start:] = [not mark for mark in marks[start:]]
            marks.append(False)
            continue
        marks.append(denied and left > 0)
        left, met = left - 1, met + token.content
    return tuple(marks)


def is_verbal(word: str) -> bool:
    """Whether a negator denies the verb of its clause, and not only the words after it."""
    return word.endswith("n't") or word in _VERBAL


def starts_negation(word: str, following: str) -> bool:
    """Whether this word, with the one after it, begins a denial."""
    if (word, following) in _TWO_WORD or word in _ONE_WORD:
        return True
    return is_negator(word) and following not in _NOT_A_DENIAL
