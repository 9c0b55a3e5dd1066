"""For how long an organisation keeps applications: to read, to change, and what would go tonight."""

from datetime import datetime

from fastapi import Request, Response

from evenhand.domains.privacy import service
from evenhand.domains.privacy.schemas import RetentionIn
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/staff/retention")

SAVED = say("Saved. It counts from the next sweep on.")


@routes.get("", permission=Permission.PRIVACY_MANAGE)
async def look(request: Request, actor: CurrentActor, session: Transaction, now: Now, saved: bool = False) -> Response:
    """The policy, and how many people's data would go by it."""
    return await _page(request, actor, session, now, saved=saved)


async def _page(
    request: Request,
    actor: Actor,
    session: Session,
    now: datetime,
    *,
    form: Form[RetentionIn] | None = None,
    saved: bool = False,
) -> Response:
    choices = await service.choices(session, actor=actor, now=now)
    context = {
        "choices": choices,
        "form": form or blank(RetentionIn, {one.rule.category: one.months for one in choices}),
        "toasts": [{"text": SAVED, "kind": "good"}] if saved else [],
    }
    return page(request, "privacy/retention.html", context, status=422 if form else 200)


@routes.post("", permission=Permission.PRIVACY_MANAGE)
async def choose(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Change it."""
    form = await read_form(request, RetentionIn)
    if form.value:
        try:
            await service.choose(session, actor=actor, months=form.value.chosen, now=now)
        except service.OutOfLimits as refusal:
            form.refuse(str(refusal.details["errors"][0]["field"]), refusal.text)
        else:
            return go_to(request, "/staff/retention?saved=true")
    return await _page(request, actor, session, now, form=form)
