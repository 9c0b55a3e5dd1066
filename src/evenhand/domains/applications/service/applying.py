"""Applying for a job: the organisation receives a copy of its own, sealed under a key of its own."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries
from evenhand.domains.applications.events import ApplicationReceived
from evenhand.domains.applications.models import Application
from evenhand.domains.applications.service.access import Received, Summary
from evenhand.domains.identity import queries as identity_queries
from evenhand.domains.identity import service as identity
from evenhand.domains.jobs import service as jobs
from evenhand.domains.jobs.models import Job
from evenhand.domains.resumes import queries as resume_queries
from evenhand.domains.resumes import service as resumes
from evenhand.external.storage import Files
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault, file_place
from evenhand.kit.db import IntegrityError, Session, place, violated
from evenhand.kit.errors import Conflict
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say


class AlreadyApplied(Conflict):
    """There is an application of this person for this job, whatever became of it."""

    code, message = "already_applied", say("You have already applied for this job.")

    @classmethod
    def as_seen_in(cls, application: Application) -> "AlreadyApplied":
        """With the day, and the way to the application that exists."""
        return cls(
            say("You have already applied for this job, on %(day)s.", day=application.applied_at.date()),
            application_id=str(application.id),
            href=f"/applications/{application.id}",
            label=say("See your application"),
        )


class HiresHere(Conflict):
    """Whoever reads the gold answers and decides cannot be one of those it is decided about."""

    code, message = (
        "hires_here",
        say("You work for the company that offers this job. Ask a colleague how to apply for it."),
    )


class ResumeNotUsable(Conflict):
    """Chosen before it was read, or it could not be."""

    code, message = "resume_not_usable", say("This resume could not be read. Choose another one, or upload it anew.")


@dataclass(frozen=True)
class Sent:
    """The resume that is sent: a file, and what was read from it. `resume_id` is the one of the person's own it is, or
    was made of."""

    resume_id: UUID | None
    file_name: str
    kind: str
    content: bytes
    profile: resumes.Profile
    skill_ids: Sequence[str]
    experience_months: int
    country_code: str
    resume_version: int


async def require_may_apply(session: Session, *, person_id: UUID, job_id: UUID, now: datetime) -> Job:
    """The job, if this person may apply for it. Refuses a second application (also after withdrawing), a job that is
    closed or one's own company's."""
    await _refuse_a_second(session, person_id=person_id, job_id=job_id)
    job = await jobs.require_open(session, job_id=job_id, now=now)
    if any(one.org_id == job.org_id for one in await identity_queries.memberships(session, person_id=person_id)):
        raise HiresHere(href=f"/jobs/{job_id}", label=say("Back to the job"))
    return job


async def apply(
    session: Session,
    *,
    actor: Actor,
    job_id: UUID,
    resume_id: UUID | None = None,
    made: Sent | None = None,
    letter: str,
    vault: Vault,
    files: Files,
    now: datetime,
) -> Application:
    """Send a resume and a letter to the organisation of an open job: one of the person's own resumes as it is, or a
    version that was `made` for this job.

    Refuses what `require_may_apply` does (a second application sent in the same moment too), a resume that is not the
    person's own or was not read, and an address that nobody has proved. Nothing is left behind by a refusal.
    """
    job = await require_may_apply(session, person_id=actor.person, job_id=job_id, now=now)
    sent = made or await _as_it_is(session, person_id=actor.person, resume_id=resume_id, vault=vault, files=files)
    await identity.require_verified(session, person_id=actor.person)
    contact = (await identity.contacts(session, ids=[actor.person], vault=vault))[actor.person]
    received = Received(
        letter=letter.strip(),
        file_name=sent.file_name,
        kind=sent.kind,
        profile=sent.profile,
        resume_version=sent.resume_version,
        for_job=made is not None,
    )
    summary = Summary(name=contact.name, email=contact.email, city=_city(sent.profile))
    key = await vault.key(actor.person, job.org_id, create=True)
    application_id = new_id()
    object_key = f"organisations/{job.org_id}/applications/{application_id}"
    # before the row: a row never points at a file that is not there
    await files.put(object_key, key.seal(sent.content, file_place(object_key)))
    application = Application(
        id=application_id,
        org_id=job.org_id,
        job_id=job.id,
        person_id=actor.person,
        resume_id=sent.resume_id,
        number=await queries.next_number(session, job_id=job.id),
        stage="applied",
        version=1,
        summary_sealed=key.seal_json(asdict(summary), place(Application.summary_sealed, application_id)),
        received_sealed=key.seal_json(received.to_dict(), place(Application.received_sealed, application_id)),
        object_key=object_key,
        skill_ids=list(sent.skill_ids),
        experience_months=sent.experience_months,
        country_code=sent.country_code,
        applied_at=now,
        moved_at=now,
    )
    await _insert(session, application, files=files)
    await publish(session, ApplicationReceived(application_id=application_id, org_id=job.org_id))
    return application


async def _refuse_a_second(session: Session, *, person_id: UUID, job_id: UUID) -> None:
    known = await queries.own_application_for(session, person_id=person_id, job_id=job_id)
    if known:
        raise AlreadyApplied.as_seen_in(known)


async def _as_it_is(session: Session, *, person_id: UUID, resume_id: UUID | None, vault: Vault, files: Files) -> Sent:
    resume = await resume_queries.resume(session, person_id=person_id, resume_id=resume_id) if resume_id else None
    if resume is None:
        raise resumes.ResumeNotFound
    if resume.state == "refused":
        raise ResumeNotUsable
    if resume.state != "ready":
        raise resumes.ResumeNotReady
    return Sent(
        resume_id=resume.id,
        file_name=await resumes.file_name(resume, vault=vault),
        kind=resume.kind,
        content=await resumes.open_file(resume, vault=vault, files=files),
        profile=await resumes.open_profile(resume, vault=vault),
        skill_ids=resume.skill_ids,
        experience_months=resume.experience_months,
        country_code=resume.country_code,
        resume_version=resume.number,
    )


def _city(profile: resumes.Profile) -> str:
    return str(profile.resume.get("basics", {}).get("location", {}).get("city") or "")


async def _insert(session: Session, application: Application, *, files: Files) -> None:
    """Add the row. Of two applications in the same moment (a double click, two tabs) the database takes one."""
    try:
        async with session.begin_nested():
            session.add(application)
    except IntegrityError as error:
        await files.delete(application.object_key)
        if violated(error, "uq_application_job_id_person_id"):
            await _refuse_a_second(session, person_id=application.person_id, job_id=application.job_id)
        raise
