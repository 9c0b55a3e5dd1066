"""Saved jobs over the API. Nobody but the caller sees which they keep."""

from uuid import UUID

from fastapi import Response

from evenhand.domains.matching import service
from evenhand.domains.matching.schemas import SavedJobOut, SavedJobPage, SavedState
from evenhand.kit.cursor import DEFAULT_LIMIT, Cursor, Limit
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="api", tag="matching")


@routes.get("/saved-jobs", permission=Permission.RESUMES_OWN, response_model=SavedJobPage)
async def saved_jobs(
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
    cursor: Cursor = "",
    limit: Limit = DEFAULT_LIMIT,
) -> SavedJobPage:
    """The jobs the caller keeps, the latest first, also those that have closed since."""
    items, following = await service.saved_jobs(session, actor=actor, cursor=cursor, limit=limit, vault=vault, now=now)
    counts = await service.counts(session, actor=actor, now=now)
    return SavedJobPage(
        items=[SavedJobOut.model_validate(one) for one in items],
        next=following,
        total=counts.total,
        closed=counts.closed,
    )


@routes.get("/jobs/{job_id}/saved", permission=Permission.RESUMES_OWN, response_model=SavedState)
async def is_saved(job_id: UUID, actor: CurrentActor, session: Transaction) -> SavedState:
    """Whether the caller keeps this job."""
    known = await service.is_saved(session, actor=actor, job_id=job_id)
    return SavedState(job_id=job_id, saved=known is not None, saved_at=known.saved_at if known else None)


@routes.put(
    "/jobs/{job_id}/saved", permission=Permission.RESUMES_OWN, response_model=SavedState, responses={201: {}, 409: {}}
)
async def save(
    job_id: UUID, response: Response, actor: CurrentActor, session: Transaction, rates: Limits, now: Now
) -> SavedState:
    """Keep a job: 201 where it was not kept before. Saving twice is saving once."""
    await rates.hit(service.SAVE_RATE, str(actor.person))
    one, is_new = await service.save(session, actor=actor, job_id=job_id, now=now)
    response.status_code = 201 if is_new else 200
    return SavedState(job_id=job_id, saved=True, saved_at=one.saved_at)


@routes.delete("/jobs/{job_id}/saved", permission=Permission.RESUMES_OWN, status_code=204)
async def unsave(job_id: UUID, actor: CurrentActor, session: Transaction) -> None:
    """Let a job go."""
    await service.unsave(session, actor=actor, job_id=job_id)
