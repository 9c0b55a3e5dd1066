"""What an administrator does with the organisation's copy of an applicant's data."""

from datetime import datetime
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications.pages.applicant import show_tab
from evenhand.domains.privacy import service
from evenhand.domains.privacy.rules import erasing as rules
from evenhand.domains.privacy.schemas import CopyErasureIn, HoldIn
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to

routes = Routes(kind="page", prefix="/staff/applications/{application_id}/custody")


@routes.get("", permission=Permission.PRIVACY_MANAGE)
async def look(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Whether the copy is held, when it goes, and the ways to change that."""
    return await _page(request, application_id, actor, session, vault, now)


async def _page(
    request: Request,
    application_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    now: datetime,
    *,
    hold: Form[HoldIn] | None = None,
    erase: Form[CopyErasureIn] | None = None,
    status: int = 200,
) -> Response:
    found = await service.custody(session, actor=actor, application_id=application_id)
    now_held = {"reason": found.hold.reason, "ends_on": found.hold.ends_on or ""} if found.hold else None
    context = {
        "custody": found,
        "hold_form": hold or blank(HoldIn, now_held),
        "erase_form": erase or blank(CopyErasureIn),
        "hold_reasons": rules.HOLD_REASONS,
        "held_for": rules.HELD_FOR,
        "erase_reasons": rules.ERASE_REASONS,
    }
    return await show_tab(
        request,
        "privacy/custody.html",
        "custody",
        application_id,
        actor,
        session,
        vault,
        context,
        status=status,
        read=now,
    )


@routes.post("/hold", permission=Permission.PRIVACY_MANAGE)
async def set_hold(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Set a hold, or give it another reason or end."""
    form = await read_form(request, HoldIn)
    if form.value:
        try:
            await service.set_hold(
                session,
                actor=actor,
                application_id=application_id,
                reason=form.value.reason,
                ends_on=form.value.ends_on,
                now=now,
            )
        except service.HoldOver as refusal:
            form.refuse("ends_on", refusal.text)
        else:
            return go_to(request, _address(application_id))
    return await _page(request, application_id, actor, session, vault, now, hold=form, status=422)


def _address(application_id: UUID) -> str:
    return f"/staff/applications/{application_id}/custody"


@routes.post("/hold/lift", permission=Permission.PRIVACY_MANAGE)
async def lift_hold(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, now: Now
) -> Response:
    """Lift it."""
    await service.lift_hold(session, actor=actor, application_id=application_id, now=now)
    return go_to(request, _address(application_id))


@routes.post("/erase", permission=Permission.PRIVACY_MANAGE)
async def erase(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Erase the copy, and lead away from what will not be there."""
    form = await read_form(request, CopyErasureIn)
    status = 422
    if form.value:
        reason = form.value.reason
        try:
            await service.erase_copy(session, actor=actor, application_id=application_id, reason=reason, now=now)
        except service.Held as refusal:
            form.refuse("form", refusal.text)
            status = refusal.status
        else:
            return go_to(request, "/staff/pipeline")
    return await _page(request, application_id, actor, session, vault, now, erase=form, status=status)
