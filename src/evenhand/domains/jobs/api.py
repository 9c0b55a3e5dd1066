"""Jobs over the API: open ones for everybody, an organisation's own for those who hire there."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import ValidationError

from evenhand.domains.jobs import service
from evenhand.domains.jobs.rules import Status
from evenhand.domains.jobs.schemas import (
    AdvertIn,
    AdvertSkills,
    JobIn,
    JobOut,
    JobPatch,
    JobQuery,
    JobSummary,
    OwnJob,
)
from evenhand.engines.skills import posting_skills
from evenhand.kit.cursor import DEFAULT_LIMIT, Cursor, Limit, Page
from evenhand.kit.errors import Invalid
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes
from evenhand.web.forms import sentences

routes = Routes(kind="api", tag="jobs")

SKILLS_RATE = Rate("advert-skills", times=60, seconds=60)


@routes.get("/jobs", permission=Permission.ANYONE, response_model=Page[JobSummary])
async def search(query: Annotated[JobQuery, Query()], session: Transaction, now: Now) -> Page[JobSummary]:
    """Open jobs: with words the best answers first, without them the newest."""
    items, following = await service.search_jobs(session, query, cursor=query.cursor, limit=query.limit, now=now)
    return Page(items=items, next=following)


@routes.get("/jobs/{job_id}", permission=Permission.ANYONE, response_model=JobOut)
async def one(job_id: UUID, session: Transaction, now: Now) -> JobOut:
    """A job that is or was open. `takes_applications` says whether one can apply."""
    return await service.public_job(session, job_id=job_id, now=now)


@routes.get("/organisation/jobs", permission=Permission.JOBS_READ, response_model=Page[OwnJob])
async def own_list(
    actor: CurrentActor,
    session: Transaction,
    now: Now,
    status: Status | None = None,
    cursor: Cursor = "",
    limit: Limit = DEFAULT_LIMIT,
) -> Page[OwnJob]:
    """All jobs of the caller's organisation, drafts and closed ones too, the newest first."""
    items, following = await service.own_jobs(session, actor=actor, status=status, cursor=cursor, limit=limit, now=now)
    return Page(items=items, next=following)


@routes.get("/organisation/jobs/{job_id}", permission=Permission.JOBS_READ, response_model=OwnJob)
async def own(job_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> OwnJob:
    """A job of the caller's organisation in any state, with the `version` that a change starts from."""
    return await service.own_job(session, actor=actor, job_id=job_id, now=now)


@routes.post("/jobs", permission=Permission.JOBS_WRITE, status_code=201, response_model=OwnJob)
async def create(new: JobIn, response: Response, actor: CurrentActor, session: Transaction, now: Now) -> OwnJob:
    """Write a draft."""
    job = await service.create_job(session, new, actor=actor, now=now)
    response.headers["Location"] = f"/api/v1/organisation/jobs/{job.id}"
    return await service.own_job(session, actor=actor, job_id=job.id, now=now)


@routes.post("/jobs/skills", permission=Permission.JOBS_WRITE, rate=SKILLS_RATE, response_model=AdvertSkills)
async def skills(advert: AdvertIn) -> AdvertSkills:
    """The skills a text asks for: required, nice to have, or only mentioned. Nothing is kept."""
    return AdvertSkills.of(posting_skills(advert.text))


@routes.patch("/jobs/{job_id}", permission=Permission.JOBS_WRITE, response_model=OwnJob)
async def change(job_id: UUID, patch: JobPatch, actor: CurrentActor, session: Transaction, now: Now) -> OwnJob:
    """Change what is sent. 409 when someone else saved the job since `version`."""
    try:
        await service.patch_job(session, patch, actor=actor, job_id=job_id, now=now)
    except ValidationError as error:
        errors = [{"field": name, "message": text} for name, text in sentences(error).items()]
        raise Invalid(errors=errors) from error
    return await service.own_job(session, actor=actor, job_id=job_id, now=now)


@routes.post("/jobs/{job_id}/publish", permission=Permission.JOBS_WRITE, response_model=OwnJob)
async def publish(job_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> OwnJob:
    """Open a draft, or a closed job again. An open one stays as it is."""
    await service.publish_job(session, actor=actor, job_id=job_id, now=now)
    return await service.own_job(session, actor=actor, job_id=job_id, now=now)


@routes.post("/jobs/{job_id}/close", permission=Permission.JOBS_WRITE, response_model=OwnJob)
async def close(job_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> OwnJob:
    """Take no more applications. A closed one stays as it is."""
    await service.close_job(session, actor=actor, job_id=job_id, now=now)
    return await service.own_job(session, actor=actor, job_id=job_id, now=now)
