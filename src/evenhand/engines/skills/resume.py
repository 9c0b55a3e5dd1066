"""The skills of a resume with how well each is known, and the words that say so."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .claims import claims, words_of
from .cues import Cue, cue_words, level_cues, pattern_of, sentences
from .levels import LEVELS_VERSION, SkillEvidence, SkillLevel, kind_of, weigh
from .matching import SkillMention, find_skills
from .places import USES, Placed, Places
from .taxonomy import taxonomy
from .tokens import fold

MOST_EVIDENCE = 12
"""Pieces of evidence kept of one skill; those of one kind beyond it say nothing new."""
_FIGURE = re.compile(r"(?<![\w.,])[$€£₽]?\s?\d")
_MONTH_OR_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|\d+\s?(?:years?|yrs?|лет|года?)\b")


MonthsOf = Callable[[Sequence[Mapping[str, Any]]], int]
"""Whole months that these roles of JSON Resume cover, shared months once:
`lambda roles: months_of_experience(roles, today=today)` of `engines.resume_parser`."""


@dataclass(frozen=True, slots=True)
class ResumeSkills:
    """What a resume's text says about skills, the best known first. `version` names the rules, `taxonomy` the list."""

    version: str
    taxonomy: str
    skills: tuple[SkillLevel, ...]

    def get(self, skill_id: str) -> SkillLevel | None:
        """The level of one skill; None where the text does not name it (which is not level 0: that was denied)."""
        return next((skill for skill in self.skills if skill.skill_id == skill_id), None)

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON; the same text gives the same bytes."""
        return {
            "version": self.version,
            "taxonomy": self.taxonomy,
            "skills": [skill.to_dict() for skill in self.skills],
        }


def resume_skills(
    text: str,
    *,
    resume: Mapping[str, Any] | None = None,
    evidence: Mapping[str, Placed] | None = None,
    months_of: MonthsOf | None = None,
    mentions: Sequence[SkillMention] | None = None,
) -> ResumeSkills:
    """The skills that `text` names with their levels. Pure: the same arguments give the same answer. Raises nothing.

    With `resume` (JSON Resume), the spans of its fields by JSON Pointer (`evidence`) and `months_of`, a skill named
    within a role counts for that role's months; without them only the words count. `mentions` may leave out skills that
    the person took away; by default all that `find_skills` finds are read. Names of people, employers and schools name
    no skill. How levels are reckoned: `levels.weigh`.

        parsed = parse_resume(document)
        found = resume_skills(document.text, resume=parsed.resume, evidence=parsed.evidence,
                              months_of=lambda roles: months_of_experience(roles, today=today))
        found.get("python").level, found.get("python").months, found.get("python").evidence
    """
    read = find_skills(text) if mentions is None else sorted(mentions, key=lambda one: one.start)
    places = Places(evidence or {})
    named = [mention for mention in read if not places.is_name(mention)]
    gathered: dict[str, _Gathered] = {}
    for mention in named:
        one = gathered.setdefault(mention.skill_id, _Gathered(mention))
        one.evidence.append(_use(mention, places, resume or {}, months_of))
    _add_claims(gathered, named, text)
    _add_fluency(gathered, text, evidence or {})
    _add_sentences(gathered, named, text, places)
    skills = [level for one in gathered.values() if (level := _level(one, resume or {}, months_of)) is not None]
    skills.sort(key=lambda one: (-one.level, -one.months, one.evidence[0].start))
    return ResumeSkills(LEVELS_VERSION, taxonomy().version, tuple(skills))


@dataclass(slots=True)
class _Gathered:
    mention: SkillMention
    evidence: list[SkillEvidence] = field(default_factory=list)


def _use(mention: SkillMention, places: Places, resume: Mapping[str, Any], months_of: MonthsOf | None) -> SkillEvidence:
    entry = places.entry_of(mention.start)
    section = entry.split("/")[1] if entry else ""
    if section in USES:
        roles = _roles(resume, [entry])
        months = months_of(roles) if months_of and roles else 0
        return SkillEvidence("used", mention.start, mention.end, mention.text, months=months, entry=entry)
    if section == "projects":
        return SkillEvidence("project", mention.start, mention.end, mention.text, entry=entry)
    if section == "certificates":
        return SkillEvidence("certificate", mention.start, mention.end, mention.text, entry=entry)
    return SkillEvidence("named", mention.start, mention.end, mention.text)


def _roles(resume: Mapping[str, Any], entries: Iterable[str]) -> list[Mapping[str, Any]]:
    found = []
    for entry in entries:
        _, section, number = entry.split("/")
        listed = resume.get(section) or []
        if number.isdigit() and int(number) < len(listed):
            found.append(listed[int(number)])
    return found


def _add_claims(gathered: Mapping[str, _Gathered], mentions: Sequence[SkillMention], text: str) -> None:
    for number, cue in claims(text, mentions):
        mention = mentions[number]
        start, end = words_of(text, mention, cue)
        gathered[mention.skill_id].evidence.append(_claim(cue, start, end, text[start:end]))


def _claim(cue: Cue, start: int, end: int, words: str) -> SkillEvidence:
    if cue.kind == "years":
        return SkillEvidence("years", start, end, words, months=cue.value * 12)
    return SkillEvidence("stated" if cue.value else "denied", start, end, words, level=cue.value)


def _add_fluency(gathered: Mapping[str, _Gathered], text: str, evidence: Mapping[str, Placed]) -> None:
    """What JSON Resume `languages` was read from, wherever the level stands: beside the language or in a column."""
    for pointer, language in evidence.items():
        level = evidence.get(pointer.removesuffix("/language") + "/fluency")
        if level is None or not (pointer.startswith("/languages/") and pointer.endswith("/language")):
            continue
        said = [cue.value for cue in level_cues(text, level.start, level.end) if cue.kind != "years" and cue.value]
        for one in gathered.values():
            here = any(language.start <= piece.start < language.end for piece in one.evidence)
            if here and said and not any(piece.kind == "stated" for piece in one.evidence):
                words = text[level.start : level.end]
                one.evidence.append(SkillEvidence("stated", level.start, level.end, words, level=max(said)))


def _add_sentences(
    gathered: Mapping[str, _Gathered], mentions: Sequence[SkillMention], text: str, places: Places
) -> None:
    """Certificates and results: what a whole sentence says about the skills named in it."""
    first = 0
    for start, end in sentences(text):
        here = []
        while first < len(mentions) and mentions[first].start < end:
            here.append(mentions[first])
            first += 1
        if not here:
            continue
        folded = fold(text[start:end])
        words = text[start:end].strip(" \t\n\r•●▪◦-–—*|")
        begin = text.index(words, start)
        result = places.in_work(here[0].start) and _is_result(_without(folded, here, start))
        certified = _certificates().search(folded) is not None
        for skill_id in {mention.skill_id for mention in here}:
            listed = gathered[skill_id].evidence
            if result:
                listed.append(SkillEvidence("result", begin, begin + len(words), words))
            if certified and not any(one.kind == "certificate" for one in listed):
                listed.append(SkillEvidence("certificate", begin, begin + len(words), words))


def _without(folded: str, mentions: Iterable[SkillMention], start: int) -> str:
    """The sentence with its skills blanked out: the figure in "Python 3" is no result."""
    for mention in mentions:
        folded = folded[: mention.start - start] + " " * (mention.end - mention.start) + folded[mention.end - start :]
    return folded


def _is_result(folded: str) -> bool:
    if not _results().search(folded):
        return False
    figures = _MONTH_OR_YEAR.sub(" ", folded)
    return _FIGURE.search(figures) is not None


def _level(one: _Gathered, resume: Mapping[str, Any], months_of: MonthsOf | None) -> SkillLevel | None:
    skill = taxonomy().get(one.mention.skill_id)
    if skill is None:
        return None
    listed = one.evidence
    if any(piece.kind == "denied" for piece in listed):
        denied = [piece for piece in listed if piece.kind == "denied"]
        said = [piece for piece in listed if piece.kind not in {"named", "denied"}]
        listed = said or denied
    months = _months(listed, resume, months_of)
    evidence = _telling(listed)
    level = weigh(skill.category, months, evidence)
    return SkillLevel(skill.id, skill.name, skill.category, kind_of(skill), level, months, evidence)


def _months(evidence: Iterable[SkillEvidence], resume: Mapping[str, Any], months_of: MonthsOf | None) -> int:
    """Of the roles in which it is used, shared months once; or what the person says, where that is more."""
    listed = list(evidence)
    entries = sorted({one.entry for one in listed if one.kind == "used"})
    used = months_of(_roles(resume, entries)) if months_of and entries else 0
    return max([used, *(one.months for one in listed if one.kind == "years")])


_TELLING = ("denied", "stated", "years", "certificate", "result", "used", "project", "named")


def _telling(evidence: Sequence[SkillEvidence]) -> tuple[SkillEvidence, ...]:
    """The telling ones first: one use a job, and "named" only where nothing says more."""
    kept: dict[tuple[object, ...], SkillEvidence] = {}
    more = any(one.kind != "named" for one in evidence)
    for one in sorted(evidence, key=lambda piece: (_TELLING.index(piece.kind), piece.start, piece.end)):
        if one.kind == "named" and (more or kept):
            continue
        mark: tuple[object, ...] = (one.kind, one.entry) if one.entry else (one.kind, one.start, one.end, one.level)
        kept.setdefault(mark, one)
    return tuple(kept.values())[:MOST_EVIDENCE]


@cache
def _results() -> re.Pattern[str]:
    return pattern_of(cue_words()["results"]["words"])


@cache
def _certificates() -> re.Pattern[str]:
    return pattern_of(cue_words()["certificates"]["words"])
