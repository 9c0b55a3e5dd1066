"""Whether another wording of a statement, whoever wrote it, may stand for the statement (docs/decisions/0028, 0033)."""

from collections.abc import Sequence

from evenhand.engines.reviewing import unsupported_words
from evenhand.engines.reviewing.facts import words_of
from evenhand.engines.reviewing.wording import wording

from .claims import check
from .sources import Source
from .turning import turned

FEWEST_WORDS, MOST_CHARS = 3, 600


def refused_words(
    before: str, after: str, *, pointer: str, sources: Sequence[Source], language: str, own_voice: bool = True
) -> tuple[str, ...]:
    """The words for which it may not: those that the entry of the resume does not hold, those that the statement itself
    does not hold or says of something else, and hedges and negations that were lost. Empty where it may. With
    `own_voice` "I" and "my" may be added: whose resume it is, is known.

    A language without a word list, and a wording that is no single statement, are refused as a whole.
    """
    known = wording(language)
    words = after.split()
    if known is None or len(words) < FEWEST_WORDS or len(after) > MOST_CHARS or "\n" in after.strip():
        return (after,)
    said = " ".join(word for word in words if not (own_voice and _is_first_person(word, known.first_person)))
    entry = next((one.entry for one in sources if one.pointer == pointer), "")
    own = [one for one in sources if one.entry == entry or not one.entry]
    found = [one.text for claim in check(said, own, language=language) for one in claim.unsupported]
    return tuple(dict.fromkeys([*found, *unsupported_words(before, said, language), *turned(before, said, language)]))


def _is_first_person(word: str, known: frozenset[str]) -> bool:
    return any(one.casefold() in known for one in words_of(word)) or word.casefold().strip(".,;:") in known
