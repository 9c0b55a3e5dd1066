"""A candidate's own pages: what was sent, taking an application back. Home and applying are in the domains above."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications import rules, service
from evenhand.domains.applications.schemas import WithdrawIn
from evenhand.domains.applications.service import ApplicationErased, Received
from evenhand.domains.applications.service.timelines import coming, happened
from evenhand.domains.resumes.pages import MEDIA_TYPES
from evenhand.domains.resumes.rules import years_and_months
from evenhand.engines.typesetting import MadeFile
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.downloads import attached
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.needs import FileStore
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")


def said(request: Request) -> list[dict[str, str]]:
    """Confirms what led to the page of an application."""
    sentences = {"sent": say("Your application was sent."), "withdrawn": say("You have withdrawn this application.")}
    return [{"text": words, "kind": "good"} for name, words in sentences.items() if name in request.query_params]


async def own_context(
    session: Session, *, actor: Actor, application_id: UUID, vault: Vault, now: datetime
) -> dict[str, Any]:
    """What `applications/own.html` shows. The page itself is in the interviews domain, which adds to what happened and
    to what comes next, and `links_above`: the way to the interview and to its scorecard."""
    row = await service.own_application(session, person_id=actor.person, application_id=application_id)
    standing = (await service.standings(session, [row], person_id=actor.person, vault=vault, now=now))[0]
    received: Received | None = None
    try:
        received = await service.open_received(row, vault=vault)
    except ApplicationErased:
        received = None
    return {
        "standing": standing,
        "happened": happened(await service.history(session, row, vault=vault)),
        "coming": coming(row.stage),
        "received": received,
        "skill_count": len(row.skill_ids),
        "experience": years_and_months(row.experience_months) if row.experience_months else "",
        "may_withdraw": rules.may_withdraw(row.stage),
    }


@routes.get("/applications/{application_id}/sent-resume", permission=Permission.APPLICATIONS_OWN)
async def sent_resume(
    application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, files: FileStore
) -> Response:
    """The very file that the company received."""
    row = await service.own_application(session, person_id=actor.person, application_id=application_id)
    name, kind, content = await service.received_file(row, vault=vault, files=files)
    return attached(MadeFile(name, MEDIA_TYPES[kind], content))


@routes.get("/applications/{application_id}/withdraw", permission=Permission.APPLICATIONS_OWN)
async def withdraw_form(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Ask before the application is taken back."""
    return await _withdraw_page(request, application_id, actor, session, vault, now, blank(WithdrawIn))


@routes.post("/applications/{application_id}/withdraw", permission=Permission.APPLICATIONS_OWN)
async def withdraw(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Take the application back."""
    form = await read_form(request, WithdrawIn)
    if form.value is None:
        return await _withdraw_page(request, application_id, actor, session, vault, now, form, status=422)
    await service.withdraw(
        session, actor=actor, application_id=application_id, reason=form.value.reason, vault=vault, now=now
    )
    return go_to(request, f"/applications/{application_id}?withdrawn=1")


async def _withdraw_page(
    request: Request,
    application_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    now: datetime,
    form: Form[WithdrawIn],
    *,
    status: int = 200,
) -> Response:
    row = await service.own_application(session, person_id=actor.person, application_id=application_id)
    if not rules.may_withdraw(row.stage):
        return go_to(request, f"/applications/{application_id}")
    standing = (await service.standings(session, [row], person_id=actor.person, vault=vault, now=now))[0]
    context = {"standing": standing, "form": form, "reason_chars": rules.REASON_CHARS}
    return page(request, "applications/withdraw.html", context, status=status)
