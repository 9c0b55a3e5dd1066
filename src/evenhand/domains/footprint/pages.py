"""The page of one's own public work: accounts, what they show with its date, and what could be taken from it."""

from typing import Any

from fastapi import Request, Response

from evenhand.domains.footprint import service
from evenhand.domains.footprint.api import sources
from evenhand.domains.footprint.rules.accounts import LABELS, SOURCES, WRONG, host_of
from evenhand.domains.footprint.schemas import AccountIn
from evenhand.domains.footprint.service import Footprint, ShownLink
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import Form, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/footprint")
PAGE = "/footprint"


@routes.get("", permission=Permission.RESUMES_OWN)
async def show(request: Request, actor: CurrentActor, session: Transaction, vault: Keys) -> Response:
    """The page."""
    return await _shown(request, session, actor, vault)


async def _shown(
    request: Request, session: Session, actor: Actor, vault: Vault, form: Form[AccountIn] | None = None, at: str = ""
) -> Response:
    shown = await service.shown(session, actor=actor, on=sources(request), vault=vault)
    error = next(iter(form.errors.values()), None) if form else None
    context: dict[str, Any] = {
        "shown": shown,
        "rows": [_row(shown, one) for one in SOURCES],
        "waiting": any(one.state == "waiting" for one in shown.links),
        "typed": form.values["account"] if form else "",
        "error": error,
        "at": at,
        "errors": [{"id": f"f-{at}", "message": error}] if error else [],
    }
    return page(request, "footprint/footprint.html", context, status=422 if error else 200)


def _row(shown: Footprint, source: str) -> dict[str, Any]:
    link: ShownLink | None = shown.link(source)
    site = next(label for name, label in LABELS.items() if name == source)
    place = host_of(link.account.site) if link and link.account.site else "github.com"
    return {"source": source, "site": site, "link": link, "host": place, "on": source in shown.on}


@routes.get("/progress", permission=Permission.RESUMES_OWN)
async def progress(request: Request, actor: CurrentActor, session: Transaction) -> Response:
    """The piece of the page that waits; then the page is shown anew."""
    if not await service.is_waiting(session, actor=actor):
        return go_to(request, PAGE)
    return page(request, "footprint/_looking.html")


@routes.post("/{source}", permission=Permission.RESUMES_OWN, rate=service.LOOK_RATE)
async def link(
    request: Request, source: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Name an account."""
    form = await read_form(request, AccountIn)
    if form.value is None and source in WRONG:
        form.errors = {"account": next(words for name, words in WRONG.items() if name == source)}
    try:
        typed = form.value.account if form.value else ""
        on = sources(request)
        await service.link(session, actor=actor, source=source, typed=typed, on=on, vault=vault, now=now)
    except service.AccountUnreadable as refusal:
        form.refuse("account", refusal.text)
        return await _shown(request, session, actor, vault, form, source)
    return go_to(request, PAGE)


@routes.post("/{source}/look", permission=Permission.RESUMES_OWN, rate=service.LOOK_RATE)
async def look_again(request: Request, source: str, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Look again, also for the code that proves the account."""
    await service.look_again(session, actor=actor, source=source, on=sources(request), now=now)
    return go_to(request, PAGE)


@routes.post("/{source}/unlink", permission=Permission.RESUMES_OWN)
async def unlink(request: Request, source: str, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Take an account away, and all that was found there."""
    await service.unlink(session, actor=actor, source=source, now=now)
    return go_to(request, PAGE)


@routes.post("/dismissed/{skill_id}", permission=Permission.RESUMES_OWN)
async def dismiss(
    request: Request, skill_id: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Let a suggestion rest."""
    await service.dismiss(session, actor=actor, skill_id=skill_id, on=sources(request), vault=vault, now=now)
    return go_to(request, f"{PAGE}#suggested")


@routes.post("/dismissed/{skill_id}/restore", permission=Permission.RESUMES_OWN)
async def restore(request: Request, skill_id: str, actor: CurrentActor, session: Transaction) -> Response:
    """Bring a suggestion back."""
    await service.restore(session, actor=actor, skill_id=skill_id)
    return go_to(request, f"{PAGE}#suggested")
