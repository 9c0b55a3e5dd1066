"""Keeping jobs for later, also ones that have closed since, and letting them go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.schemas import JobSummary
from evenhand.domains.jobs.service import JobNotFound
from evenhand.domains.matching import queries
from evenhand.domains.matching.models import SavedJob
from evenhand.domains.matching.service import gaps
from evenhand.domains.matching.service.comparing import summary
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import cut, from_cursor
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import say

MOST_SAVED = 200
SAVE_RATE = Rate("save", times=120, seconds=3600)


class TooManySaved(Conflict):
    """Nobody reads a longer list."""

    code = "too_many_saved"
    message = say("You have saved %(most)s jobs. Remove some that you do not need any more.", most=MOST_SAVED)


@dataclass(frozen=True)
class Saved:
    """A job that somebody keeps, as it stands."""

    job: JobSummary
    saved_at: datetime
    gap_state: str
    gap_why: str
    gap_score: Decimal | None


@dataclass(frozen=True)
class SavedCounts:
    """How many jobs somebody keeps, and how many of those take no more applications."""

    total: int
    closed: int


async def save(session: Session, *, actor: Actor, job_id: UUID, now: datetime) -> tuple[SavedJob, bool]:
    """Keep a job that is or was open, and whether it is new; saving twice is saving once.

    Raises JobNotFound, TooManySaved.
    """
    if await jobs.published_job(session, job_id=job_id) is None:
        raise JobNotFound
    kept = await queries.count_to_change(session, person_id=actor.person)
    known = await queries.saved(session, person_id=actor.person, job_id=job_id)
    if known:
        return known, False
    if kept >= MOST_SAVED:
        raise TooManySaved(href="/saved-jobs", label=say("Saved jobs"))
    one = SavedJob(id=new_id(), person_id=actor.person, job_id=job_id, saved_at=now)
    session.add(one)
    await session.flush()
    await gaps.want(session, one, now=now)
    return one, True


async def unsave(session: Session, *, actor: Actor, job_id: UUID) -> None:
    """Let a job go. One that was not kept, or is no more, is none the less gone."""
    await queries.count_to_change(session, person_id=actor.person)
    known = await queries.saved(session, person_id=actor.person, job_id=job_id)
    if known:
        await session.delete(known)
        await session.flush()


async def is_saved(session: Session, *, actor: Actor, job_id: UUID) -> SavedJob | None:
    """Whether the caller keeps a job that is or was open, and since when. Raises JobNotFound."""
    if await jobs.published_job(session, job_id=job_id) is None:
        raise JobNotFound
    return await queries.saved(session, person_id=actor.person, job_id=job_id)


async def saved_among(session: Session, *, actor: Actor, job_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these jobs the caller keeps."""
    return await queries.saved_among(session, person_id=actor.person, job_ids=job_ids)


async def saved_jobs(
    session: Session, *, actor: Actor, cursor: str, limit: int, vault: Vault, now: datetime
) -> tuple[list[Saved], str | None]:
    """One page of what the caller keeps, the latest first, and the cursor of the next. Raises BadCursor."""
    after = from_cursor(cursor, UUID)
    rows = await queries.saved_jobs(
        session, person_id=actor.person, before=after[0] if after else None, limit=limit + 1
    )
    shown, following = cut(rows, limit, lambda row: (row.id,))
    found = await jobs.published_jobs(session, ids=[row.job_id for row in shown])
    reports = {one.job_id: one for one in await queries.gaps(session, person_id=actor.person, job_ids=[*found])}
    items = []
    for row in shown:
        report = reports.get(row.job_id)
        if row.job_id in found and report:
            made = await gaps.opened(report, vault=vault)
            job = summary(found[row.job_id], now)
            items.append(Saved(job, row.saved_at, report.state, report.why, made.score if made else None))
    return items, following


async def counts(session: Session, *, actor: Actor, now: datetime) -> SavedCounts:
    """How many jobs the caller keeps."""
    rows = await queries.saved_jobs(session, person_id=actor.person)
    found = await jobs.published_jobs(session, ids=[row.job_id for row in rows])
    closed = sum(not summary(one, now).takes_applications for one in found.values())
    return SavedCounts(total=len(rows), closed=closed)
