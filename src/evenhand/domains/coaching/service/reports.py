"""Career reports: asked for, computed in the background from the jobs that are open then, kept sealed, shown.

One is made again when its resume is read or corrected anew, and when a job it may rest on opens, changes or closes;
the same inputs are computed once.
"""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import TypeAdapter

from evenhand.domains.coaching.events import ReportWanted
from evenhand.domains.coaching.models import CareerReport
from evenhand.domains.coaching.queries import reports as queries
from evenhand.domains.coaching.rules import reports as rules
from evenhand.domains.coaching.service import reviews
from evenhand.domains.consents import service as consents
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.rules import first_day_left
from evenhand.domains.resumes import queries as resumes
from evenhand.domains.resumes import service as resume_service
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.service import Profile
from evenhand.engines.career import Candidate, Outlook, Seen, inputs_of
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session, place
from evenhand.kit.errors import Conflict
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import say

REPORT_RATE = Rate("career-report", times=30, seconds=600)
PATIENCE = timedelta(minutes=1)
"""Whoever waits longer may ask again, whatever became of the first time."""
MOST_JOBS = 2_000  # those with most skills in common; the report says when there are more
AFTER_A_JOB = timedelta(hours=1)
MOST_AFTER_A_JOB = 200
"""How soon and how many reports a change of a job has made again: a market that moves all day costs this and no more.
Whoever comes to look meanwhile is told that jobs have changed, and can ask."""
_OUTLOOK: TypeAdapter[Outlook] = TypeAdapter(Outlook)


class NoReport(Conflict):
    """There is no report to take away yet."""

    code, message = "no_report", say("There is no career report on this resume yet. Have it made first.")


async def ask(session: Session, *, actor: Actor, resume_id: UUID, now: datetime) -> CareerReport:
    """Have the report made, in the background. Asking twice is asking once.

    Raises ResumeNotFound, ResumeNotReady, and ConsentNeeded where the person stopped it.
    """
    await reviews.resume_to_work_on(session, actor=actor, resume_id=resume_id)
    row = await queries.report(session, person_id=actor.person, resume_id=resume_id, lock=True)
    if row is None:
        row = CareerReport(id=new_id(), person_id=actor.person, resume_id=resume_id, state="", asked_at=now)
        session.add(row)
    elif not _may_ask(row, now):
        return row
    row.state, row.asked_at = "waiting", now
    await session.flush()
    await publish(session, ReportWanted(resume_id=resume_id, person_id=actor.person))
    return row


def _may_ask(row: CareerReport, now: datetime) -> bool:
    return row.state != "waiting" or row.asked_at + PATIENCE <= now


async def job_changed(session: Session, *, job_id: UUID, now: datetime) -> None:
    """Have the reports looked at that a job may belong in."""
    found = await jobs.published_job(session, job_id=job_id)
    if found is None:
        return
    skills = [*found.job.required_skills, *found.job.optional_skills]
    before = now - AFTER_A_JOB
    for person_id, resume_id in await queries.near(
        session, skill_ids=skills, made_before=before, limit=MOST_AFTER_A_JOB
    ):
        await publish(session, ReportWanted(resume_id=resume_id, person_id=person_id))


async def to_make(
    session: Session, *, person_id: UUID, resume_id: UUID, vault: Vault, now: datetime
) -> tuple[Candidate, Seen, str] | None:
    """What the report is computed from, and the mark of that market; None where there is nothing to do: nobody asked
    for one, it was stopped, or the one that is kept rests on the same."""
    row = await queries.report(session, person_id=person_id, resume_id=resume_id, lock=True)
    if row is None:
        return None
    resume = await resumes.resume(session, person_id=person_id, resume_id=resume_id)
    allowed = await consents.allows(session, person_id=person_id, purpose=consents.Purpose.PROCESSING)
    if not allowed or resume is None or resume.state != "ready":
        await fail(session, person_id=person_id, resume_id=resume_id)
        return None
    try:
        candidate = _candidate(resume, await resume_service.open_profile(resume, vault=vault))
    except KeyDestroyed:  # being erased: this goes too
        return None
    mark = await _mark(session, resume, now=now)
    found = await jobs.jobs_asking_for(
        session, skill_ids=sorted(resume.skill_ids), first_day=first_day_left(now), limit=MOST_JOBS + 1
    )
    seen = rules.seen_of((one.job for one in found[:MOST_JOBS]), complete=len(found) <= MOST_JOBS)
    if row.report_sealed is not None and row.inputs == inputs_of(candidate, seen):
        row.state, row.market = "ready", mark
        await session.flush()
        return None
    return candidate, seen, mark


def _candidate(resume: Resume, profile: Profile) -> Candidate:
    return rules.candidate_of(
        skill_ids=resume.skill_ids,
        months=resume.experience_months,
        country=resume.country_code,
        resume=profile.resume,
        text=profile.document.text,
        mentions=profile.skills,
    )


async def _mark(session: Session, resume: Resume, *, now: datetime) -> str:
    count, changed_at = await jobs.market(
        session, skill_ids=sorted(resume.skill_ids), first_day=first_day_left(now), limit=MOST_JOBS
    )
    return rules.market_mark(count, changed_at)


async def keep(
    session: Session,
    *,
    person_id: UUID,
    resume_id: UUID,
    candidate: Candidate,
    seen: Seen,
    mark: str,
    made: Outlook,
    vault: Vault,
    now: datetime,
) -> None:
    """Keep a report that was made. One on a resume that was deleted in the meantime is let go."""
    row = await queries.report(session, person_id=person_id, resume_id=resume_id, lock=True)
    if row is None:
        return
    try:
        key = await vault.key(person_id, person_id)
    except KeyDestroyed:  # being erased: this goes too
        return
    row.report_sealed = key.seal_json(made.to_dict(), place(CareerReport.report_sealed, row.id))
    row.inputs, row.known, row.market = inputs_of(candidate, seen), candidate.digest(), mark
    row.state, row.seal, row.made_at = "ready", made.seal, now
    await session.flush()


async def fail(session: Session, *, person_id: UUID, resume_id: UUID) -> None:
    """Say that it was given up; the person can ask again."""
    row = await queries.report(session, person_id=person_id, resume_id=resume_id, lock=True)
    if row and row.state == "waiting":
        row.state = "failed"
        await session.flush()


async def open_report(row: CareerReport, *, vault: Vault) -> Outlook | None:
    """The report in a row; None before the first was made."""
    if row.report_sealed is None:
        return None
    key = await vault.key(row.person_id, row.person_id)
    return _OUTLOOK.validate_python(key.open_json(row.report_sealed, place(CareerReport.report_sealed, row.id)))


async def state(session: Session, *, actor: Actor, resume_id: UUID) -> str:
    """How far the report on a resume is: none, waiting, ready, failed. Raises ResumeNotFound."""
    if await resumes.resume(session, person_id=actor.person, resume_id=resume_id) is None:
        raise resume_service.ResumeNotFound
    row = await queries.report(session, person_id=actor.person, resume_id=resume_id)
    return row.state if row else "none"


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
        if row.known != _candidate(resume, profile).digest():
            outdated = "resume"
        elif row.market != await _mark(session, resume, now=now):
            outdated = "jobs"
    return rules.ShownReport(
        resume_id=resume.id,
        resume_name=await resume_service.file_name(resume, vault=vault),
        language=resume.language,
        state=row.state if row else "none",
        may_ask=row is None or _may_ask(row, now),
        outlook=made,
        made_at=row.made_at if row else None,
        outdated=outdated,
        resume=profile.resume,
        skills=list(resume.skill_ids),
        country=resume.country_code,
        review=await reviews.shown(session, actor=actor, resume_id=resume_id, vault=vault),
        jobs=await _jobs(session, made) if made else {},
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
