"""A resume and a letter for a job: made, shown with what was changed and why, written over, taken away."""

from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.coaching.rules.refining import Refined
from evenhand.domains.coaching.rules.tailoring import Part
from evenhand.domains.coaching.schemas.refining import RefinedOut
from evenhand.domains.coaching.service import tailoring as service
from evenhand.domains.coaching.service.tailored_files import file_of
from evenhand.engines.tailoring import Unsupported
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.downloads import attached
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/jobs/{job_id}/tailor")


@routes.get("", permission=Permission.RESUMES_OWN)
async def show(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """What there is for this job, or how far it is."""
    shown = await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now)
    said = [{"text": say("Saved just now."), "kind": "good"}] if request.query_params.get("done") == "saved" else []
    by = RefinedOut.of(Refined.of(shown.made.model if shown.made else {}))
    return page(request, "coaching/tailoring.html", {"job": shown.job, "shown": shown, "by": by, "toasts": said})


@routes.post("", permission=Permission.RESUMES_OWN)
async def ask(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, rates: Limits, now: Now
) -> Response:
    """Have it made, or made anew."""
    await rates.hit(service.TAILOR_RATE, str(actor.person))
    await service.ask(session, actor=actor, job_id=job_id, now=now)
    return go_to(request, f"/jobs/{job_id}/tailor")


@routes.get("/progress", permission=Permission.RESUMES_OWN)
async def progress(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """How far it is; once it has ended, the whole page is shown anew."""
    shown = await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now)
    if not shown.state:
        raise service.TailoringNotFound
    if shown.may_ask:
        return go_to(request, f"/jobs/{job_id}/tailor")
    return page(request, "coaching/_tailoring_progress.html", {"job": shown.job})


@routes.get("/files/{name}", permission=Permission.RESUMES_OWN, rate=service.FILE_RATE)
async def file(
    request: Request, job_id: UUID, name: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """One of the files; downloaded, never shown inside our pages."""
    shown = await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now)
    return attached(await file_of(shown, name, template=request.query_params.get("template", "classic")))


@routes.get("/edit/{part}", permission=Permission.RESUMES_OWN)
async def show_edit(
    request: Request, job_id: UUID, part: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """A part, to be written over."""
    shown = await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now)
    found = _part(shown, part)
    return _edit_page(request, shown, found, text=found.text, missing=())


@routes.post("/edit/{part}", permission=Permission.RESUMES_OWN)
async def edit(
    request: Request, job_id: UUID, part: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Keep a part in one's own words; words that stand nowhere in the resume are asked about once."""
    form = await request.form()
    text = str(form.get("text") or "")[: service.MOST_CHARS]
    missing = await service.edit(
        session, actor=actor, job_id=job_id, key=part, text=text, keep=form.get("keep") == "1", vault=vault
    )
    if missing:
        shown = await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now)
        return _edit_page(request, shown, _part(shown, part), text=text, missing=missing, status=422)
    return go_to(request, f"/jobs/{job_id}/tailor?done=saved")


def _part(shown: service.Shown, key: str) -> Part:
    found = next((one for one in shown.parts if one.key == key), None)
    if found is None:
        raise service.TailoringNotFound
    return found


def _edit_page(
    request: Request,
    shown: service.Shown,
    part: Part,
    *,
    text: str,
    missing: tuple[Unsupported, ...],
    status: int = 200,
) -> Response:
    context = {"job": shown.job, "part": part, "text": text, "missing": missing, "most": service.MOST_CHARS}
    return page(request, "coaching/edit_tailoring.html", context, status=status)
