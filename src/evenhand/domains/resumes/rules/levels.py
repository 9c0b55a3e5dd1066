"""How well the skills of a profile are known, in words, each with the words of the resume behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evenhand.domains.resumes.rules.acts import Corrected
from evenhand.domains.resumes.rules.experience import years_and_months
from evenhand.domains.skills.rules import named, skill_name
from evenhand.engines.documents import Document
from evenhand.engines.resume_parser import months_of_experience
from evenhand.engines.skills import Level, ResumeSkills, SkillEvidence, SkillLevel, resume_skills
from evenhand.kit.words import Named, Sentence, say

LEVEL_NAMES: Mapping[Level, Sentence] = {
    Level.NONE: say("None, the resume says"),
    Level.BASIC: say("Basic"),
    Level.WORKING: say("Working"),
    Level.PROFICIENT: say("Proficient"),
    Level.ADVANCED: say("Advanced"),
}
NAMED_ONLY = say("Named, no more")
WHY_CHARS = 160
_KINDS: Mapping[str, Sentence] = {
    "named": say("named in the text"),
    "project": say("used in a project"),
    "stated": say("your own word for it"),
    "certificate": say("a certificate"),
    "result": say("a result with a figure"),
    "denied": say("your own word for it"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A skill as pages show it: the level and how long in words, and what speaks for it as (why, quoted words)."""

    skill_id: str
    name: Named | str
    level: Sentence
    months: int
    length: Sentence
    reasons: tuple[tuple[Sentence, str], ...]


def skill_levels(known: Corrected, document: Document, *, today: date) -> ResumeSkills:
    """The levels of a profile's skills. Those the person took away are left out; their own words have no level, for
    there is nothing in the file to point at."""
    return resume_skills(
        document.text,
        resume=known.resume,
        evidence=known.evidence,
        months_of=lambda roles: months_of_experience(roles, today=today),
        mentions=known.skills,
    )


def known_skills(levels: ResumeSkills) -> list[Known]:
    """As pages show them, the best known first."""
    return [_known(one) for one in levels.skills]


def _known(one: SkillLevel) -> Known:
    names = [skill_name(skill) for skill in named([one.skill_id])]
    bare = {piece.kind for piece in one.evidence} == {"named"}
    return Known(
        skill_id=one.skill_id,
        name=names[0] if names else one.name,
        level=NAMED_ONLY if bare else LEVEL_NAMES[one.level],
        months=one.months,
        length=years_and_months(one.months),
        reasons=tuple((_why(piece), _quoted(piece.text)) for piece in one.evidence),
    )


def _why(piece: SkillEvidence) -> Sentence:
    if piece.kind == "used":
        if not piece.months:
            return say("used at work")
        return say("used at work for %(length)s", length=years_and_months(piece.months))
    if piece.kind == "years":
        return say("%(length)s, in your own words", length=years_and_months(piece.months))
    return _KINDS[piece.kind]


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= WHY_CHARS else f"{words[:WHY_CHARS]}…"
