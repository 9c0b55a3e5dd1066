"""What waits for a member of an organisation: new applicants, interviews to read, notes that call them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries as application_queries
from evenhand.domains.applications import service as applications
from evenhand.domains.applications.service import Called
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.queries import contests as contest_queries
from evenhand.domains.jobs import queries as jobs
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor

SHOWN = 10
SHOWN_JOBS = 200


@dataclass(frozen=True)
class NewPeople:
    """A job with people nobody has answered yet."""

    job_id: UUID
    title: str
    count: int


@dataclass(frozen=True)
class ToRead:
    """A graded interview of somebody who waits for a decision."""

    application_id: UUID
    name: str
    job_title: str
    scored_at: datetime | None


@dataclass(frozen=True)
class ToAnswer:
    """A contested score that waits for an answer."""

    application_id: UUID
    name: str
    job_title: str
    due_at: datetime


@dataclass(frozen=True)
class Desk:
    """Everything on the page."""

    new: list[NewPeople]
    interviews: list[ToRead]
    calls: list[Called]
    contests: list[ToAnswer]
    asked: list[ToRead]


async def desk(session: Session, *, actor: Actor, vault: Vault) -> Desk:
    """What waits for the actor."""
    org_id = actor.organisation
    openings = await jobs.own_jobs(session, org_id=org_id, limit=SHOWN_JOBS)
    counts = await application_queries.stage_counts(session, org_id=org_id, job_ids=[one.job.id for one in openings])
    rows = await queries.to_review(session, org_id=org_id, person_id=actor.person, limit=SHOWN)
    contested = await contest_queries.open_contests(session, org_id=org_id, limit=SHOWN)
    people = [row.application for row in rows] + [row.application for _, row in contested]
    asked = await contest_queries.asked_for(session, org_id=org_id, limit=SHOWN)
    people += [row.application for row in asked]
    names = await applications.names_of(session, people, actor=actor, vault=vault)
    return Desk(
        new=[
            NewPeople(one.job.id, one.job.title, count)
            for one in openings
            if (count := counts.get(one.job.id, {}).get("applied", 0))
        ],
        interviews=[
            ToRead(row.application.id, names[row.application.id], row.job_title, row.interview.scored_at)
            for row in rows
        ],
        calls=await applications.unread_calls(session, actor=actor, limit=SHOWN, vault=vault),
        contests=[
            ToAnswer(row.application.id, names[row.application.id], row.job_title, contest.due_at)
            for contest, row in contested
        ],
        asked=[
            ToRead(row.application.id, names[row.application.id], row.job_title, row.interview.asked_at)
            for row in asked
        ],
    )
