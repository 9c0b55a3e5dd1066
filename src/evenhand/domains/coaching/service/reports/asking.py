"""Asking for a career report."""

from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.coaching.events import ReportWanted
from evenhand.domains.coaching.models import CareerReport
from evenhand.domains.coaching.queries import reports as queries
from evenhand.domains.coaching.service import reviews
from evenhand.domains.jobs import queries as jobs
from evenhand.kit import asked
from evenhand.kit.background import publish
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import say

REPORT_RATE = Rate("career-report", times=30, seconds=600)
AFTER_A_JOB = timedelta(hours=1)
MOST_AFTER_A_JOB = 200
"""How soon and how many reports a change of a job has made again: a market that moves all day costs this and no more.
Whoever comes to look meanwhile is told that jobs have changed, and can ask."""


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
        row = CareerReport(id=new_id(), person_id=actor.person, resume_id=resume_id)
        session.add(row)
    elif asked.is_made(row, now):
        return row
    asked.ask_for(row, now)
    await session.flush()
    await publish(session, ReportWanted(resume_id=resume_id, person_id=actor.person))
    return row


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
