"""Reading a resume that we typeset ourselves as any other file is read: by what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.domains.resumes import rules
from evenhand.domains.resumes.rules import Reading
from evenhand.domains.resumes.service.profiles import Profile
from evenhand.domains.resumes.service.storing import LIMITS
from evenhand.engines.documents import read_document
from evenhand.engines.resume_parser import months_of_experience, parse_resume
from evenhand.engines.skills import find_skills


@dataclass(frozen=True)
class ReadFile:
    """What was read from a file, and what search and matching need of it."""

    profile: Profile
    skill_ids: Sequence[str]
    experience_months: int
    country_code: str


def read_file(content: bytes, *, name: str, today: date) -> ReadFile:
    """Read it now. It computes for some tenths of a second: call it in a thread. Raises DocumentRefused."""
    document = read_document(content, filename=name, limits=LIMITS)
    parsed, skills = parse_resume(document), find_skills(document.text)
    corrected = rules.correct(Reading(parsed.resume, parsed.evidence, skills), [])
    return ReadFile(
        profile=Profile(parsed.resume, parsed.evidence, document, skills, parsed.language, parsed.version),
        skill_ids=corrected.skill_ids,
        experience_months=months_of_experience(corrected.resume.get("work", []), today=today),
        country_code=rules.country_code(corrected.resume),
    )
