"""Storing a resume, keeping what was read from it, opening and deleting it."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from evenhand.domains.resumes import queries, rules
from evenhand.domains.resumes.events import ResumeLetGo, ResumeRead, ResumeUploaded
from evenhand.domains.resumes.models import Resume
from evenhand.engines.documents import Document, DocumentRefused, Limits
from evenhand.engines.documents.sniff import sniff
from evenhand.engines.resume_parser import Evidence, ParsedResume, months_of_experience
from evenhand.engines.skills import SkillMention
from evenhand.external.storage import Files
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError, Conflict, NotFound, TooLarge
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor

LIMITS = Limits()
MOST_RESUMES = 20
FILE_NAME_CHARS = 120


class ResumeNotFound(NotFound):
    """No such resume among the caller's own."""

    code, message = "resume_not_found", "This resume is not here. It may have been deleted."


class FileTooLarge(TooLarge):
    """Above the limit that the page states."""

    code, message = "file_too_large", "Choose a file of 10 MB or less."


class FileNotAccepted(AppError):
    """Empty, of another type, or of another type than its name says."""

    status, code, message = 415, "file_not_accepted", "Choose a PDF, DOCX or TXT file."


class TooManyResumes(Conflict):
    """The person keeps as many as there is room for."""

    code, message = "too_many_resumes", f"You keep {MOST_RESUMES} resumes already. Delete one to make room."


class ResumeNotReady(Conflict):
    """Asked for before it was read, or it could not be."""

    code, message = "resume_not_ready", "This resume is still being read. It takes a few seconds."


@dataclass(frozen=True)
class Profile:
    """What was read from a resume: JSON Resume, the span behind each field, the text, and skills found in it."""

    resume: dict[str, Any]
    evidence: dict[str, Evidence]
    document: Document
    skills: list[SkillMention]
    language: str
    version: str


async def upload(
    session: Session, *, actor: Actor, file_name: str, content: bytes, vault: Vault, files: Files, now: datetime
) -> Resume:
    """Store a file to be read in the background. The same file sent twice, even at once, is the same resume.

    Refuses what is too large, empty, or not what its name says; nothing of it is kept then.
    """
    name = rules.clean_file_name(file_name)
    kind = _accepted(content, name)
    digest = hashlib.sha256(actor.person.bytes + content).digest()
    mine = await queries.resumes_to_add_to(session, person_id=actor.person)
    for known in mine:
        if known.digest == digest and known.state != "refused":
            return known
        if known.digest == digest:
            await session.delete(known)
            await session.flush()
    if len(mine) >= MOST_RESUMES:
        raise TooManyResumes
    resume_id = new_id()
    key = await vault.key(actor.person, actor.person, create=True)
    place = object_key(person_id=actor.person, resume_id=resume_id)
    await files.put(place, key.seal(content))  # before the row: a row never points at a file that is not there
    resume = Resume(
        id=resume_id,
        person_id=actor.person,
        file_name_sealed=key.seal_text(name),
        kind=kind,
        digest=digest,
        size_bytes=len(content),
        object_key=place,
        state="stored",
        skill_ids=[],
        created_at=now,
    )
    session.add(resume)
    await session.flush()
    await publish(session, ResumeUploaded(resume_id=resume_id, person_id=actor.person))
    return resume


def object_key(*, person_id: UUID, resume_id: UUID) -> str:
    """Where the file of a resume is kept."""
    return f"people/{person_id}/{resume_id}"


def _accepted(content: bytes, name: str) -> str:
    if not content:
        raise FileNotAccepted(f"“{name}” is empty. Choose the file that holds your resume.", reason="empty")
    if len(content) > LIMITS.bytes:
        size = rules.megabytes(len(content))
        raise FileTooLarge(f"“{name}” is {size}. Choose a file of 10 MB or less.", reason="too_large")
    try:
        return sniff(content, name)
    except DocumentRefused as refusal:
        raise FileNotAccepted(refusal.message, reason=refusal.code) from refusal


async def begin_reading(session: Session, *, person_id: UUID, resume_id: UUID, step: str) -> Resume | None:
    """Note how far reading has come; None when there is nothing left to do (read, refused or deleted)."""
    resume = await queries.resume(session, person_id=person_id, resume_id=resume_id, lock=True)
    if resume is None or resume.state in ("ready", "refused"):
        return None
    resume.state = step
    await session.flush()
    return resume


async def keep_profile(
    session: Session,
    *,
    person_id: UUID,
    resume_id: UUID,
    document: Document,
    parsed: ParsedResume,
    skills: list[SkillMention],
    vault: Vault,
    now: datetime,
) -> None:
    """Keep what was read. Done once: a second worker that comes late changes nothing."""
    resume = await begin_reading(session, person_id=person_id, resume_id=resume_id, step="matching")
    if resume is None:
        return
    key = await vault.key(person_id, person_id)
    resume.document_sealed = key.seal_json(document.to_dict())
    resume.profile_sealed = key.seal_json(
        {
            "resume": parsed.resume,
            "evidence": {pointer: asdict(span) for pointer, span in parsed.evidence.items()},
            "skills": [asdict(mention) for mention in skills],
            "version": parsed.version,
        }
    )
    resume.page_count = document.page_count
    resume.language = parsed.language
    resume.skill_ids = sorted({mention.skill_id for mention in skills})
    resume.experience_months = months_of_experience(parsed.resume.get("work", []), today=now.date())
    resume.country_code = rules.country_code(parsed.resume)
    resume.state = "ready"
    resume.read_at = now
    await session.flush()
    await publish(session, ResumeRead(resume_id=resume_id, person_id=person_id))


async def refuse(session: Session, *, person_id: UUID, resume_id: UUID, code: str, message: str) -> None:
    """Say why a file could not be read, and keep nothing of it but that: the file goes once this is committed."""
    resume = await begin_reading(session, person_id=person_id, resume_id=resume_id, step="refused")
    if resume is None:
        return
    resume.refusal_code, resume.refusal = code, message
    await session.flush()
    await publish(session, ResumeLetGo(resume_id=resume_id, person_id=person_id))


async def delete(session: Session, *, actor: Actor, resume_id: UUID) -> None:
    """Delete a resume; its file goes once this is committed.

    Copies that companies received with an application are theirs to keep or erase.
    """
    resume = await queries.resume(session, person_id=actor.person, resume_id=resume_id)
    if resume is None:
        raise ResumeNotFound
    await session.delete(resume)
    await session.flush()
    await publish(session, ResumeLetGo(resume_id=resume_id, person_id=actor.person))


async def open_profile(resume: Resume, *, vault: Vault) -> Profile:
    """What was read from a resume. Refuses one that has not been read."""
    if resume.document_sealed is None or resume.profile_sealed is None:
        raise ResumeNotReady
    key = await vault.key(resume.person_id, resume.person_id)
    kept = key.open_json(resume.profile_sealed)
    return Profile(
        resume=kept["resume"],
        evidence={pointer: Evidence(**span) for pointer, span in kept["evidence"].items()},
        document=Document.from_dict(key.open_json(resume.document_sealed)),
        skills=[SkillMention(**mention) for mention in kept["skills"]],
        language=resume.language,
        version=kept["version"],
    )


async def open_file(resume: Resume, *, vault: Vault, files: Files) -> bytes:
    """The file as it was uploaded."""
    key = await vault.key(resume.person_id, resume.person_id)
    return key.open(await files.get(resume.object_key))


async def file_name(resume: Resume, *, vault: Vault) -> str:
    """The name it was uploaded under."""
    return (await vault.key(resume.person_id, resume.person_id)).open_text(resume.file_name_sealed)
