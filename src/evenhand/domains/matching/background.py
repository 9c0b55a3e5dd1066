"""Makes gap reports, and looks at them again when a resume or a job changes."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from evenhand.domains.consents.events import ConsentGiven
from evenhand.domains.consents.rules import Purpose
from evenhand.domains.jobs.events import JobEdited
from evenhand.domains.matching.events import GapWanted
from evenhand.domains.matching.rules.gap import compare
from evenhand.domains.matching.service import gaps
from evenhand.domains.resumes.events import DefaultChosen, ResumeCorrected, ResumeLetGo, ResumeRead
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database

followers = Followers()


async def give_up(fact: GapWanted, *, database: Database, **_rest: object) -> None:
    """Say that it did not work."""
    async with database.transaction() as session:
        await gaps.give_up(session, person_id=fact.person_id, report_id=fact.report_id)


@followers.on(GapWanted, retries=3, gave_up=give_up)
async def make_report(fact: GapWanted, *, database: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
    """Make one report; what is the same is not made again."""
    await _look(fact.person_id, [fact.report_id], database=database, vault=vault, clock=clock)


@followers.on(ResumeRead)
async def compare_what_was_read(
    fact: ResumeRead, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """A resume was read, or read again."""
    await _look(fact.person_id, None, database=database, vault=vault, clock=clock)


@followers.on(ResumeCorrected)
async def compare_what_was_corrected(
    fact: ResumeCorrected, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """A resume was corrected."""
    await _look(fact.person_id, None, database=database, vault=vault, clock=clock)


@followers.on(DefaultChosen)
async def compare_the_default(
    fact: DefaultChosen, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """Another resume is the default."""
    await _look(fact.person_id, None, database=database, vault=vault, clock=clock)


@followers.on(ResumeLetGo)
async def compare_what_is_left(
    fact: ResumeLetGo, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """A resume was deleted or refused."""
    await _look(fact.person_id, None, database=database, vault=vault, clock=clock)


@followers.on(ConsentGiven)
async def compare_what_waited(
    fact: ConsentGiven, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """Go on comparing where the person had stopped it."""
    if fact.purpose == Purpose.PROCESSING:
        await _look(fact.person_id, None, database=database, vault=vault, clock=clock)


@followers.on(JobEdited)
async def compare_with_what_is_asked_now(fact: JobEdited, *, database: Database) -> None:
    """A job says something else now."""
    async with database.transaction() as session:
        await gaps.job_changed(session, job_id=fact.job_id)


async def _look(
    person_id: UUID,
    reports: Sequence[UUID] | None,
    *,
    database: Database,
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Look at these reports of a person, or at all. The resume is opened once, and no transaction waits for the
    comparing."""
    async with database.transaction() as session:
        if reports is None:
            reports = await gaps.reports_of(session, person_id=person_id)
        side = await gaps.side_of(session, person_id=person_id, vault=vault) if reports else None
    if side is None:
        return
    for report_id in reports:
        async with database.transaction() as session:
            work = await gaps.begin(session, person_id=person_id, report_id=report_id, side=side)
        if work is None:
            continue
        now = clock()
        made = await asyncio.to_thread(compare, work.person, work.advert, today=now.date())
        async with database.transaction() as session:
            await gaps.keep(session, work, made, person_id=person_id, vault=vault, now=now)
