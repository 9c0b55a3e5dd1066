"""Keeping what was read from a resume, now or again, and saying why one could not be read."""

from datetime import datetime
from uuid import UUID

from evenhand.domains.consents import service as consents
from evenhand.domains.resumes import queries, rules
from evenhand.domains.resumes.events import ReadAgainAsked, ResumeLetGo, ResumeRead, ResumeUploaded
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.service.profiles import keep_corrections, keep_reading, open_corrections
from evenhand.domains.resumes.service.storing import ResumeNotFound, ResumeNotReady, pass_default_on
from evenhand.engines.documents import Document
from evenhand.engines.resume_parser import VERSION, ParsedResume
from evenhand.engines.skills import SkillMention, taxonomy
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor


def present_reader() -> str:
    """The versions that decide what is read from a file: the parser's and the taxonomy's."""
    return f"{VERSION} {taxonomy().version}"


async def begin_reading(session: Session, *, person_id: UUID, resume_id: UUID, step: str) -> Resume | None:
    """Note how far reading has come; None when there is nothing left to do (read, refused, deleted, or stopped)."""
    if not await _may_be_read(session, person_id):
        return None
    resume = await queries.resume(session, person_id=person_id, resume_id=resume_id, lock=True)
    if resume is None or resume.state in ("ready", "refused"):
        return None
    resume.state = step
    await session.flush()
    return resume


async def _may_be_read(session: Session, person_id: UUID) -> bool:
    """Whether this person lets their resumes be read, at this moment."""
    return await consents.allows(session, person_id=person_id, purpose=consents.Purpose.PROCESSING)


async def go_on(session: Session, *, person_id: UUID) -> None:
    """Somebody lets reading go on: what waited for it is read now."""
    for resume in await queries.resumes(session, person_id=person_id):
        about = {"resume_id": resume.id, "person_id": person_id}
        if resume.state not in ("ready", "refused"):
            await publish(session, ResumeUploaded(**about))
        elif resume.again == "asked":
            await publish(session, ReadAgainAsked(**about))


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
    """Keep what was read, for the first time or again. A second worker that comes late changes nothing.

    Corrections stay: the entry each belongs to is found again by what it says. Nothing is kept of what was read while
    the person stopped it.
    """
    if not await _may_be_read(session, person_id):
        return
    resume = await queries.resume(session, person_id=person_id, resume_id=resume_id, lock=True)
    if resume is None or resume.state == "refused" or (resume.state == "ready" and resume.again != "asked"):
        return
    key = await vault.key(person_id, person_id)
    reading = keep_reading(resume, document=document, parsed=parsed, skills=skills, key=key)
    corrections = rules.carried_over(reading, open_corrections(resume, key))
    keep_corrections(resume, reading, corrections, key=key, today=now.date())
    resume.state, resume.again = "ready", ""
    resume.read_with = present_reader()
    resume.read_at = now
    await session.flush()
    await publish(session, ResumeRead(resume_id=resume_id, person_id=person_id))


async def refuse(session: Session, *, person_id: UUID, resume_id: UUID, code: str, message: str) -> None:
    """Say why a file could not be read, and keep nothing of it but that: the file goes once this is committed."""
    mine = await queries.resumes_to_change(session, person_id=person_id)  # before its row, as elsewhere
    resume = await begin_reading(session, person_id=person_id, resume_id=resume_id, step="refused")
    if resume is None:
        return
    resume.refusal_code, resume.refusal = code, message
    await pass_default_on(session, resume, among=mine)
    await session.flush()
    await publish(session, ResumeLetGo(resume_id=resume_id, person_id=person_id))


async def read_again(session: Session, *, actor: Actor, resume_id: UUID) -> Resume:
    """Have the present reader read a resume once more. The profile stays as it is until that is done; asking twice is
    asking once. Raises ConsentNeeded where the person stopped the reading."""
    await consents.require(session, person_id=actor.person, purpose=consents.Purpose.PROCESSING)
    resume = await queries.resume(session, person_id=actor.person, resume_id=resume_id, lock=True)
    if resume is None:
        raise ResumeNotFound
    if resume.state != "ready":
        raise ResumeNotReady
    if resume.again != "asked":
        resume.again = "asked"
        await session.flush()
        await publish(session, ReadAgainAsked(resume_id=resume_id, person_id=actor.person))
    return resume


async def asked_again(session: Session, *, person_id: UUID, resume_id: UUID) -> Resume | None:
    """The resume that is to be read again; None when that was done already, it was deleted, or reading was stopped."""
    if not await _may_be_read(session, person_id):
        return None
    resume = await queries.resume(session, person_id=person_id, resume_id=resume_id)
    return resume if resume and resume.state == "ready" and resume.again == "asked" else None


async def give_up_again(session: Session, *, person_id: UUID, resume_id: UUID) -> None:
    """Reading again did not work: everything stays as it was read before."""
    resume = await queries.resume(session, person_id=person_id, resume_id=resume_id, lock=True)
    if resume and resume.again == "asked":
        resume.again = "failed"
        await session.flush()
