"""Applying with what was put together for a job: its PDF is what the company receives, read as any file is."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from evenhand.domains.applications import service as applications
from evenhand.domains.applications.models import Application
from evenhand.domains.applications.rules import LETTER_CHARS
from evenhand.domains.coaching.queries import tailoring as queries
from evenhand.domains.coaching.rules import tailoring as rules
from evenhand.domains.coaching.service.tailoring import FILE_RATE, TailoringNotFound, opened
from evenhand.domains.resumes import queries as resume_queries
from evenhand.domains.resumes import service as resumes
from evenhand.domains.resumes.rules import clean_file_name
from evenhand.engines.typesetting import cv_pdf
from evenhand.external.storage import Files
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rates


@dataclass(frozen=True)
class Offer:
    """That there is something made for a job, to be sent."""

    made_at: datetime | None
    edited: bool


async def offer(session: Session, *, actor: Actor, job_id: UUID, vault: Vault) -> Offer | None:
    """What the caller could send instead of a resume as it is; None where nothing was made."""
    row = await queries.of_job(session, person_id=actor.person, job_id=job_id)
    made, edits = await opened(row, vault=vault) if row else (None, {})
    return Offer(row.made_at, bool(edits)) if row and made else None


async def begun(session: Session, *, actor: Actor, job_id: UUID, vault: Vault) -> dict[str, Any]:
    """The form filled in with what was made: the resume chosen, the letter taken over. Empty where nothing was."""
    row = await queries.of_job(session, person_id=actor.person, job_id=job_id)
    made, edits = await opened(row, vault=vault) if row else (None, {})
    if made is None:
        return {}
    return {"resume_id": "tailored", "letter": rules.letter_text(made, edits)[:LETTER_CHARS]}


async def apply(
    session: Session,
    *,
    actor: Actor,
    job_id: UUID,
    chosen: UUID | Literal["tailored"],
    letter: str,
    vault: Vault,
    files: Files,
    rates: Rates,
    now: datetime,
) -> Application:
    """Apply with a resume as it is, or with what was made for the job as it stands at this moment.

    Raises what `applications.apply` does, and TailoringNotFound where nothing was made.
    """
    made, resume_id = None, None
    if chosen == "tailored":
        await applications.require_may_apply(session, person_id=actor.person, job_id=job_id, now=now)
        await rates.hit(FILE_RATE, str(actor.person))
        made = await _made(session, actor=actor, job_id=job_id, vault=vault, now=now)
    else:
        resume_id = chosen
    return await applications.apply(
        session,
        actor=actor,
        job_id=job_id,
        resume_id=resume_id,
        made=made,
        letter=letter,
        vault=vault,
        files=files,
        now=now,
    )


async def _made(session: Session, *, actor: Actor, job_id: UUID, vault: Vault, now: datetime) -> applications.Sent:
    row = await queries.of_job(session, person_id=actor.person, job_id=job_id)
    made, edits = await opened(row, vault=vault) if row else (None, {})
    if made is None:
        raise TailoringNotFound
    base = await resume_queries.resume(session, person_id=actor.person, resume_id=UUID(made.resume_id))
    resume = rules.finished(made, edits)
    name = f"{(resume.get('basics') or {}).get('name') or 'resume'} – {made.names[0]}".replace("/", "-")
    name = clean_file_name(f"{name}.pdf")
    content = await asyncio.to_thread(cv_pdf, resume, template="classic", language=made.language)
    read = await asyncio.to_thread(resumes.read_file, content, name=name, today=now.date())
    return applications.Sent(
        resume_id=base.id if base else None,
        file_name=name,
        kind="pdf",
        content=content,
        profile=read.profile,
        skill_ids=read.skill_ids,
        experience_months=read.experience_months,
        country_code=read.country_code,
        resume_version=base.number if base else 0,
    )
