"""The career report on a page: each figure opens to the jobs and the words it rests on."""

from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.coaching.rules import report_words as words
from evenhand.domains.coaching.service import papers
from evenhand.domains.coaching.service import reports as service
from evenhand.domains.coaching.service.reviews import EXPORT_RATE
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
    return page(request, "coaching/report.html", {"shown": shown, "made": shown.outlook, "words": words})


@routes.get("/progress", permission=Permission.RESUMES_OWN)
async def progress(request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """The piece of the page that waits; once the report is made the page is shown anew."""
    if await service.state(session, actor=actor, resume_id=resume_id) != "waiting":
        return go_to(request, f"/resumes/{resume_id}/report")
    return page(request, "coaching/_reporting.html", {"resume_id": resume_id})


@routes.post("", permission=Permission.RESUMES_OWN, rate=service.REPORT_RATE)
async def ask(request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Have it made."""
    await service.ask(session, actor=actor, resume_id=resume_id, now=now)
    return go_to(request, f"/resumes/{resume_id}/report")


@routes.get("/pdf", permission=Permission.RESUMES_OWN, rate=EXPORT_RATE)
async def pdf(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The report as a PDF."""
    return attached(await papers.report(session, actor=actor, resume_id=resume_id, kind="pdf", vault=vault, now=now))


@routes.get("/docx", permission=Permission.RESUMES_OWN, rate=EXPORT_RATE)
async def docx(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The report as a DOCX."""
    return attached(await papers.report(session, actor=actor, resume_id=resume_id, kind="docx", vault=vault, now=now))
