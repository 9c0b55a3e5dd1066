"""The sentences of a career report: as the counts make them, or as a language model says the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from evenhand.domains.coaching.rules import report_words as words
from evenhand.domains.coaching.rules.refining import MOST_CHARS, Refined, Statement
from evenhand.engines.career import Outlook
from evenhand.engines.tailoring import Source
from evenhand.kit.words import Sentence, tell

PLACE = "/career_report/"
SUMMARY = f"{PLACE}summary"
HEADLINE = f"{PLACE}six_month_focus/headline"
NARRATIVE = f"{PLACE}narrative_summary"


@dataclass(frozen=True)
class Told:
    """A sentence as it is shown. `counted` is the one made of the counts, where `text` is by a language model."""

    text: Sentence
    counted: Sentence | None = None


def sentences(outlook: Outlook) -> dict[str, Sentence]:
    """What may be worded, made of the counts, by its place in what the API answers."""
    return {
        SUMMARY: words.summary(outlook),
        HEADLINE: words.headline(outlook),
        NARRATIVE: words.narrative(outlook),
        **{why_of(number): words.why(one) for number, one in enumerate(outlook.roles)},
        **{tip_of(number): one for number, one in enumerate(words.tips(outlook))},
    }


def why_of(number: int) -> str:
    """Where the reason of a role stands, counted from 0."""
    return f"{PLACE}target_roles/{number}/why"


def tip_of(number: int) -> str:
    """Where a tip stands, counted from 0."""
    return f"{PLACE}interview_tips/{number}"


def telling(outlook: Outlook, by: Refined) -> Mapping[str, Told]:
    """Every sentence in the reader's language. A wording stands only for the very sentence it was made of: after the
    counts change, and in another language, there are the counted ones."""
    worded = {one.pointer: one for one in by.wordings}
    told = dict[str, Told]()
    for place, counted in sentences(outlook).items():
        found = worded.get(place)
        fits = found is not None and found.before == tell(counted)
        told[place] = Told(Sentence(found.after), counted) if found and fits else Told(counted)
    return told


def standing(outlook: Outlook, by: Refined, *, current: bool) -> Refined:
    """What of it still says something about this report; `current`: it was asked about these very sentences."""
    told = telling(outlook, by)
    wordings = tuple(one for one in by.wordings if one.pointer in told and told[one.pointer].counted is not None)
    return replace(by, wordings=wordings) if current or wordings or by.why else Refined()


def statements(outlook: Outlook) -> list[Statement]:
    """What a language model is asked to word, in the reader's language. Names and titles in them have to stay."""
    if not outlook.market.openings:
        return []  # one sentence that says there is nothing to count
    return [
        Statement(place, tell(one), keeps=tuple(dict.fromkeys(_names(one))), own_voice=False)
        for place, one in sentences(outlook).items()
        if len(tell(one)) <= MOST_CHARS
    ]


def sources_of(asked: Sequence[Statement]) -> list[Source]:
    """Each rests on itself alone."""
    return [Source(one.pointer, one.text, one.pointer) for one in asked]


def mark_of(asked: Sequence[Statement]) -> str:
    """A hash of what was asked."""
    return sha256("\n".join(f"{one.pointer} {one.text}" for one in asked).encode()).hexdigest()


def _names(sentence: str) -> Iterator[str]:
    """Names in the places of a sentence, as they are told."""
    if isinstance(sentence, Sentence) and (sentence.values or sentence.many):
        for value in sentence.values.values():
            for one in value if isinstance(value, list | tuple) else [value]:
                if isinstance(one, str):
                    yield from _names(one)
    elif not isinstance(sentence, Sentence):
        yield tell(sentence)
