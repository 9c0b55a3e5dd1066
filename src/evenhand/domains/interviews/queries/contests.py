"""Contests of scores, and scorecards that were asked for: an organisation's, always."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import defer

from evenhand.domains.applications.models import Application
from evenhand.domains.interviews.models import Contest, Interview
from evenhand.domains.interviews.queries.interviews import ReceivedRow
from evenhand.domains.jobs.models import Job
from evenhand.kit.db import Session


async def contests(session: Session, *, org_id: UUID, interview_id: UUID) -> Sequence[Contest]:
    """Every contest of one interview's scores, the first one first."""
    query = select(Contest).where(Contest.org_id == org_id, Contest.interview_id == interview_id)
    return (await session.scalars(query.order_by(Contest.id))).all()


async def settled(session: Session, *, org_id: UUID, interview_ids: Sequence[UUID]) -> Sequence[Contest]:
    """Answers that gave these interviews another figure, the latest last."""
    query = select(Contest).where(
        Contest.org_id == org_id,
        Contest.interview_id.in_(set(interview_ids)),
        Contest.outcome.in_(("rated", "regraded")),
    )
    return (await session.scalars(query.order_by(Contest.answered_at, Contest.id))).all()


async def open_contests(session: Session, *, org_id: UUID, limit: int) -> list[tuple[Contest, ReceivedRow]]:
    """Those that wait for an answer, the one due first before the others."""
    query = (
        select(Contest, Interview, Job.title, Application)
        .join(Interview, Interview.id == Contest.interview_id)
        .join(Job, Job.id == Interview.job_id)
        .join(Application, Application.id == Interview.application_id)
        .options(defer(Application.received_sealed, raiseload=True))
        .where(Contest.org_id == org_id, Contest.outcome == "")
        .order_by(Contest.due_at)
        .limit(limit)
    )
    rows = await session.execute(query)
    return [(contest, ReceivedRow(interview, title, application)) for contest, interview, title, application in rows]


async def asked_for(session: Session, *, org_id: UUID, limit: int) -> list[ReceivedRow]:
    """Interviews whose candidates ask for the scorecard and were not shown it; who asked first comes first."""
    query = (
        select(Interview, Job.title, Application)
        .join(Job, Job.id == Interview.job_id)
        .join(Application, Application.id == Interview.application_id)
        .options(defer(Application.received_sealed, raiseload=True))
        .where(Interview.org_id == org_id, Interview.asked_at.is_not(None), Interview.released_at.is_(None))
        .order_by(Interview.asked_at)
        .limit(limit)
    )
    return [ReceivedRow(*row) for row in await session.execute(query)]
