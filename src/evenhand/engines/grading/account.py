"""Tells questions and texts about somebody's own experience from others, and says what such a text is held to."""

from functools import cache

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.text import Passage, Stretch, read_text
from evenhand.engines.grading.words import is_past

# A story has so many clauses about the past, and somebody who tells it.
FEWEST_PAST = 2
FEWEST_WORDS = 15
TELLER = frozenset({"i", "we", "my", "our", "me", "us", "я", "мы", "мой", "моя", "мне", "нам", "наш", "наша", "нас"})
SUPPOSED = frozenset({"would", "бы"})

# What a gold answer that is itself a story is held to when no key points were written.
STANDARD_POINTS = {
    "en": (
        "Describes a real situation",
        "Says what they did themselves",
        "Gives the reason for what they did",
        "Names the result in the end",
    ),
    "ru": (
        "Описывает конкретную ситуацию",
        "Говорит, что сделал сам",
        "Называет причину своих действий",
        "Называет результат в итоге",
    ),
}


def asks_for_account(question: Passage) -> bool:
    """Whether a question asks for something its reader has lived through, and not for what they would do."""
    norms = [token.norm for token in question.tokens]
    if SUPPOSED.intersection(norms):
        return False
    return any(stands(phrase, norms) for phrase in _asking_phrases())


def is_account(passage: Passage) -> bool:
    """Whether a text tells what happened to its author."""
    told = any(token.norm in TELLER for token in passage.tokens)
    return (
        told
        and len(passage.tokens) >= FEWEST_WORDS
        and sum(tells(passage, sentence) for sentence in passage.sentences) >= FEWEST_PAST
    )


def without_reporting(text: str) -> str:
    """A point about the telling, without the word that says so: "Says that they never err" is about never erring."""
    passage = read_text(text)
    if len(passage.tokens) < 3 or passage.tokens[0].norm not in lexicon.words("reporting"):
        return text
    place = 2 if passage.tokens[1].norm in {"that", "what", "что"} else 1
    return text[passage.tokens[place].start :]


def tells(passage: Passage, sentence: Stretch) -> bool:
    """Whether a sentence tells of something that happened."""
    norms = [token.norm for token in passage.tokens[sentence.first : sentence.last]]
    return any(is_past(norm) for norm in norms) and not _imagined(norms)


def _imagined(norms: list[str]) -> bool:
    """ "I would ask" is imagined; "I would have asked" looks back."""
    return any(
        norm in {"would", "i'd", "could", "бы"} and "have" not in norms[place : place + 3] and "not" not in norms
        for place, norm in enumerate(norms)
    ) and not any(is_past(norm) and norm not in {"would", "could"} for norm in norms)


def stands(phrase: tuple[str, ...], norms: list[str]) -> bool:
    size = len(phrase)
    return any(tuple(norms[place : place + size]) == phrase for place in range(len(norms) - size + 1))


@cache
def _asking_phrases() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in lexicon.section("asking for an account"))
