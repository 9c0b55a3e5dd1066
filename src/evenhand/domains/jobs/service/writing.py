"""Writing, publishing, closing and reopening jobs."""

from datetime import date, datetime
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.jobs import queries, rules
from evenhand.domains.jobs.events import JobClosed, JobEdited, JobPublished
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.schemas import JobIn, JobPatch
from evenhand.domains.jobs.service.reading import JobNotFound
from evenhand.domains.skills.rules import named
from evenhand.kit.background import publish
from evenhand.kit.db import IntegrityError, Session, violated
from evenhand.kit.errors import Conflict, Invalid
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say


class JobExists(Conflict):
    """The id that came with the form is another job's."""

    code, message = "job_exists", say("This job cannot be saved from this page. Copy what you wrote into a new one.")


class JobChanged(Conflict):
    """Someone else saved the job since the caller read it."""

    code, message = (
        "job_changed",
        say("Someone else changed this job since you opened it. Compare with what is saved now, then save again."),
    )


class DeadlinePassed(Invalid):
    """A deadline that nobody could meet."""

    code, message = "deadline_passed", say("This day has passed. Choose a later deadline, or leave it empty.")


class JobNotPublished(Conflict):
    """Closing or reopening what was never open."""

    code, message = "job_not_published", say("This job is a draft. Publish it first.")


async def create_job(session: Session, new: JobIn, *, actor: Actor, now: datetime, job_id: UUID | None = None) -> Job:
    """Write a draft. Nobody outside the organisation sees it before it is published.

    A form that carries the id of its future job may be sent twice, even at once: the second time finds the job and
    changes nothing.
    """
    if job_id and (known := await queries.own_job(session, org_id=actor.organisation, job_id=job_id)):
        return known.job
    _check_deadline(new.deadline, now)
    job = Job(
        id=job_id or new_id(),
        org_id=actor.organisation,
        status="draft",
        created_by=actor.person,
        created_at=now,
        updated_at=now,
        version=1,
        skill_names=_skill_names(new),
        **new.model_dump(),
    )
    try:
        async with session.begin_nested():
            session.add(job)
    except IntegrityError as error:  # the same form twice in the same moment, or an id made up by the sender
        if not violated(error, "pk_job"):
            raise
        known = await queries.own_job(session, org_id=actor.organisation, job_id=job.id)
        if known is None:
            raise JobExists from error
        return known.job
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
    if job.status != "draft":
        await publish(session, JobEdited(job_id=job.id, org_id=job.org_id))
    return job


async def patch_job(session: Session, patch: JobPatch, *, actor: Actor, job_id: UUID, now: datetime) -> Job:
    """Change parts of a job. Raises ValidationError where the job would not fit together afterwards."""
    job = await _own(session, actor=actor, job_id=job_id)
    return await edit_job(session, patch.applied_to(job), actor=actor, job_id=job_id, version=patch.version, now=now)


async def publish_job(session: Session, *, actor: Actor, job_id: UUID, now: datetime) -> Job:
    """Open a draft to everybody. An open job stays as it is; a closed one is reopened."""
    job = await _own(session, actor=actor, job_id=job_id)
    if job.status == "open":
        return job
    _check_deadline(job.deadline, now)
    audit.record(session, Act.JOB_PUBLISHED, actor=actor, about=(Object.JOB, job.id), before=_state(job), now=now)
    job.status = "open"
    job.published_at = job.published_at or now
    job.closed_at = None
    job.updated_at = now
    job.version += 1
    await session.flush()
    await publish(session, JobPublished(job_id=job.id, org_id=job.org_id))
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
        raise JobNotPublished(say("This job is a draft: nobody can apply for it yet."))
    if job.status == "closed":
        return job
    audit.record(session, Act.JOB_CLOSED, actor=actor, about=(Object.JOB, job.id), before=_state(job), now=now)
    job.status = "closed"
    job.closed_at = job.updated_at = now
    job.version += 1
    await session.flush()
    await publish(session, JobClosed(job_id=job.id, org_id=job.org_id))
    return job


def _state(job: Job) -> dict[str, str | int]:
    return {"status": job.status, "version": job.version}


async def _own(session: Session, *, actor: Actor, job_id: UUID) -> Job:
    """The job to change, locked until the transaction ends."""
    found = await queries.own_job(session, org_id=actor.organisation, job_id=job_id, lock=True)
    if found is None:
        raise JobNotFound
    return found.job


def _check_deadline(deadline: date | None, now: datetime) -> None:
    if deadline and deadline < rules.first_day_left(now):
        raise DeadlinePassed(errors=[{"field": "deadline", "message": DeadlinePassed.message}])


def _skill_names(job: JobIn) -> str:
    """Names and aliases of the skills, so that the text search finds the job by any of them."""
    skills = named([*job.required_skills, *job.optional_skills])
    return " ".join(name for skill in skills for name in skill.names)
