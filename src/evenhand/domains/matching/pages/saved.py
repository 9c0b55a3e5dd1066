"""Saved jobs: the button at a job and in lists, and the page that holds them."""

from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.jobs import service as jobs
from evenhand.domains.matching import service
from evenhand.kit.cursor import DEFAULT_LIMIT, MAX_LIMIT
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.pages import go_to, is_fragment, page

routes = Routes(kind="page")

SAID = {
    "saved": say("The job is saved. Nobody else sees that."),
    "removed": say("The job is not among your saved ones any more."),
}


@routes.get("/saved-jobs", permission=Permission.RESUMES_OWN)
async def list_saved(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The jobs the person keeps, the latest first."""
    items, following = await service.saved_jobs(
        session,
        actor=actor,
        cursor=request.query_params.get("cursor", ""),
        limit=DEFAULT_LIMIT,
        vault=vault,
        now=now,
    )
    said = [{"text": words, "kind": "good"} for name, words in SAID.items() if name == request.query_params.get("done")]
    context = {
        "items": items,
        "counts": await service.counts(session, actor=actor, now=now),
        "next_href": f"/saved-jobs?cursor={following}" if following else None,
        "toasts": said,
    }
    return page(request, "matching/saved.html", context)


@routes.get("/saved-jobs/marks", permission=Permission.RESUMES_OWN)
async def marks(request: Request, actor: CurrentActor, session: Transaction) -> Response:
    """The buttons of those jobs in a list that the person keeps, to be put in place of "Save"."""
    asked = [one for text in request.query_params.getlist("job")[:MAX_LIMIT] if (one := _id(text))]
    kept = await service.saved_among(session, actor=actor, job_ids=asked)
    return page(request, "matching/_marks.html", {"jobs": [one for one in asked if one in kept]})


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@routes.get("/jobs/{job_id}/saved", permission=Permission.RESUMES_OWN)
async def show_state(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """The button beside an advert, as it stands for this person."""
    kept = await service.is_saved(session, actor=actor, job_id=job_id)
    if not is_fragment(request):
        return go_to(request, f"/jobs/{job_id}")
    return page(request, "matching/_save.html", {"job_id": job_id, "saved": kept is not None})


@routes.post("/jobs/{job_id}/save", permission=Permission.RESUMES_OWN)
async def save(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, rates: Limits, now: Now
) -> Response:
    """Keep a job."""
    await rates.hit(service.SAVE_RATE, str(actor.person))
    await service.save(session, actor=actor, job_id=job_id, now=now)
    if is_fragment(request):
        return page(request, "matching/_save.html", {"job_id": job_id, "saved": True})
    return go_to(request, "/saved-jobs?done=saved")


@routes.post("/jobs/{job_id}/unsave", permission=Permission.RESUMES_OWN)
async def unsave(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Let a job go."""
    await jobs.public_job(session, job_id=job_id, now=now)
    await service.unsave(session, actor=actor, job_id=job_id)
    if is_fragment(request):
        return page(request, "matching/_save.html", {"job_id": job_id, "saved": False})
    return go_to(request, "/saved-jobs?done=removed")
