"""Storing a resume, choosing the default one, opening its file and deleting it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evenhand.domains.consents import service as consents
from evenhand.domains.resumes import queries, rules
from evenhand.domains.resumes.events import DefaultChosen, ResumeLetGo, ResumeUploaded
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.rules.refusals import refusal as why_refused
from evenhand.engines.documents import DocumentRefused, Limits
from evenhand.engines.documents.formats import NAMES
from evenhand.engines.documents.sniff import sniff
from evenhand.external.storage import Files
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault, file_place
from evenhand.kit.db import Session, place
from evenhand.kit.errors import AppError, Conflict, NotFound, TooLarge
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say

LIMITS = Limits()
MOST_RESUMES = 20


class ResumeNotFound(NotFound):
    """No such resume among the caller's own."""

    code, message = "resume_not_found", say("This resume is not here. It may have been deleted.")


class FileTooLarge(TooLarge):
    """Above the limit that the page states."""

    code, message = "file_too_large", say("Choose a file of 10 MB or less.")


class FileNotAccepted(AppError):
    """Empty, or of a type that is not read."""

    status, code, message = 415, "file_not_accepted", say("Choose one of these: %(formats)s.", formats=NAMES)


class TooManyResumes(Conflict):
    """The person keeps as many as there is room for."""

    code = "too_many_resumes"
    message = say("You keep %(most)s resumes already. Delete one to make room.", most=MOST_RESUMES)


class ResumeNotReady(Conflict):
    """Asked for before it was read, or it could not be."""

    code, message = "resume_not_ready", say("This resume is still being read. It takes a few seconds.")


class ResumeIsDefault(Conflict):
    """Matching and applying would begin with nothing, or with one the person did not choose."""

    code = "resume_is_default"
    message = say("This is your default resume. Make another one the default first, then delete this one.")


async def upload(
    session: Session, *, actor: Actor, file_name: str, content: bytes, vault: Vault, files: Files, now: datetime
) -> Resume:
    """Store a file to be read in the background. The same file sent twice, even at once, is the same resume.

    The first one is the default. Refuses what is too large, empty, or of no type that is read.
    Raises ConsentNeeded where the person stopped the reading.
    """
    await consents.require(session, person_id=actor.person, purpose=consents.Purpose.PROCESSING)
    name = rules.clean_file_name(file_name)
    kind = _accepted(content, name)
    digest = hashlib.sha256(actor.person.bytes + content).digest()
    mine = await queries.resumes_to_change(session, person_id=actor.person)
    number = 0
    for known in mine:
        if known.digest == digest and known.state != "refused":
            return known
        if known.digest == digest:  # refused before: the same bytes stay the same version
            number = known.number
            await session.delete(known)
            await session.flush()
    if len(mine) >= MOST_RESUMES:
        raise TooManyResumes
    resume_id = new_id()
    key = await vault.key(actor.person, actor.person, create=True)
    stored_at = object_key(person_id=actor.person, resume_id=resume_id)
    # before the row: a row never points at a file that is not there
    await files.put(stored_at, key.seal(content, file_place(stored_at)))
    resume = Resume(
        id=resume_id,
        person_id=actor.person,
        number=number or await queries.next_number(session, person_id=actor.person),
        file_name_sealed=key.seal_text(name, place(Resume.file_name_sealed, resume_id)),
        kind=kind,
        digest=digest,
        size_bytes=len(content),
        object_key=stored_at,
        state="stored",
        skill_ids=[],
        is_default=False,
        again="",
        created_at=now,
    )
    session.add(resume)
    if not any(one.is_default and one.state != "refused" for one in mine):
        await _make_default(session, resume, among=[one for one in mine if one in session])
    await session.flush()
    await publish(session, ResumeUploaded(resume_id=resume_id, person_id=actor.person))
    return resume


def object_key(*, person_id: UUID, resume_id: UUID) -> str:
    """Where the file of a resume is kept."""
    return f"people/{person_id}/{resume_id}"


def _accepted(content: bytes, name: str) -> str:
    if not content:
        raise FileNotAccepted(
            say("“%(name)s” is empty. Choose the file that holds your resume.", name=name), reason="empty"
        )
    if len(content) > LIMITS.bytes:
        size = rules.megabytes(len(content))
        raise FileTooLarge(
            say("“%(name)s” is %(size)s. Choose a file of 10 MB or less.", name=name, size=size), reason="too_large"
        )
    try:
        return sniff(content)
    except DocumentRefused as refusal:
        raise FileNotAccepted(why_refused(refusal.message), reason=refusal.code) from refusal


async def set_default(session: Session, *, actor: Actor, resume_id: UUID) -> Resume:
    """Let matching and applying begin with this resume. Doing it twice is doing it once. It has to have been read."""
    mine = await queries.resumes_to_change(session, person_id=actor.person)
    resume = next((one for one in mine if one.id == resume_id), None)
    if resume is None:
        raise ResumeNotFound
    if resume.state != "ready":
        raise ResumeNotReady
    if not resume.is_default:
        await _make_default(session, resume, among=mine)
        await publish(session, DefaultChosen(resume_id=resume_id, person_id=actor.person))
    return resume


async def _make_default(session: Session, resume: Resume, *, among: Sequence[Resume]) -> None:
    for other in among:
        if other.is_default and other is not resume:
            other.is_default = False
    await session.flush()  # the database lets nobody have two, not even for a moment
    resume.is_default = True
    await session.flush()


async def pass_default_on(session: Session, leaving: Resume, *, among: Sequence[Resume]) -> None:
    """When the default turns out to be unreadable, the newest of the others takes its place, if there is one."""
    heir = next((one for one in among if one.id != leaving.id and one.state != "refused"), None)
    if leaving.is_default and heir:
        await _make_default(session, heir, among=among)


async def delete(session: Session, *, actor: Actor, resume_id: UUID) -> None:
    """Delete a resume; its file goes once this is committed. Refuses the default while there are others.

    Copies that companies received with an application are theirs to keep or erase.
    """
    mine = await queries.resumes_to_change(session, person_id=actor.person)
    resume = next((one for one in mine if one.id == resume_id), None)
    if resume is None:
        raise ResumeNotFound
    if resume.is_default and any(one.id != resume.id and one.state != "refused" for one in mine):
        raise ResumeIsDefault(href="/resumes", label=say("Choose another default"))
    await session.delete(resume)
    await session.flush()
    await publish(session, ResumeLetGo(resume_id=resume_id, person_id=actor.person))


async def open_file(resume: Resume, *, vault: Vault, files: Files) -> bytes:
    """The file as it was uploaded."""
    key = await vault.key(resume.person_id, resume.person_id)
    return key.open(await files.get(resume.object_key), file_place(resume.object_key))


async def file_name(resume: Resume, *, vault: Vault) -> str:
    """The name it was uploaded under."""
    key = await vault.key(resume.person_id, resume.person_id)
    return key.open_text(resume.file_name_sealed, place(Resume.file_name_sealed, resume.id))
