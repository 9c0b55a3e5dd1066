"""Career reports over the API: asking for one, following how far it is, taking it away as PDF or DOCX."""

from uuid import UUID

from fastapi import Response

from evenhand.domains.coaching.schemas.reports import ReportOut
from evenhand.domains.coaching.service import papers
from evenhand.domains.coaching.service import reports as service
from evenhand.domains.coaching.service.reports import wording
from evenhand.domains.coaching.service.reviews import EXPORT_RATE
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.downloads import attached

routes = Routes(kind="api", prefix="/resumes/{resume_id}/report", tag="coaching")


@routes.get("", permission=Permission.RESUMES_OWN, response_model=ReportOut)
async def get_report(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> ReportOut:
    """The newest career report on one's own resume, and whether another is being made."""
    return ReportOut.of(await service.shown(session, actor=actor, resume_id=resume_id, vault=vault, now=now))


@routes.post("", permission=Permission.RESUMES_OWN, rate=service.REPORT_RATE, status_code=202, response_model=ReportOut)
async def ask(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> ReportOut:
    """Have it made in the background. Poll the same address with GET."""
    await service.ask(session, actor=actor, resume_id=resume_id, now=now)
    return ReportOut.of(await service.shown(session, actor=actor, resume_id=resume_id, vault=vault, now=now))


@routes.post(
    "/wordings", permission=Permission.RESUMES_OWN, rate=wording.WORDING_RATE, status_code=202, response_model=ReportOut
)
async def ask_for_wordings(
    resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> ReportOut:
    """Have a language model word its sentences, in the caller's language, where one may be asked. Poll the report."""
    await wording.ask(session, actor=actor, resume_id=resume_id, now=now)
    return ReportOut.of(await service.shown(session, actor=actor, resume_id=resume_id, vault=vault, now=now))


@routes.get("/pdf", permission=Permission.RESUMES_OWN, rate=EXPORT_RATE, response_class=Response)
async def pdf(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The report as a PDF, in the caller's language."""
    return attached(await papers.report(session, actor=actor, resume_id=resume_id, kind="pdf", vault=vault, now=now))


@routes.get("/docx", permission=Permission.RESUMES_OWN, rate=EXPORT_RATE, response_class=Response)
async def docx(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The report as a DOCX, in the caller's language."""
    return attached(await papers.report(session, actor=actor, resume_id=resume_id, kind="docx", vault=vault, now=now))
