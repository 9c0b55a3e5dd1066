"""Reviews over the API: asking for one, following how far it is, taking it away as PDF or DOCX."""

from uuid import UUID

from fastapi import Response

from evenhand.domains.coaching.schemas.reviews import ReviewOut
from evenhand.domains.coaching.service import papers
from evenhand.domains.coaching.service import reviews as service
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.downloads import attached

routes = Routes(kind="api", prefix="/resumes/{resume_id}/review", tag="coaching")


@routes.get("", permission=Permission.RESUMES_OWN, response_model=ReviewOut)
async def get_review(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> ReviewOut:
    """The newest review of one's own resume, and whether another is being made."""
    return ReviewOut.of(await service.shown(session, actor=actor, resume_id=resume_id, vault=vault, now=now))


@routes.post("", permission=Permission.RESUMES_OWN, rate=service.REVIEW_RATE, status_code=202, response_model=ReviewOut)
async def ask(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> ReviewOut:
    """Have the resume reviewed in the background. Poll the same address with GET."""
    await service.ask(session, actor=actor, resume_id=resume_id, now=now)
    return ReviewOut.of(await service.shown(session, actor=actor, resume_id=resume_id, vault=vault, now=now))


@routes.get("/pdf", permission=Permission.RESUMES_OWN, rate=service.EXPORT_RATE, response_class=Response)
async def pdf(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The review as a PDF, in the caller's language."""
    return attached(await papers.review(session, actor=actor, resume_id=resume_id, kind="pdf", vault=vault, now=now))


@routes.get("/docx", permission=Permission.RESUMES_OWN, rate=service.EXPORT_RATE, response_class=Response)
async def docx(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The review as a DOCX, in the caller's language."""
    return attached(await papers.review(session, actor=actor, resume_id=resume_id, kind="docx", vault=vault, now=now))
