"""Matches over the API: one's own resume against one job, and the open jobs ranked for it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from evenhand.domains.matching import service
from evenhand.domains.matching.schemas import ComparedJob, JobMatch, MatchOut, MatchPage
from evenhand.kit.cursor import DEFAULT_LIMIT, Cursor, Limit
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="api", tag="matching")

ResumeId = Annotated[UUID | None, Query(description="One of the caller's resumes; the default where none is named.")]


@routes.get("/matches", permission=Permission.RESUMES_OWN, response_model=MatchPage, responses={409: {}})
async def matches(
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
    resume_id: ResumeId = None,
    cursor: Cursor = "",
    limit: Limit = DEFAULT_LIMIT,
) -> MatchPage:
    """Open jobs that ask for a skill of the resume, the best answers first, each with its reasons."""
    ranking = await service.rank(
        session, actor=actor, resume_id=resume_id, cursor=cursor, limit=limit, vault=vault, now=now
    )
    return MatchPage(
        items=[JobMatch(job=one.job, match=MatchOut.of(one.match)) for one in ranking.items],
        next=ranking.next,
        resume_id=ranking.resume_id,
        resume_name=ranking.resume_name,
        total=ranking.total,
    )


@routes.get("/jobs/{job_id}/match", permission=Permission.RESUMES_OWN, response_model=ComparedJob, responses={409: {}})
async def match(
    job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now, resume_id: ResumeId = None
) -> ComparedJob:
    """How the resume answers one job, with the words it rests on."""
    found = await service.compare(session, actor=actor, job_id=job_id, resume_id=resume_id, vault=vault, now=now)
    return ComparedJob(
        job=found.job, match=MatchOut.of(found.match), resume_id=found.resume_id, resume_name=found.resume_name
    )
