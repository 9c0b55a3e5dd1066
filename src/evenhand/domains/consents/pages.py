"""The page on which one agrees and takes back, and every version of each notice."""

from fastapi import Request, Response
from pydantic import BaseModel, Field

from evenhand.domains.consents import service
from evenhand.domains.consents.rules import NOTICES, TOPICS
from evenhand.domains.identity.pages.paths import safe_path
from evenhand.kit.errors import AppError
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import Sentence
from evenhand.web.forms import read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")


class Decision(BaseModel):
    """The version of the notice that was on the page, and where to go afterwards."""

    notice: int = Field(ge=1, le=1_000_000)
    next: str = Field(default=service.PAGE, max_length=200)


@routes.get("/account/consents", permission=Permission.ACCOUNT_USE)
async def consents(request: Request, actor: CurrentActor, session: Transaction) -> Response:
    """Every purpose with its notice, and one button each."""
    return await _shown(request, actor, session)


async def _shown(
    request: Request, actor: CurrentActor, session: Transaction, refusal: Sentence | None = None, status: int = 200
) -> Response:
    found = await service.standings(session, person_id=actor.person)
    context = {
        "standings": [one for one in found if one.used],
        "unused": [one.topic for one in found if not one.used],
        "acts": await service.history(session, person_id=actor.person),
        "refusal": refusal,
    }
    return page(request, "consents/consents.html", context, status=status)


@routes.post("/account/consents/{purpose}/give", permission=Permission.ACCOUNT_USE)
async def give(request: Request, purpose: str, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Agree to one purpose, and go on with what asked for it."""
    form = await read_form(request, Decision)
    try:
        version = form.value.notice if form.value else 0
        await service.give(session, actor=actor, name=purpose, version=version, now=now)
    except (service.NoticeChanged, service.NotUsedHere) as refusal:
        return await _refused(request, actor, session, refusal)
    return go_to(request, safe_path(form.value.next) if form.value else service.PAGE)


@routes.post("/account/consents/{purpose}/withdraw", permission=Permission.ACCOUNT_USE)
async def withdraw(request: Request, purpose: str, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Take one back. Nothing is asked."""
    try:
        await service.withdraw(session, actor=actor, name=purpose, now=now)
    except service.NotUsedHere as refusal:
        return await _refused(request, actor, session, refusal)
    return go_to(request, service.PAGE)


async def _refused(request: Request, actor: CurrentActor, session: Transaction, refusal: AppError) -> Response:
    return await _shown(request, actor, session, refusal.text, refusal.status)


@routes.get("/privacy/notices/{purpose}", permission=Permission.ANYONE)
async def notice(request: Request, purpose: str) -> Response:
    """A notice as it stands."""
    return _notice(request, purpose, None)


@routes.get("/privacy/notices/{purpose}/{version}", permission=Permission.ANYONE)
async def earlier_notice(request: Request, purpose: str, version: int) -> Response:
    """One version of a notice."""
    return _notice(request, purpose, version)


def _notice(request: Request, name: str, version: int | None) -> Response:
    purpose, found = service.notice(name, version)
    context = {
        "notice": found,
        "topic": TOPICS[purpose],
        "versions": [(one.version, one.since) for one in reversed(NOTICES[purpose])],
        "address": f"/privacy/notices/{purpose}",
    }
    return page(request, "consents/notice.html", context)
