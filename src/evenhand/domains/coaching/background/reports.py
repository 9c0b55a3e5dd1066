"""Makes a career report when somebody asks, and again when what it rests on has changed."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from evenhand.domains.coaching.events import ReportWanted
from evenhand.domains.coaching.service import plans
from evenhand.domains.coaching.service import reports as service
from evenhand.domains.jobs.events import JobClosed, JobEdited, JobPublished
from evenhand.domains.resumes.events import ResumeCorrected, ResumeRead
from evenhand.engines.career import outlook
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database

followers = Followers()

Wanted = ReportWanted | ResumeRead | ResumeCorrected


async def give_up(fact: Wanted, *, database: Database, **_rest: object) -> None:
    """Tell whoever waits that it did not work."""
    async with database.transaction() as session:
        await service.give_up(session, person_id=fact.person_id, resume_id=fact.resume_id)


@followers.on(ReportWanted, ResumeRead, ResumeCorrected, retries=3, gave_up=give_up)
async def make(fact: Wanted, *, database: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
    """Somebody asked, or what it rests on has changed: compute it from the jobs that are open now; no transaction waits
    for the engine."""
    person_id, resume_id = fact.person_id, fact.resume_id
    async with database.transaction() as session:
        found = await service.to_make(session, person_id=person_id, resume_id=resume_id, vault=vault, now=clock())
    if found is None:
        return
    candidate, seen, mark = found
    made = await asyncio.to_thread(outlook, candidate, seen)
    async with database.transaction() as session:
        await service.keep(
            session,
            person_id=person_id,
            resume_id=resume_id,
            candidate=candidate,
            seen=seen,
            mark=mark,
            made=made,
            vault=vault,
            now=clock(),
        )
        await plans.follow(session, made, person_id=person_id, resume_id=resume_id, now=clock())


@followers.on(JobPublished, JobEdited, JobClosed)
async def look_again(
    fact: JobPublished | JobEdited | JobClosed, *, database: Database, clock: Callable[[], datetime]
) -> None:
    """A job opened, says something else, or closed: the reports that it may belong in are made again."""
    async with database.transaction() as session:
        await service.job_changed(session, job_id=fact.job_id, now=clock())
