"""The rules about what is said: how readable it is, what statements begin with, numbers, skills named and shown."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from .facts import Facts, Statement, words_of
from .result import Finding, Place, share
from .structure import MOST_PLACES, Judged
from .wording import Wording

LONGEST_STATEMENT = 34  # words
QUANTIFIED_ENOUGH = Fraction(2, 5)  # of the statements
SHOWN_ENOUGH = Fraction(1, 2)  # of the skills
SKILLS_ENOUGH = 8
_NOT_SHOWN = frozenset({"languages"})
_NUMBER = re.compile(r"(?<![\w.])[~≈<>+-]?[$€£₽¥]?\d[\d\u00a0.,]*(?P<unit>\s?[%‰×$€£₽¥+]|\s?[kKmMкК]\b|x\b)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_RUSSIAN_PAST = re.compile(
    r"\w{2,}(?:[аеиоуыяё]л[аио]?|в[её]л|[шсз]л[аи]?|[рнв][её]с|рос|лся|лась|лись|[оа]сь|[жшчщдлрнвмткпг]у|[аяуеиюлрнм]ю)",
    re.IGNORECASE,
)
_RUSSIAN_NOUN = re.compile(r"\w{3,}(?:ание|ение|яние|тие|ка|ия|ция)", re.IGNORECASE)


def readability(facts: Facts) -> Judged:
    """Whether statements are short and direct: no filler, no "I", no sentence of forty words."""
    known = facts.wording
    if known is None:
        return None, ()
    if not facts.statements:
        return _untold(facts)
    long: list[Place] = []
    filler: list[Place] = []
    person: list[Place] = []
    good: list[Place] = []
    for one in facts.statements:
        words = one.words
        kinds = [
            kind
            for kind, found in (
                (long, len(words) > LONGEST_STATEMENT),
                (person, bool(words) and words[0].casefold() in known.first_person),
                (filler, _has_filler(one.text, known)),
            )
            if found
        ]
        for kind in kinds or [good]:
            kind.append(one.place)
    total = len(facts.statements)
    findings = _counted(
        total,
        ("direct", True, good),
        ("long_statements", False, long),
        ("filler", False, filler),
        ("first_person", False, person),
    )
    return share(len(good), total), findings


def _has_filler(text: str, known: Wording) -> bool:
    for written, _ in (*known.fillers, *((one, "") for one, _ in known.openings if "@" not in one)):
        if re.search(rf"(?<!\w){re.escape(written.strip())}(?!\w)", text, re.IGNORECASE):
            return True
    return False


def action_verbs(facts: Facts) -> Judged:
    """Whether statements begin with what was done. A noun of action ("Разработка …") counts half."""
    known = facts.wording
    if known is None:
        return None, ()
    if not facts.statements:
        return _untold(facts)
    verbs: list[Place] = []
    nouns: list[Place] = []
    others: list[Place] = []
    for one in facts.statements:
        {"verb": verbs, "noun": nouns}.get(_begins(one, known), others).append(one.place)
    total = len(facts.statements)
    findings = _counted(
        total,
        ("verbs_first", True, verbs),
        ("nouns_first", False, nouns),
        ("no_verb_first", False, others),
    )
    return (Fraction(len(verbs)) + Fraction(len(nouns), 2)) / total, findings


def _begins(one: Statement, known: Wording) -> str:
    words = [word.casefold() for word in one.words]
    if words and (words[0] in known.first_person or words[0].endswith("ly")):
        words = words[1:]
    if not words:
        return ""
    if known.language == "en":
        return "verb" if words[0].removeprefix("re-") in known.verbs else ""
    if words[0] in known.not_verbs:
        return ""
    if _RUSSIAN_PAST.fullmatch(words[0]):
        return "verb"
    return "noun" if _RUSSIAN_NOUN.fullmatch(words[0]) or words[0] in known.nouns else ""


def quantified(facts: Facts) -> Judged:
    """Whether results have sizes. Not every one can: two in five are enough for all points."""
    if not facts.statements:
        return _untold(facts)
    with_size: list[Place] = []
    without: list[Place] = []
    for one in facts.statements:
        (with_size if has_size(one.text, facts.wording) else without).append(one.place)
    total = len(facts.statements)
    portion = min(Fraction(1), Fraction(len(with_size), total) / QUANTIFIED_ENOUGH)
    return portion, _counted(total, ("with_size", True, with_size), ("without_size", portion == 1, without))


def has_size(text: str, known: Wording | None) -> bool:
    """Whether a statement says how much, how many or how often: a number that is no year and no version."""
    if known and any(word.casefold() in known.numbers for word in words_of(text)):
        return True
    for match in _NUMBER.finditer(text):
        number = match[0].strip().rstrip(".,")
        if match["unit"] or re.search(r"[$€£₽¥%]", number):
            return True
        if _YEAR.fullmatch(number):
            continue
        before = text[: match.start()].split()
        named = len(before) > 1 and before[-1][:1].isupper() and not before[-1].endswith((".", ",", ":", ";"))
        after = text[match.end() :].split()
        if not named and after and after[0].strip("(),.")[:1].isalpha() and after[0][:1].islower():
            return True
        if not named and len(re.sub(r"\D", "", number)) >= 3:
            return True
    return False


def skills_named(facts: Facts) -> Judged:
    """Whether the text names skills that a reader, or a program, can find."""
    places = _skills(facts)
    if not facts.document.lines:
        return None, ()
    found = [mentions[0] for mentions in places.values()]
    about = {"count": len(found), "enough": SKILLS_ENOUGH}
    if not found:
        return Fraction(0), (Finding("no_skills", False, (facts.top,), about),)
    good = len(found) >= SKILLS_ENOUGH
    return share(len(found), SKILLS_ENOUGH), (Finding("skills_found", good, tuple(found[:MOST_PLACES]), about),)


def skills_shown(facts: Facts) -> Judged:
    """Whether skills are shown at work, not only listed."""
    places = _skills(facts)
    if not places:
        return None, ()
    if not facts.statements:
        return _untold(facts)
    shown: list[Place] = []
    listed: list[Place] = []
    for mentions in places.values():
        at_work = next((one for one in mentions if _at_work(one, facts)), None)
        (shown.append(at_work) if at_work else listed.append(mentions[0]))
    portion = min(Fraction(1), Fraction(len(shown), len(places)) / SHOWN_ENOUGH)
    return portion, _counted(len(places), ("skills_at_work", True, shown), ("skills_only_listed", portion == 1, listed))


def _skills(facts: Facts) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for one in facts.skills:
        if one.category not in _NOT_SHOWN:
            found.setdefault(one.skill_id, []).append(facts.at(one.start, one.end))
    return found


def _at_work(place: Place, facts: Facts) -> bool:
    told = (*(one.place for one in facts.statements), *facts.roles)
    return any(one.start <= place.start and place.end <= one.end for one in told)


def _untold(facts: Facts) -> Judged:
    """Roles of which nothing is told give no points; without roles there is nothing to say it of."""
    if not facts.roles:
        return None, ()
    return Fraction(0), (Finding("nothing_told", False, facts.roles[:MOST_PLACES], {"count": len(facts.roles)}),)


def _counted(total: int, *kinds: tuple[str, bool, list[Place]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(code, good, tuple(places[:MOST_PLACES]), {"count": len(places), "of": total})
        for code, good, places in kinds
        if places
    )


def rules() -> Iterator[tuple[str, Callable[[Facts], Judged]]]:
    """These rules by name."""
    yield from (
        ("readability", readability),
        ("action_verbs", action_verbs),
        ("quantified", quantified),
        ("skills_named", skills_named),
        ("skills_shown", skills_shown),
    )
