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


async def give_up(fact: Wanted, *, database: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
    """Tell whoever waits that it did not work."""
    del vault, clock
    async with database.transaction() as session:
        await service.fail(session, person_id=fact.person_id, resume_id=fact.resume_id)


@followers.on(ReportWanted, retries=3, gave_up=give_up)
async def report_wanted(fact: ReportWanted, *, database: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
    """Somebody asked, or a job has changed."""
    await _make(fact, database=database, vault=vault, clock=clock)


@followers.on(ResumeRead, retries=3, gave_up=give_up)
async def report_read(fact: ResumeRead, *, database: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
    """A resume was read again."""
    await _make(fact, database=database, vault=vault, clock=clock)


@followers.on(ResumeCorrected, retries=3, gave_up=give_up)
async def report_corrected(
    fact: ResumeCorrected, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """What was read was corrected."""
    await _make(fact, database=database, vault=vault, clock=clock)


@followers.on(JobPublished)
async def job_published(fact: JobPublished, *, database: Database, clock: Callable[[], datetime]) -> None:
    """A job opened."""
    async with database.transaction() as session:
        await service.job_changed(session, job_id=fact.job_id, now=clock())


@followers.on(JobEdited)
async def job_edited(fact: JobEdited, *, database: Database, clock: Callable[[], datetime]) -> None:
    """A job says something else."""
    async with database.transaction() as session:
        await service.job_changed(session, job_id=fact.job_id, now=clock())


@followers.on(JobClosed)
async def job_closed(fact: JobClosed, *, database: Database, clock: Callable[[], datetime]) -> None:
    """A job closed."""
    async with database.transaction() as session:
        await service.job_changed(session, job_id=fact.job_id, now=clock())


async def _make(fact: Wanted, *, database: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
    """Compute it from the jobs that are open now; no transaction waits for the engine."""
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
