"""Reading jobs: open ones for everybody, an organisation's own for those who hire there."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from evenhand.domains.identity import queries as identity
from evenhand.domains.identity.models import Organisation
from evenhand.domains.jobs import queries, rules
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.rules import Counts
from evenhand.domains.jobs.schemas import Company, JobOut, JobSearch, JobSummary, OwnJob
from evenhand.kit.cursor import cut, from_cursor
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict, NotFound
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say


class JobNotFound(NotFound):
    """No such job, or it is not the caller's to see."""

    code, message = "job_not_found", say("This job is not here. It may have been taken down.")


class CompanyNotFound(NotFound):
    """No company has this address."""

    code, message = (
        "company_not_found",
        say("There is no company at this address. All open roles are listed under Jobs."),
    )


class JobIsClosed(Conflict):
    """It takes no more applications."""

    code, message = "job_closed", say("This job takes no more applications.")


async def require_open(session: Session, *, job_id: UUID, now: datetime) -> Job:
    """A job someone may apply for at this moment. Refuses a closed one with the day it closed."""
    found = await queries.published_job(session, job_id=job_id)
    if found is None:
        raise JobNotFound
    job = found.job
    closed = rules.closed_on(job.status, job.deadline, job.closed_at, now)
    if closed:
        raise JobIsClosed(say("This job closed on %(day)s. It takes no more applications.", day=closed))
    return job


async def public_job(session: Session, *, job_id: UUID, now: datetime) -> JobOut:
    """A job as everybody may read it, also after it was closed. Refuses a draft as if it were not there."""
    found = await queries.published_job(session, job_id=job_id)
    if found is None:
        raise JobNotFound
    return JobOut.of(found.job, _company(found.company), now)


async def search_jobs(
    session: Session, search: JobSearch, *, cursor: str, limit: int, now: datetime
) -> tuple[list[JobSummary], str | None]:
    """One page of the open jobs, and the cursor of the next: the best answers first, without words the newest.

    Raises BadCursor, also for a cursor of the other order.
    """
    first_day = rules.first_day_left(now)
    if search.q:
        by_rank = from_cursor(cursor, int, UUID)
        rows = await queries.found_jobs(session, search=search, first_day=first_day, after=by_rank, limit=limit + 1)
        shown, following = cut(rows, limit, lambda row: (row.rank, row.job.id))
    else:
        by_day = from_cursor(cursor, datetime, UUID)
        rows = await queries.open_jobs(session, search=search, first_day=first_day, after=by_day, limit=limit + 1)
        shown, following = cut(rows, limit, lambda row: (row.job.published_at or now, row.job.id))
    return [JobSummary.of(row.job, _company(row.company), now) for row in shown], following


async def count_jobs(session: Session, search: JobSearch, *, now: datetime) -> tuple[Counts, dict[str, str]]:
    """How many open jobs each choice leaves, and the names of the companies among the choices by their slugs."""
    first_day = rules.first_day_left(now)
    counts = await queries.count_open(session, search=search, first_day=first_day)
    if search.q and not counts.total:  # only an empty list says what the words themselves cost
        freed = await queries.count_open(session, search=search.without("q"), first_day=first_day)
        counts = replace(counts, without={**counts.without, "q": freed.total})
    slugs = [slug for slug, _ in counts.choices["company"]]
    return counts, await queries.company_names(session, slugs=slugs)


async def company(session: Session, *, slug: str) -> Company:
    """A company by the name in its address."""
    row = await identity.organisation_by_slug(session, slug=slug)
    if row is None:
        raise CompanyNotFound
    return _company(row)


async def similar_jobs(session: Session, *, job_id: UUID, now: datetime) -> list[JobSummary]:
    """Open jobs to look at instead of this one."""
    found = await queries.published_job(session, job_id=job_id)
    if found is None:
        return []
    rows = await queries.similar_jobs(session, job=found.job, first_day=rules.first_day_left(now))
    return [JobSummary.of(row.job, _company(row.company), now) for row in rows]


async def own_job(session: Session, *, actor: Actor, job_id: UUID, now: datetime) -> OwnJob:
    """A job of the caller's organisation, in any state."""
    found = await queries.own_job(session, org_id=actor.organisation, job_id=job_id)
    if found is None:
        raise JobNotFound
    return OwnJob.of(found.job, _company(found.company), now)


async def own_jobs(
    session: Session, *, actor: Actor, status: str | None, cursor: str, limit: int, now: datetime
) -> tuple[list[OwnJob], str | None]:
    """One page of the organisation's jobs, and the cursor of the next. Raises BadCursor."""
    after = from_cursor(cursor, UUID)
    rows = await queries.own_jobs(
        session, org_id=actor.organisation, status=status, before=after[0] if after else None, limit=limit + 1
    )
    shown, following = cut(rows, limit, lambda row: (row.job.id,))
    return [OwnJob.of(row.job, _company(row.company), now) for row in shown], following


def _company(row: Organisation) -> Company:
    return Company(name=row.name, slug=row.slug, about=row.about)
