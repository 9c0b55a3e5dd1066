"""Links to the file of one resume that open without signing in, for five minutes: for programs and other devices.

Signed by the product, because what the store holds is sealed. Nothing is kept about a link: it says itself whose
resume it is for, and it ends early when that is deleted or its person is leaving.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.service import Act, Object
from evenhand.domains.identity import service as identity
from evenhand.domains.resumes import queries
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.service.storing import ResumeNotFound, file_name, open_file
from evenhand.engines.documents.formats import FORMATS
from evenhand.engines.typesetting import MadeFile
from evenhand.external.storage import Files
from evenhand.kit.crypto import InvalidToken, KeyDestroyed, Signer, Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say

GOOD_FOR = timedelta(minutes=5)
_PURPOSE = "resume-file"
MEDIA_TYPES: Mapping[str, str] = {kind: one.media_type for kind, one in FORMATS.items()}


class LinkOver(AppError):
    """Too old, not ours, or what it led to is gone. One answer for all, so that it tells nothing about a resume."""

    status, code = 410, "link_over"
    message = say("This link has ended. Links to a file are good for five minutes: ask for a new one.")


@dataclass(frozen=True)
class Link:
    """What opens a file, and until when."""

    token: str
    expires_at: datetime


async def own_file(session: Session, *, actor: Actor, resume_id: UUID, vault: Vault, files: Files) -> MadeFile:
    """The caller's file as it was uploaded. Raises ResumeNotFound; of a refused one nothing was kept."""
    return await _file(await _mine(session, actor, resume_id), vault=vault, files=files)


async def make_link(session: Session, *, actor: Actor, resume_id: UUID, signer: Signer, now: datetime) -> Link:
    """A link to the file of one of the caller's resumes. Raises ResumeNotFound."""
    resume = await _mine(session, actor, resume_id)
    link_id = new_id()
    claims = {"sub": str(resume.person_id), "resume": str(resume.id), "file": resume.digest.hex(), "link": str(link_id)}
    about, after = (Object.RESUME, resume.id), {"link": link_id}
    audit.record(session, Act.RESUME_LINK_MADE, actor=actor, about=about, after=after, now=now)
    expires_at = (now + GOOD_FOR).replace(microsecond=0)
    return Link(signer.token(_PURPOSE, claims, now=now, lifetime=GOOD_FOR), expires_at)


async def open_link(
    session: Session, *, token: str, signer: Signer, vault: Vault, files: Files, now: datetime
) -> MadeFile:
    """The file that a link leads to, for whoever has it. Raises LinkOver.

    Nobody has signed in, so the log says by whose link it was, and by which.
    """
    try:
        claims = signer.read(_PURPOSE, token, now=now)
        person_id, link_id = UUID(claims["sub"]), UUID(claims["link"])
        resume = await queries.resume(session, person_id=person_id, resume_id=UUID(claims["resume"]))
        if resume is None or resume.state == "refused" or resume.digest.hex() != claims["file"]:
            raise LinkOver
        if await identity.leaving_at(session, person_id=person_id) is not None:
            raise LinkOver
        file = await _file(resume, vault=vault, files=files)
    except (InvalidToken, KeyDestroyed, FileNotFoundError) as error:
        raise LinkOver from error
    about, after = (Object.RESUME, resume.id), {"link": link_id}
    audit.record(session, Act.RESUME_LINK_OPENED, actor=Actor(person_id), about=about, after=after, now=now)
    return file


async def _mine(session: Session, actor: Actor, resume_id: UUID) -> Resume:
    resume = await queries.resume(session, person_id=actor.person, resume_id=resume_id)
    if resume is None or resume.state == "refused":
        raise ResumeNotFound
    return resume


async def _file(resume: Resume, *, vault: Vault, files: Files) -> MadeFile:
    name = await file_name(resume, vault=vault)
    return MadeFile(name, MEDIA_TYPES[resume.kind], await open_file(resume, vault=vault, files=files))
