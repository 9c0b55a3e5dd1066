"""What a job asks for beside what a resume shows, skill by skill: met, known less well than asked, not found, or only
in the resume, each with its words on both sides.

The score is 10 × found / asked: so many of the skills asked for are named in the resume. It says nothing of how well;
that stands beside each skill. No skill asked for: no score.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from evenhand.domains.matching.rules.levels import LevelFact, asked, shown
from evenhand.domains.skills.rules import named
from evenhand.engines.documents import Document
from evenhand.engines.resume_parser import Evidence, months_of_experience
from evenhand.engines.skills import (
    Level,
    PostingSkills,
    Skill,
    SkillLevel,
    SkillMention,
    posting_skills,
    resume_skills,
    taxonomy,
)
from evenhand.engines.skills.levels import LEVELS_VERSION

VERSION = "gap-2"  # change it with anything that changes a report

Need = Literal["required", "optional", ""]
Status = Literal["meets", "underqualified", "missing", "resume_only"]
UNSAID = Level.WORKING
"""What is taken to be asked where an advert says nothing of how well. Of languages and of working with others nothing
is: years of work do not show how well those are known."""
_NO_LEVEL = frozenset({"languages", "soft"})
_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Person:
    """What is compared of a resume: its text, JSON Resume with the spans of its fields, and the skills found in it.
    `own_skills` are those the person added, which no words of the file show."""

    resume_id: str
    document: Document
    resume: Mapping[str, Any]
    evidence: Mapping[str, Evidence]
    skills: Sequence[SkillMention]
    own_skills: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Advert:
    """What is compared of a job: its words, and the skills that were chosen for it (ids, the most important first)."""

    job_id: str
    title: str
    company: str
    description: str
    required: Sequence[str]
    optional: Sequence[str]

    @property
    def text(self) -> str:
        """What is read of it."""
        return f"{self.title}\n\n{self.description}"


@dataclass(frozen=True, slots=True)
class GapSkill:
    """One skill on both sides. `delta` is how many levels more are asked for than shown; None where one is unknown.
    `near` are skills of the resume that are kinds of a missing one: they count for nothing, and are worth naming."""

    skill_id: str
    name: str
    category: str
    need: Need
    status: Status
    candidate: LevelFact | None
    required: LevelFact | None
    delta: int | None
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A report. `score` is of 10, `share` of 1; both None where the job asks for no skill that we know."""

    version: str
    inputs: str
    resume_id: str
    job_title: str
    company: str
    as_of: date
    score: Decimal | None
    share: Decimal | None
    skills: tuple[GapSkill, ...]

    def of(self, *statuses: Status, need: Need | None = None) -> list[GapSkill]:
        """The skills of these statuses, and of this need if one is given, the most important first."""
        return [one for one in self.skills if one.status in statuses and need in {None, one.need}]

    @property
    def asked(self) -> list[GapSkill]:
        """The skills that the job asks for."""
        return self.of("meets", "underqualified", "missing")


def compare(person: Person, advert: Advert, *, today: date) -> Gap:
    """The report. The same three always give the same one."""
    posting = posting_skills(advert.text)
    levels = _levels(person, today)
    needs = _needs(advert, posting)
    skills = [_asked(skill, needs[skill.id], person, levels, posting, advert.text) for skill in named(needs)]
    skills += _resume_only(person, levels, needs)
    wanted = [one for one in skills if one.status != "resume_only"]
    found = sum(one.status != "missing" for one in wanted)
    share = Decimal(found) / len(wanted) if wanted else None
    return Gap(
        version=VERSION,
        inputs=inputs_of(person, advert),
        resume_id=person.resume_id,
        job_title=advert.title,
        company=advert.company,
        as_of=today,
        score=None if share is None else (10 * share).quantize(_TENTH, ROUND_HALF_UP),
        share=None if share is None else share.quantize(_HUNDREDTH, ROUND_HALF_UP),
        skills=tuple(skills),
    )


def inputs_of(person: Person, advert: Advert) -> str:
    """A hash of everything a report is made of, but for the day: what is the same need not be made again."""
    made_of = {
        "versions": [VERSION, LEVELS_VERSION, taxonomy().version],
        "resume": [person.resume_id, hashlib.sha256(person.document.text.encode()).hexdigest(), person.resume],
        "skills": [[one.skill_id, one.start, one.end] for one in person.skills],
        "own": sorted(person.own_skills),
        "job": [advert.job_id, advert.title, advert.company, advert.description],
        "asked": [list(advert.required), list(advert.optional)],
    }
    return hashlib.sha256(json.dumps(made_of, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _levels(person: Person, today: date) -> dict[str, SkillLevel]:
    found = resume_skills(
        person.document.text,
        resume=person.resume,
        evidence=person.evidence,
        months_of=lambda roles: months_of_experience(roles, today=today),
        mentions=person.skills,
    )
    return {one.skill_id: one for one in found.skills}


def _needs(advert: Advert, posting: PostingSkills) -> dict[str, Need]:
    """What people chose for the job decides; where they chose nothing, what its words say."""
    if advert.required or advert.optional:
        required, optional = advert.required, advert.optional
    else:
        required, optional = posting.ids("required"), posting.ids("optional")
    needs: dict[str, Need] = dict.fromkeys(required, "required")
    return needs | {one: "optional" for one in optional if one not in needs}


def _asked(
    skill: Skill, need: Need, person: Person, levels: Mapping[str, SkillLevel], posting: PostingSkills, text: str
) -> GapSkill:
    assumed = None if skill.category in _NO_LEVEL else int(UNSAID)
    wanted = asked(posting.get(skill.id), text, assumed=assumed)
    known = _candidate(skill.id, person, levels)
    if known is None or known.level == Level.NONE:
        near = taxonomy().kinds_of(skill.id, (one for one, own in levels.items() if own.level != Level.NONE))
        return GapSkill(skill.id, skill.name, skill.category, need, "missing", known, wanted, None, near)
    delta = None if wanted.level is None or known.level is None else wanted.level - known.level
    status: Status = "underqualified" if delta is not None and delta > 0 else "meets"
    return GapSkill(skill.id, skill.name, skill.category, need, status, known, wanted, delta)


def _candidate(skill_id: str, person: Person, levels: Mapping[str, SkillLevel]) -> LevelFact | None:
    if skill_id in levels:
        return shown(levels[skill_id], person.document)
    return LevelFact(None, None, (), ("own",)) if skill_id in person.own_skills else None


def _resume_only(person: Person, levels: Mapping[str, SkillLevel], needs: Mapping[str, Need]) -> list[GapSkill]:
    ids = [*levels, *(one for one in person.own_skills if one not in levels)]
    found = []
    for skill in named(one for one in ids if one not in needs):
        known = _candidate(skill.id, person, levels)
        if known and known.level != Level.NONE:
            found.append(GapSkill(skill.id, skill.name, skill.category, "", "resume_only", known, None, None))
    return found
