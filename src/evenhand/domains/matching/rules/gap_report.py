"""A gap report as Markdown, in the reader's language, and the way it is kept: plain JSON and back."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from evenhand.domains.matching.rules.gap import Gap, GapSkill
from evenhand.domains.matching.rules.levels import LevelFact, Quote
from evenhand.domains.resumes.rules import years_and_months
from evenhand.domains.skills.rules import named, skill_name
from evenhand.kit.words import Named, Sentence, say, say_many, tell

PARTS: tuple[tuple[str, Sentence, Sentence], ...] = (
    (
        "missing_required",
        say("Required, not found"),
        say("The words are not in this resume. If you have the skill, name it and say where you used it."),
    ),
    (
        "underqualified",
        say("Found, less than is asked"),
        say("The resume names it, and shows less of it than the advert asks for. Say how long, and what came of it."),
    ),
    ("meets", say("Answers what is asked"), say("Found, and shown as well as the advert asks.")),
    (
        "missing_optional",
        say("Nice to have, not found"),
        say("The advert would like these. Nobody is turned away for what is only nice to have."),
    ),
    ("resume_only", say("Only in your resume"), say("The advert does not ask for these.")),
)
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+|!~])")


def part(gap: Gap, key: str) -> list[GapSkill]:
    """The skills of one part of the report, the required ones first."""
    if key.startswith("missing_"):
        return gap.of("missing", need="required" if key == "missing_required" else "optional")
    return gap.of(key)  # type: ignore[arg-type]  # the other parts are named as their status


def sum_of(gap: Gap) -> Sentence:
    """The score in one sentence."""
    if gap.score is None:
        return say("The advert asks for no skill that we know, so there is nothing to count.")
    found = sum(one.status != "missing" for one in gap.asked)
    return say_many(
        "%(found)s of the %(count)s skill asked for is in your resume: %(score)s of 10.",
        "%(found)s of the %(count)s skills asked for are in your resume: %(score)s of 10.",
        len(gap.asked),
        found=found,
        score=gap.score,
    )


def name_of(one: GapSkill) -> Sentence | Named:
    """What a skill is called for the reader; as it was called then, where the taxonomy has it no more."""
    return next((skill_name(skill) for skill in named([one.skill_id])), Sentence(one.name))


def near_to(one: GapSkill) -> Sentence | None:
    """What the resume names instead of a missing skill, if that is a kind of it."""
    names = [skill_name(skill) for skill in named(one.near)]
    if not names:
        return None
    return say("Near it in your resume: %(skills)s. If that covers it, use the advert's word too.", skills=names)


def level_words(fact: LevelFact | None) -> Sentence:
    """A level with its years."""
    if fact is None or (fact.level is None and not fact.years):
        return say("level not told")
    if fact.level is None:
        return years_and_months(round(12 * (fact.years or 0)))
    if fact.years:
        return say("%(level)s, %(length)s", level=fact.words, length=years_and_months(round(12 * fact.years)))
    return fact.words or say("level not told")


def markdown(gap: Gap) -> str:
    """The report to take away."""
    return "\n".join(_lines(gap)).rstrip() + "\n"


def _lines(gap: Gap) -> Iterator[str]:
    yield f"# {_plain(gap.job_title)}, {_plain(gap.company)}"
    yield ""
    yield tell(sum_of(gap))
    yield ""
    yield tell(say("It counts what is named, orders nothing and decides nothing. Only you see it."))
    for key, title, note in PARTS:
        skills = part(gap, key)
        if not skills:
            continue
        yield from ("", f"## {tell(title)}", "", tell(note), "")
        for one in skills:
            yield from _item(one)


def _item(one: GapSkill) -> Iterator[str]:
    yield f"- **{_plain(tell(name_of(one)))}**: {tell(told(one))}"
    if near := near_to(one):
        yield f"  - {_plain(tell(near))}"
    for quote in (one.candidate.evidence if one.candidate else ())[:2]:
        yield f"  - {tell(say('Your resume: “%(line)s”', line=_plain(quote.line)))}"
    for quote in (one.required.evidence if one.required else ())[:1]:
        yield f"  - {tell(say('The advert: “%(line)s”', line=_plain(quote.line)))}"


def told(one: GapSkill) -> Sentence:
    """Both sides of one skill in a sentence."""
    own = one.candidate and "own" in one.candidate.signals
    if one.status == "resume_only":
        return say("added by you; the file does not say how well") if own else level_words(one.candidate)
    wanted = level_words(one.required)
    assumed = one.required is not None and "assumed" in one.required.signals
    if one.status == "missing":
        if one.candidate:
            return say("the resume says that you do not know it")
        if one.required is None or one.required.level is None:
            return say("asked for")
        if assumed:
            return say("asked for; the advert does not say how well")
        return say("asked for: %(wanted)s", wanted=wanted)
    if own:
        return say("added by you; the file does not say how well")
    if one.required is None or one.required.level is None:
        return say("shown: %(shown)s", shown=level_words(one.candidate))
    if assumed:
        return say(
            "shown: %(shown)s; the advert does not say how well, so a working knowledge is taken",
            shown=level_words(one.candidate),
        )
    return say("shown: %(shown)s; asked for: %(wanted)s", shown=level_words(one.candidate), wanted=wanted)


def _plain(text: str) -> str:
    """People's words as they are, whatever they mean in Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def to_json(gap: Gap) -> dict[str, Any]:
    """As plain JSON, to be sealed."""
    kept = asdict(gap)
    return {
        **kept,
        "as_of": gap.as_of.isoformat(),
        "score": None if gap.score is None else str(gap.score),
        "share": None if gap.share is None else str(gap.share),
    }


def from_json(kept: Mapping[str, Any]) -> Gap:
    """A report as it was kept."""
    return Gap(
        **{
            **kept,
            "as_of": date.fromisoformat(kept["as_of"]),
            "score": None if kept["score"] is None else Decimal(kept["score"]),
            "share": None if kept["share"] is None else Decimal(kept["share"]),
            "skills": tuple(
                GapSkill(
                    **{
                        **one,
                        "near": tuple(one.get("near", ())),
                        "candidate": _fact(one["candidate"]),
                        "required": _fact(one["required"]),
                    }
                )
                for one in kept["skills"]
            ),
        }
    )


def _fact(kept: Mapping[str, Any] | None) -> LevelFact | None:
    if kept is None:
        return None
    return LevelFact(
        kept["level"], kept["years"], tuple(Quote(**one) for one in kept["evidence"]), tuple(kept["signals"])
    )
