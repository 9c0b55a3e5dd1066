"""Moving an applicant on, back, or out: one choice of a menu, or a rejection with its reason."""

from typing import get_args
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications import rules, service
from evenhand.domains.applications.pages.applicant import show_tab
from evenhand.domains.applications.pages.pipeline import board_page
from evenhand.domains.applications.schemas import Back, MoveForm, RejectForm
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Invalid
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to

routes = Routes(kind="page", prefix="/staff/applications/{application_id}")


@routes.post("/move", permission=Permission.APPLICATIONS_MOVE)
async def move(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Make one of the moves of the menu. A rejection asks for its reason first."""
    form = await read_form(request, MoveForm)
    if form.value is None:
        raise Invalid(say("This form is not complete. Load the page again and repeat."))
    if form.value.to in rules.ADVERSE:
        return go_to(request, f"/staff/applications/{application_id}/reject?back={form.value.back}")
    try:
        moved = await service.move(
            session,
            actor=actor,
            application_id=application_id,
            to=form.value.to,
            version=form.value.version,
            vault=vault,
            now=now,
        )
    except service.StaleMove as refusal:
        if form.value.back != "board":
            raise
        row = await service.received_application(session, org_id=actor.organisation, application_id=application_id)
        return await board_page(
            request, row.job_id, actor, session, vault, now, failed={application_id: refusal.text}, status=409
        )
    return go_to(request, _way_back(form.value.back, application_id=application_id, job_id=moved.job_id))


def _way_back(back: str, *, application_id: UUID, job_id: UUID) -> str:
    if back == "board":
        return f"/staff/jobs/{job_id}/pipeline?moved={application_id}"
    if back == "table":
        return f"/staff/jobs/{job_id}/applicants"
    return f"/staff/applications/{application_id}{'' if back == 'resume' else '/' + back}"


@routes.get("/reject", permission=Permission.APPLICATIONS_MOVE)
async def reject_form(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """The form of the dialog on a page of its own."""
    row = await service.received_application(session, org_id=actor.organisation, application_id=application_id)
    given = request.query_params.get("back", "")
    back = given if given in get_args(Back) else "resume"
    form = blank(RejectForm, {"version": row.version, "back": back})
    return await _reject_page(request, application_id, actor, session, vault, form)


@routes.post("/reject", permission=Permission.APPLICATIONS_MOVE)
async def reject(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Reject by name and with a reason."""
    form = await read_form(request, RejectForm)
    if form.value:
        try:
            moved = await service.move(
                session,
                actor=actor,
                application_id=application_id,
                to="rejected",
                version=form.value.version,
                reason=form.value.reason,
                vault=vault,
                now=now,
            )
        except service.ReasonNeeded as refusal:
            form.refuse("reason", refusal.text)
        else:
            return go_to(request, _way_back(form.value.back, application_id=application_id, job_id=moved.job_id))
    return await _reject_page(request, application_id, actor, session, vault, form, status=422)


async def _reject_page(
    request: Request,
    application_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    form: Form[RejectForm],
    *,
    status: int = 200,
) -> Response:
    context = {"form": form}
    return await show_tab(
        request, "applications/reject.html", "", application_id, actor, session, vault, context, status=status
    )
