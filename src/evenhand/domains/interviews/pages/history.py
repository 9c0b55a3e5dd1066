"""Everything that happened to one application, as the last tab of the applicant."""

from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications.pages.applicant import show_tab
from evenhand.domains.interviews.service.timeline import timeline
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="page", prefix="/staff/applications/{application_id}/history")


@routes.get("", permission=Permission.APPLICATIONS_REVIEW)
async def history(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Steps, interview, ratings, notes, mails, and who looked at what."""
    entries = await timeline(session, actor=actor, application_id=application_id, vault=vault, now=now)
    return await show_tab(
        request, "interviews/history.html", "history", application_id, actor, session, vault, {"entries": entries}
    )
