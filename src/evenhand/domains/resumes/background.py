"""Reads uploaded resumes: text, fields, skills."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from evenhand.domains.consents.events import ConsentGiven
from evenhand.domains.consents.rules import Purpose
from evenhand.domains.resumes import service
from evenhand.domains.resumes.events import ReadAgainAsked, ResumeLetGo, ResumeUploaded
from evenhand.domains.resumes.models import Resume
from evenhand.engines.documents import Document, DocumentRefused, can_recognise, read_document, recognise_document
from evenhand.engines.resume_parser import parse_resume
from evenhand.engines.skills import find_skills
from evenhand.external.storage import Files
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database
from evenhand.kit.words import say

followers = Followers()

UNREADABLE = say(
    "This file could not be read, although we tried several times. Save it as a new PDF or DOCX and upload that."
)


async def say_unreadable(
    fact: ResumeUploaded, *, database: Database, vault: Vault, files: Files, clock: Callable[[], datetime]
) -> None:
    """Tell the person who waits that reading was given up."""
    del vault, files, clock
    await _refuse(fact, database=database, code="unreadable", message=UNREADABLE)


@followers.on(ResumeUploaded, retries=3, gave_up=say_unreadable)
async def read_resume(
    fact: ResumeUploaded, *, database: Database, vault: Vault, files: Files, clock: Callable[[], datetime]
) -> None:
    """Read one resume. Each step is noted, so that the page can say how far it is; no transaction waits for a file."""
    async with database.transaction() as session:
        resume = await service.begin_reading(
            session, person_id=fact.person_id, resume_id=fact.resume_id, step="reading"
        )
    if resume is None:
        return
    try:
        document = await _read_file(resume, database=database, vault=vault, files=files)
    except DocumentRefused as refusal:
        await _refuse(fact, database=database, code=refusal.code, message=refusal.message)
        return
    async with database.transaction() as session:
        left = await service.begin_reading(session, person_id=fact.person_id, resume_id=fact.resume_id, step="matching")
    if left is None:
        return
    await _keep(fact, document, database=database, vault=vault, now=clock())


async def leave_as_it_was(
    fact: ReadAgainAsked, *, database: Database, vault: Vault, files: Files, clock: Callable[[], datetime]
) -> None:
    """Reading again was given up: what was read before stands."""
    del vault, files, clock
    async with database.transaction() as session:
        await service.give_up_again(session, person_id=fact.person_id, resume_id=fact.resume_id)


@followers.on(ReadAgainAsked, retries=3, gave_up=leave_as_it_was)
async def read_resume_again(
    fact: ReadAgainAsked, *, database: Database, vault: Vault, files: Files, clock: Callable[[], datetime]
) -> None:
    """Read a resume anew. Its profile is there all the while, and stays if the file cannot be read this time."""
    async with database.transaction() as session:
        resume = await service.asked_again(session, person_id=fact.person_id, resume_id=fact.resume_id)
    if resume is None:
        return
    try:
        document = await _read_file(resume, database=database, vault=vault, files=files)
    except DocumentRefused:
        await leave_as_it_was(fact, database=database, vault=vault, files=files, clock=clock)
        return
    await _keep(fact, document, database=database, vault=vault, now=clock())


async def _read_file(resume: Resume, *, database: Database, vault: Vault, files: Files) -> Document:
    """The text of a file; where it is a scan and this machine can, of its pictures, which takes longer and is said.

    Also where unseen text lies over them: what a person sees counts."""
    content = await service.open_file(resume, vault=vault, files=files)
    name = await service.file_name(resume, vault=vault)
    document: Document | None = None
    # The reader is a limited process of its own; the thread only waits for it.
    try:
        document = await asyncio.to_thread(read_document, content, filename=name, limits=service.LIMITS)
        if not (document.doubtful and can_recognise()):
            return document
    except DocumentRefused as refusal:
        if refusal.code != "image_only" or not can_recognise():
            raise
    async with database.transaction() as session:
        await service.begin_reading(session, person_id=resume.person_id, resume_id=resume.id, step="looking")
    return await asyncio.to_thread(recognise_document, content, limits=service.LIMITS, unlooked=document)


async def _keep(
    fact: ResumeUploaded | ReadAgainAsked, document: Document, *, database: Database, vault: Vault, now: datetime
) -> None:
    parsed = await asyncio.to_thread(parse_resume, document)
    skills = await asyncio.to_thread(find_skills, document.text)
    async with database.transaction() as session:
        await service.keep_profile(
            session,
            person_id=fact.person_id,
            resume_id=fact.resume_id,
            document=document,
            parsed=parsed,
            skills=skills,
            vault=vault,
            now=now,
        )


async def _refuse(fact: ResumeUploaded, *, database: Database, code: str, message: str) -> None:
    async with database.transaction() as session:
        await service.refuse(session, person_id=fact.person_id, resume_id=fact.resume_id, code=code, message=message)


@followers.on(ConsentGiven)
async def read_what_waited(fact: ConsentGiven, *, database: Database) -> None:
    """Go on reading where the person had stopped it."""
    if fact.purpose == Purpose.PROCESSING:
        async with database.transaction() as session:
            await service.go_on(session, person_id=fact.person_id)


@followers.on(ResumeLetGo)
async def delete_file(fact: ResumeLetGo, *, files: Files) -> None:
    """Delete the file, now that no row points at it or needs it any more."""
    await files.delete(service.object_key(person_id=fact.person_id, resume_id=fact.resume_id))
