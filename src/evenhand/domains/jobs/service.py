"""Writing, publishing, closing and reopening jobs; reading them for whoever may."""

from datetime import date, datetime
from uuid import UUID

from evenhand.domains.identity.models import Organisation
from evenhand.domains.jobs import queries, rules
from evenhand.domains.jobs.events import JobClosed
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.schemas import Company, JobIn, JobOut, JobSearch, JobSummary, OwnJob
from evenhand.domains.skills.rules import named
from evenhand.kit.background import publish
from evenhand.kit.cursor import cut, from_cursor
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict, Invalid, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor


class JobNotFound(NotFound):
    """No such job, or it is not the caller's to see."""

    code, message = "job_not_found", "This job is not here. It may have been taken down."


class JobChanged(Conflict):
    """Someone else saved the job since the caller read it."""

    code, message = (
        "job_changed",
        "Someone else changed this job since you opened it. Compare with what is saved now, then save again.",
    )


class DeadlinePassed(Invalid):
    """A deadline that nobody could meet."""

    code, message = "deadline_passed", "This day has passed. Choose a later deadline, or leave it empty."


class JobNotPublished(Conflict):
    """Closing or reopening what was never open."""

    code, message = "job_not_published", "This job is a draft. Publish it first."


class JobIsClosed(Conflict):
    """It takes no more applications."""

    code, message = "job_closed", "This job takes no more applications."


async def create_job(session: Session, new: JobIn, *, actor: Actor, now: datetime) -> Job:
    """Write a draft. Nobody outside the organisation sees it before it is published."""
    _check_deadline(new.deadline, now)
    job = Job(
        id=new_id(),
        org_id=actor.organisation,
        status="draft",
        created_by=actor.person,
        created_at=now,
        updated_at=now,
        version=1,
        skill_names=_skill_names(new),
        **new.model_dump(),
    )
    session.add(job)
    await session.flush()
    return job


async def edit_job(session: Session, change: JobIn, *, actor: Actor, job_id: UUID, version: int, now: datetime) -> Job:
    """Save a job as a whole. Refuses when someone else saved it since `version`; the same form twice changes once."""
    job = await _own(session, actor=actor, job_id=job_id)
    after = change.model_dump()
    if all(getattr(job, name) == value for name, value in after.items()):
        return job
    if job.version != version:
        raise JobChanged(version=job.version)
    if change.deadline != job.deadline:
        _check_deadline(change.deadline, now)
    for name, value in after.items():
        setattr(job, name, value)
    job.skill_names = _skill_names(change)
    job.version += 1
    job.updated_at = now
    await session.flush()
    return job


async def publish_job(session: Session, *, actor: Actor, job_id: UUID, now: datetime) -> Job:
    """Open a draft to everybody. An open job stays as it is; a closed one is reopened."""
    job = await _own(session, actor=actor, job_id=job_id)
    if job.status == "open":
        return job
    _check_deadline(job.deadline, now)
    job.status = "open"
    job.published_at = job.published_at or now
    job.closed_at = None
    job.updated_at = now
    job.version += 1
    await session.flush()
    return job


async def reopen_job(session: Session, *, actor: Actor, job_id: UUID, now: datetime) -> Job:
    """Take applications again, under the same address and in the same place of the list."""
    job = await _own(session, actor=actor, job_id=job_id)
    if job.status == "draft":
        raise JobNotPublished
    return await publish_job(session, actor=actor, job_id=job_id, now=now)


async def close_job(session: Session, *, actor: Actor, job_id: UUID, now: datetime) -> Job:
    """Take no more applications; those that are there go on. A closed job stays as it is."""
    job = await _own(session, actor=actor, job_id=job_id)
    if job.status == "draft":
        raise JobNotPublished("This job is a draft: nobody can apply for it yet.")
    if job.status == "closed":
        return job
    job.status = "closed"
    job.closed_at = job.updated_at = now
    job.version += 1
    await session.flush()
    await publish(session, JobClosed(job_id=job.id, org_id=job.org_id))
    return job


async def require_open(session: Session, *, job_id: UUID, now: datetime) -> Job:
    """A job someone may apply for at this moment. Refuses a closed one with the day it closed."""
    found = await queries.published_job(session, job_id=job_id)
    if found is None:
        raise JobNotFound
    job = found.job
    closed = rules.closed_on(job.status, job.deadline, job.closed_at, now)
    if closed:
        raise JobIsClosed(f"This job closed on {closed.day} {closed:%B}. It takes no more applications.")
    return job


async def public_job(session: Session, *, job_id: UUID, now: datetime) -> JobOut:
    """A job as everybody may read it, also after it was closed. Refuses a draft as if it were not there."""
    found = await queries.published_job(session, job_id=job_id)
    if found is None:
        raise JobNotFound
    return JobOut.of(found.job, _company(found.company), now)


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


async def similar_jobs(session: Session, *, job_id: UUID, now: datetime) -> list[JobSummary]:
    """Open jobs to look at instead of this one."""
    found = await queries.published_job(session, job_id=job_id)
    if found is None:
        return []
    rows = await queries.similar_jobs(session, job=found.job, first_day=rules.first_day_left(now))
    return [JobSummary.of(row.job, _company(row.company), now) for row in rows]


async def _own(session: Session, *, actor: Actor, job_id: UUID) -> Job:
    """The job to change, locked until the transaction ends."""
    found = await queries.own_job(session, org_id=actor.organisation, job_id=job_id, lock=True)
    if found is None:
        raise JobNotFound
    return found.job


def _company(row: Organisation) -> Company:
    return Company(name=row.name, slug=row.slug, about=row.about)


def _check_deadline(deadline: date | None, now: datetime) -> None:
    if deadline and deadline < rules.first_day_left(now):
        raise DeadlinePassed(errors=[{"field": "deadline", "message": DeadlinePassed.message}])


def _skill_names(job: JobIn) -> str:
    """Names and aliases of the skills, so that the text search finds the job by any of them."""
    skills = named([*job.required_skills, *job.optional_skills])
    return " ".join(name for skill in skills for name in skill.names)
