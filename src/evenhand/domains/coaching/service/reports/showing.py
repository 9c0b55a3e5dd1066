"""Showing career reports to the person they are about."""

from datetime import datetime
from uuid import UUID

from evenhand.domains.coaching.queries import reports as queries
from evenhand.domains.coaching.rules import reports as rules
from evenhand.domains.coaching.service import reviews
from evenhand.domains.coaching.service.reports import wording
from evenhand.domains.coaching.service.reports.making import candidate_of, mark_of, open_report
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.resumes import queries as resumes
from evenhand.domains.resumes import service as resume_service
from evenhand.engines.career import Outlook
from evenhand.kit import asked
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor


async def state(session: Session, *, actor: Actor, resume_id: UUID, now: datetime) -> str:
    """How far the report on a resume is: none, generating, ready, failed. Raises ResumeNotFound."""
    if await resumes.resume(session, person_id=actor.person, resume_id=resume_id) is None:
        raise resume_service.ResumeNotFound
    row = await queries.report(session, person_id=actor.person, resume_id=resume_id)
    return asked.told(row, now)


async def shown(session: Session, *, actor: Actor, resume_id: UUID, vault: Vault, now: datetime) -> rules.ShownReport:
    """The report on the caller's own resume, and how far it is. Raises ResumeNotFound and ResumeNotReady."""
    resume = await resumes.resume(session, person_id=actor.person, resume_id=resume_id)
    if resume is None:
        raise resume_service.ResumeNotFound
    profile = await resume_service.open_profile(resume, vault=vault)
    row = await queries.report(session, person_id=actor.person, resume_id=resume_id)
    made = await open_report(row, vault=vault) if row else None
    outdated = ""
    if row and made and row.state == "ready":
        if row.known != candidate_of(resume, profile).digest():
            outdated = "resume"
        elif row.market != await mark_of(session, resume, now=now):
            outdated = "jobs"
    return rules.ShownReport(
        resume_id=resume.id,
        resume_name=await resume_service.file_name(resume, vault=vault),
        language=resume.language,
        state=asked.told(row, now),
        outlook=made,
        made_at=row.made_at if row else None,
        outdated=outdated,
        resume=profile.resume,
        skills=list(resume.skill_ids),
        country=resume.country_code,
        review=await reviews.shown(session, actor=actor, resume_id=resume_id, vault=vault, now=now),
        jobs=await _jobs(session, made) if made else {},
        wording=await wording.shown(session, made, person_id=actor.person, resume_id=resume_id, vault=vault, now=now)
        if made
        else rules.ShownWording(),
    )


async def _jobs(session: Session, made: Outlook) -> dict[str, rules.JobNamed]:
    """The jobs that its figures name, as far as they are still there."""
    wanted = {one for role in made.roles for one in role.ids} | {one for held in made.certificates for one in held.ids}
    wanted |= {one for skill in (*made.double_down, *made.learn, *made.market.hot) for one in skill.ids}
    found = await jobs.published_jobs(session, ids=[UUID(one) for one in sorted(wanted)])
    return {
        str(job_id): rules.JobNamed(job_id, one.job.title, one.company.name, one.job.language)
        for job_id, one in found.items()
    }
