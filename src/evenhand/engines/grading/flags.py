"""Answers that are no attempt at one: empty, nonsense, the question again, or a plain "I don't know"."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.text import Passage

Flag = Literal["empty", "nonsense", "parroted", "off_topic", "declined"]

# Fewer words, or a smaller share of letters, than this are nonsense unless they hit a key point.
FEWEST_WORDS = 3
FEWEST_LETTERS = 0.5
# From this many words on, so few different ones are one thing said over and over.
REPEATING_WORDS = 4
FEWEST_DIFFERENT = 0.1
MASHED_WORDS = 0.5
# Parroting: nearly all that is said is in the question, and most of the question is said.
FROM_QUESTION = 0.85
OF_QUESTION = 0.6
FEWEST_PARROTED = 2
# Meaningful words beside an "I don't know" from which it is an attempt at an answer after all.
ATTEMPT_WORDS = 3

_MASHED = re.compile(
    r"^(?=.{4,}$)(?:[bcdfghjklmnpqrstvwxzбвгджзклмнпрстфхцчшщ]{5,}|.*(.)\1\1.*|.*(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|erty|rtyu|tyui|"
    r"zxcv|xcvb|cvbn|vbnm|lkjh|poiu|фыва|ывап|олдж|йцук|цуке|ячсм|чсми).*)"
)


def is_nonsense(passage: Passage) -> bool:
    """Keyboard mash, or one thing over and over."""
    words = passage.tokens
    different = len({token.stem for token in words})
    if len(words) >= REPEATING_WORDS and different <= max(1.0, FEWEST_DIFFERENT * min(len(words), 50)):
        return True
    long = [token.norm for token in words if not token.number and len(token.norm) > 2]
    return bool(long) and sum(_MASHED.match(word) is not None for word in long) >= MASHED_WORDS * len(long)


def is_thin(passage: Passage) -> bool:
    """Too few words or letters to say anything, unless they hit a key point ("UDP", "5 ms"): that is to be seen."""
    letters = sum(char.isalpha() for token in passage.tokens for char in token.norm)
    visible = sum(1 for char in passage.source if not char.isspace() and char.isprintable())
    return len(passage.tokens) < FEWEST_WORDS or letters < FEWEST_LETTERS * visible


def is_parroted(passage: Passage, question: Passage, claims: Sequence[Passage]) -> bool:
    """Whether an answer mostly says the question again, in order or shuffled.

    A question may hold its answer ("is it more, less or the same?"): what a claim needs beyond common words is then in
    the question too, and only an answer that repeats all of it is parroted.
    """
    said = _content(passage)
    asked = _content(question)
    if sum(said.values()) < FEWEST_PARROTED or not asked:
        return False
    from_question = sum(count for stem, count in said.items() if stem in asked) / sum(said.values())
    of_question = sum(1 for stem in asked if stem in said) / len(asked)
    chosen = any(_content(claim).keys() <= asked.keys() for claim in claims)
    return from_question >= FROM_QUESTION and of_question >= (1.0 if chosen else OF_QUESTION)


def is_declined(passage: Passage, question: Passage) -> bool:
    """Whether an answer says, and says only, that its author does not know. Honest, and no evidence of anything.

    Words of the question, as in "I have never run Kafka", do not make it an attempt.
    """
    norms = tuple(token.norm for token in passage.tokens)
    rest = list(range(len(norms)))
    for line in lexicon.section("declining"):
        phrase = tuple(line.split())
        for place in range(len(norms) - len(phrase) + 1):
            if norms[place : place + len(phrase)] == phrase:
                rest = [index for index in rest if not place <= index < place + len(phrase)]
    if len(rest) == len(norms):
        return False
    company, asked = lexicon.words("declining company"), _content(question)
    tokens = passage.tokens
    attempt = [i for i in rest if tokens[i].content and norms[i] not in company and tokens[i].stem not in asked]
    return len(attempt) < ATTEMPT_WORDS


def _content(passage: Passage) -> Counter[str]:
    return Counter(token.stem for token in passage.tokens if token.content)
