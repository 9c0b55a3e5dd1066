"""The claims checker: every word of a statement that says something has to stand in the resume, or it is refused.

A statement is held against one entry of the resume at a time (a role with its employer, title, dates and what was done
there), together with what is true of the whole person (skills, languages, summary): joining an employer from one
entry and a result from another would be a claim that nobody made. Words that carry no claim ("the", "and", "I") are on
a closed list. Numbers, dates and names have to stand there as they are; verbs may take another form.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from evenhand.engines.reviewing.facts import words_of
from evenhand.engines.reviewing.wording import Wording, wording
from evenhand.engines.skills import find_skills

from .sources import Source, sentences, sources_of

Kind = Literal["number", "skill", "name", "word"]

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_MONTHS = {
    name: f"{number:02}"
    for number, names in enumerate(
        (
            "january январь января jan",
            "february февраль февраля feb",
            "march март марта mar",
            "april апрель апреля apr",
            "may май мая",
            "june июнь июня jun",
            "july июль июля jul",
            "august август августа aug",
            "september сентябрь сентября sep sept",
            "october октябрь октября oct",
            "november ноябрь ноября nov",
            "december декабрь декабря dec",
        ),
        1,
    )
    for name in names.split()
}
MOST_SOURCES = 4


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Words that stand nowhere in the resume, by kind."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement and what it rests on; `unsupported` is empty where all of it does."""

    text: str
    sources: tuple[str, ...]
    unsupported: tuple[Unsupported, ...]

    @property
    def holds(self) -> bool:
        """Whether the resume says all of it."""
        return not self.unsupported


def check(text: str, sources: Sequence[Source], *, language: str, allowed: Iterable[str] = ()) -> tuple[Claim, ...]:
    """Each sentence of a text with the fields it rests on, and what of it rests on none.

    `allowed` are words of others that may be repeated, such as the name of the job and of the company.
    """
    beside = frozenset(word.casefold() for one in allowed for word in words_of(one))
    numbers = frozenset(number for one in allowed for number in _NUMBER.findall(one))
    return tuple(_checked(one, sources, wording(language), beside, numbers) for one in sentences(text))


def check_resume(changed: Mapping[str, Any], resume: Mapping[str, Any], *, language: str) -> dict[str, Claim]:
    """The statements of a changed resume that do not stand in the first as they are, by pointer."""
    known = sources_of(resume)
    as_they_are = {_same(source.text) for source in known}
    found: dict[str, Claim] = {}
    for source in sources_of(changed):
        if _same(source.text) in as_they_are:
            continue
        claims = check(source.text, known, language=language)
        unsupported = tuple(one for claim in claims for one in claim.unsupported)
        pointers = tuple(dict.fromkeys(pointer for claim in claims for pointer in claim.sources))
        found[source.pointer] = Claim(source.text, pointers, unsupported)
    return found


def _same(text: str) -> str:
    return " ".join(text.split())


def _checked(
    text: str, sources: Sequence[Source], known: Wording | None, beside: frozenset[str], numbers: frozenset[str]
) -> Claim:
    """Against the entry that leaves the least unsupported; at equal, the first."""
    entries = list(dict.fromkeys(source.entry for source in sources if source.entry)) or [""]
    shared = [source for source in sources if not source.entry]
    best: tuple[int, list[Unsupported], list[Source]] | None = None
    for entry in entries:
        own = [source for source in sources if source.entry == entry and entry] + shared
        missing = _missing(text, own, known, beside, numbers)
        if best is None or len(missing) < best[0]:
            best = len(missing), missing, own
        if not missing:
            break
    _, missing, own = best or (0, [], [])
    return Claim(text, _resting_on(text, own, known), tuple(missing))


def _missing(
    text: str, own: Sequence[Source], known: Wording | None, beside: frozenset[str], numbers: frozenset[str]
) -> list[Unsupported]:
    said = "\n".join(source.text for source in own)
    have = {base_of(word.casefold(), known) for word in words_of(said)}
    have_numbers = {plain(number) for number in _NUMBER.findall(said)} | {plain(number) for number in numbers}
    parts = {part for number in have_numbers for part in (number, number.lstrip("0"))}
    skills = {mention.skill_id for mention in find_skills(said)}
    in_a_row = " ".join(["", *(base_of(word.casefold(), known) for word in words_of(said)), ""])
    found: list[Unsupported] = []
    spoken: set[str] = set()
    for mention in find_skills(text):
        words = {word.casefold() for word in words_of(mention.text)}
        named = " ".join(["", *(base_of(word.casefold(), known) for word in words_of(mention.text)), ""])
        if mention.skill_id in skills or words <= beside or named in in_a_row:
            spoken |= words
        else:
            found.append(Unsupported(mention.text, "skill"))
            spoken |= words
    found += [Unsupported(one, "number") for one in _NUMBER.findall(text) if plain(one) not in parts]
    little = (known.function_words | known.first_person | known.neutral) if known else frozenset[str]()
    for place, word in enumerate(words_of(text)):
        folded = word.casefold()
        if folded in spoken or folded in beside or _NUMBER.fullmatch(word) or base_of(folded, known) in have:
            continue
        if known and folded in known.numbers and folded not in have:
            found.append(Unsupported(word, "number"))
        elif _MONTHS.get(folded) in parts or folded in little:
            continue
        else:
            found.append(Unsupported(word, "name" if place and word[:1].isupper() else "word"))
    return list(dict.fromkeys(found))


def plain(number: str) -> str:
    """A number without what groups it: "1,200" is "1200"; a decimal stays one."""
    return re.sub(r"[\u00a0\u202f ,](?=\d{3}(?!\d))", "", number)


def base_of(word: str, known: Wording | None) -> str:
    """A verb's base form, a noun without its plural; any other word as it is written."""
    if known is None:
        return word
    if word in known.verbs:
        return known.verbs[word]
    if known.language == "en":
        word = word.removesuffix("'s").removesuffix("’s")
        return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
    return next((noun for noun, forms in known.nouns.items() if word == noun or word in forms.split()), word)


def _resting_on(text: str, own: Sequence[Source], known: Wording | None) -> tuple[str, ...]:
    """The fields that share most content words with the statement, the strongest first."""
    little = (known.function_words | known.first_person) if known else frozenset[str]()
    said = {base_of(word.casefold(), known) for word in words_of(text) if word.casefold() not in little}
    shares = [
        (len(said & {base_of(word.casefold(), known) for word in words_of(source.text)}), source.pointer)
        for source in own
    ]
    strongest = sorted((share for share in shares if share[0]), key=lambda share: -share[0])
    return tuple(pointer for _, pointer in strongest[:MOST_SOURCES])
