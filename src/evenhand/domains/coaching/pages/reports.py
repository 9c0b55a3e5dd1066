"""The career report on a page: each figure opens to the jobs and the words it rests on."""

from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.coaching.rules import report_words as words
from evenhand.domains.coaching.rules.report_telling import PLACE, statements, telling
from evenhand.domains.coaching.schemas.refining import RefinedOut
from evenhand.domains.coaching.service import papers
from evenhand.domains.coaching.service import reports as service
from evenhand.domains.coaching.service.reports import wording
from evenhand.domains.coaching.service.reviews import EXPORT_RATE
from evenhand.domains.llm import service as llm
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.downloads import attached
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/resumes/{resume_id}/report")


@routes.get("", permission=Permission.RESUMES_OWN)
async def show_report(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The report, or how far it is."""
    shown = await service.shown(session, actor=actor, resume_id=resume_id, vault=vault, now=now)
    made, by = shown.outlook, shown.wording.by
    context = {
        "shown": shown,
        "made": made,
        "words": words,
        "told": {place.removeprefix(PLACE): one for place, one in telling(made, by).items()} if made else {},
        "by": RefinedOut.of(by),
        "may_word": made is not None
        and bool(statements(made))
        and await llm.standing(session, request.app.state.asking, person_id=actor.person) is None,
    }
    return page(request, "coaching/report.html", context)


@routes.get("/progress", permission=Permission.RESUMES_OWN)
async def progress(request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """The piece of the page that waits; once the report is made the page is shown anew."""
    if await service.state(session, actor=actor, resume_id=resume_id, now=now) != "generating":
        return go_to(request, f"/resumes/{resume_id}/report")
    return page(request, "coaching/_reporting.html", {"resume_id": resume_id})


@routes.post("", permission=Permission.RESUMES_OWN, rate=service.REPORT_RATE)
async def ask(request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Have it made."""
    await service.ask(session, actor=actor, resume_id=resume_id, now=now)
    return go_to(request, f"/resumes/{resume_id}/report")


@routes.get("/wordings", permission=Permission.RESUMES_OWN)
async def wordings(request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """The piece of the page that waits for a language model; once it has ended the page is shown anew."""
    if await wording.state(session, actor=actor, resume_id=resume_id, now=now) != "generating":
        return go_to(request, f"/resumes/{resume_id}/report")
    return page(request, "coaching/_wording.html", {"resume_id": resume_id})


@routes.post("/wordings", permission=Permission.RESUMES_OWN, rate=wording.WORDING_RATE)
async def ask_for_wordings(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, now: Now
) -> Response:
    """Have a language model word it."""
    await wording.ask(session, actor=actor, resume_id=resume_id, now=now)
    return go_to(request, f"/resumes/{resume_id}/report")


@routes.get("/pdf", permission=Permission.RESUMES_OWN, rate=EXPORT_RATE)
async def pdf(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The report as a PDF."""
    return attached(await papers.report(session, actor=actor, resume_id=resume_id, kind="pdf", vault=vault, now=now))


@routes.get("/docx", permission=Permission.RESUMES_OWN, rate=EXPORT_RATE)
async def docx(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The report as a DOCX."""
    return attached(await papers.report(session, actor=actor, resume_id=resume_id, kind="docx", vault=vault, now=now))
