"""Opening what was read from a resume with the person's corrections over it, and keeping both."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from evenhand.domains.resumes import rules
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.rules import Corrected, Correction, Own, OwnSkill, Reading
from evenhand.domains.resumes.service.storing import ResumeNotReady
from evenhand.engines.documents import Document
from evenhand.engines.resume_parser import Evidence, ParsedResume, months_of_experience
from evenhand.engines.skills import SkillMention
from evenhand.kit.crypto import Vault
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.db import place


@dataclass(frozen=True)
class Profile:
    """A resume as it stands: JSON Resume with the person's corrections in it, the span behind each field that was read,
    the text, and skills found in it. `own` are the fields in the person's own words, by JSON Pointer."""

    resume: dict[str, Any]
    evidence: dict[str, Evidence]
    document: Document
    skills: list[SkillMention]
    language: str
    version: str
    own: Mapping[str, Own] = field(default_factory=dict)
    own_skills: tuple[OwnSkill, ...] = ()


@dataclass(frozen=True)
class OpenResume:
    """The same for the person whose it is: what was read, what they corrected, and what comes of it."""

    reading: Reading
    corrections: list[Correction]
    corrected: Corrected
    document: Document
    language: str
    version: str

    def profile(self) -> Profile:
        """What others may see of it."""
        return Profile(
            resume=self.corrected.resume,
            evidence=self.corrected.evidence,
            document=self.document,
            skills=self.corrected.skills,
            language=self.language,
            version=self.version,
            own=self.corrected.own,
            own_skills=self.corrected.own_skills,
        )

    def sections(self) -> list[rules.Section]:
        """As pages show it."""
        known = self.corrected
        return rules.sections(
            known.resume,
            known.evidence,
            document=self.document,
            own=known.own,
            settled=known.settled,
            keys=known.keys,
            added=known.added,
        )


async def open_resume(resume: Resume, *, vault: Vault) -> OpenResume:
    """What was read from a resume, and what the person made of it. Refuses one that has not been read."""
    if resume.document_sealed is None or resume.profile_sealed is None:
        raise ResumeNotReady
    key = await vault.key(resume.person_id, resume.person_id)
    kept = key.open_json(resume.profile_sealed, place(Resume.profile_sealed, resume.id))
    reading = Reading(
        resume=kept["resume"],
        evidence={pointer: Evidence(**span) for pointer, span in kept["evidence"].items()},
        skills=[SkillMention(**mention) for mention in kept["skills"]],
    )
    corrections = open_corrections(resume, key)
    return OpenResume(
        reading=reading,
        corrections=corrections,
        corrected=rules.correct(reading, corrections),
        document=Document.from_dict(key.open_json(resume.document_sealed, place(Resume.document_sealed, resume.id))),
        language=resume.language,
        version=kept["version"],
    )


async def open_profile(resume: Resume, *, vault: Vault) -> Profile:
    """The profile with the person's corrections in it. Refuses a resume that has not been read."""
    return (await open_resume(resume, vault=vault)).profile()


def open_corrections(resume: Resume, key: DataKey) -> list[Correction]:
    """What the person corrected, the oldest first."""
    if resume.corrections_sealed is None:
        return []
    kept = key.open_json(resume.corrections_sealed, place(Resume.corrections_sealed, resume.id))
    return [Correction.from_dict(raw) for raw in kept]


def keep_reading(
    resume: Resume, *, document: Document, parsed: ParsedResume, skills: list[SkillMention], key: DataKey
) -> Reading:
    """Seal what was read from a file into its row."""
    resume.document_sealed = key.seal_json(document.to_dict(), place(Resume.document_sealed, resume.id))
    resume.profile_sealed = key.seal_json(
        {
            "resume": parsed.resume,
            "evidence": {pointer: asdict(span) for pointer, span in parsed.evidence.items()},
            "skills": [asdict(mention) for mention in skills],
            "version": parsed.version,
        },
        place(Resume.profile_sealed, resume.id),
    )
    resume.page_count = document.page_count
    resume.language = parsed.language
    return Reading(parsed.resume, parsed.evidence, skills)


def keep_corrections(
    resume: Resume, reading: Reading, corrections: Sequence[Correction], *, key: DataKey, today: date
) -> None:
    """Seal corrections into the row, and note there what search and matching need of the profile that comes of them."""
    kept = [one.to_dict() for one in corrections]
    where = place(Resume.corrections_sealed, resume.id)
    resume.corrections_sealed = key.seal_json(kept, where) if kept else None
    corrected = rules.correct(reading, corrections)
    resume.skill_ids = corrected.skill_ids
    resume.experience_months = months_of_experience(corrected.resume.get("work", []), today=today)
    resume.country_code = rules.country_code(corrected.resume)
    shown = rules.sections(corrected.resume, corrected.evidence, own=corrected.own, settled=corrected.settled)
    resume.unsure_count = len(rules.unsure_fields(shown))


def mark(resume: Resume) -> str:
    """Another one as soon as anything else was read from it or corrected: told without opening it."""
    parts = (resume.document_sealed, resume.profile_sealed, resume.corrections_sealed)
    return hashlib.sha256(resume.id.bytes + b"".join(hashlib.sha256(one or b"").digest() for one in parts)).hexdigest()
