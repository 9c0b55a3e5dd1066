"""Makes gap reports, and looks at them again when a resume or a job changes."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from evenhand.domains.consents.events import ConsentGiven
from evenhand.domains.consents.rules import Purpose
from evenhand.domains.jobs.events import JobEdited
from evenhand.domains.matching.events import GapWanted
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
    """Make one report. It takes some hundredths of a second; what is the same is not made again."""
    async with database.transaction() as session:
        await gaps.make(session, person_id=fact.person_id, report_id=fact.report_id, vault=vault, now=clock())


@followers.on(ResumeRead)
async def compare_what_was_read(
    fact: ResumeRead, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """A resume was read, or read again."""
    await _look_again(fact.person_id, database=database, vault=vault, now=clock())


@followers.on(ResumeCorrected)
async def compare_what_was_corrected(
    fact: ResumeCorrected, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """A resume was corrected."""
    await _look_again(fact.person_id, database=database, vault=vault, now=clock())


@followers.on(DefaultChosen)
async def compare_the_default(
    fact: DefaultChosen, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """Another resume is the default."""
    await _look_again(fact.person_id, database=database, vault=vault, now=clock())


@followers.on(ResumeLetGo)
async def compare_what_is_left(
    fact: ResumeLetGo, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """A resume was deleted or refused."""
    await _look_again(fact.person_id, database=database, vault=vault, now=clock())


@followers.on(ConsentGiven)
async def compare_what_waited(
    fact: ConsentGiven, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """Go on comparing where the person had stopped it."""
    if fact.purpose == Purpose.PROCESSING:
        await _look_again(fact.person_id, database=database, vault=vault, now=clock())


@followers.on(JobEdited)
async def compare_with_what_is_asked_now(fact: JobEdited, *, database: Database) -> None:
    """A job says something else now."""
    async with database.transaction() as session:
        await gaps.job_changed(session, job_id=fact.job_id)


async def _look_again(person_id: UUID, *, database: Database, vault: Vault, now: datetime) -> None:
    async with database.transaction() as session:
        reports = await gaps.reports_of(session, person_id=person_id)
    for report_id in reports:
        async with database.transaction() as session:
            await gaps.make(session, person_id=person_id, report_id=report_id, vault=vault, now=now)
