"""Where the link of an invitation leads."""

from typing import Any

from fastapi import Request, Response

from evenhand.domains.identity import service
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.identity.api.people import LINK_RATE
from evenhand.domains.identity.pages.signing import signed_in
from evenhand.domains.identity.schemas import InvitationSignUp, InvitationToken
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Now, Signing, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import reader
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/invitation")


@routes.get("", permission=Permission.ANYONE, rate=LINK_RATE)
async def show_invitation(
    request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now, token: str = ""
) -> Response:
    """What it says, and the way to accept it. Opening it uses nothing up: programs that read mails open links too."""
    try:
        shown = await service.look_at_invitation(session, token=token, actor=actor, vault=vault, now=now)
    except service.InvitationDead:
        return _dead(request)
    return _shown(request, shown, blank(InvitationSignUp, {"token": token}))


@routes.post("", permission=Permission.ACCOUNT_USE, rate=LINK_RATE)
async def accept(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Join, as the account whose address was invited."""
    form = await read_form(request, InvitationToken)
    token = form.value.token if form.value else ""
    try:
        await service.accept_invitation(session, token=token, actor=actor, now=now)
    except service.InvitationDead:
        return _dead(request)
    return go_to(request, "/")


@routes.post("/sign-up", permission=Permission.ANYONE, rate=LINK_RATE)
async def sign_up(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    signer: Signing,
    settings: CurrentSettings,
    passwords: PasswordCheck,
    now: Now,
) -> Response:
    """Make the account of the invited address, join, and sign in."""
    form = await read_form(request, InvitationSignUp)
    try:
        if form.value:
            joined = await service.accept_by_sign_up(
                session, form.value, vault=vault, signer=signer, passwords=passwords, now=now, locale=reader().tag
            )
            return await signed_in(request, "/", session, joined, settings=settings, now=now)
        token = str(form.values.get("token", ""))
        shown = await service.look_at_invitation(session, token=token, actor=actor, vault=vault, now=now)
    except service.InvitationDead:
        return _dead(request)
    return _shown(request, shown, form, status=422)


def _shown(request: Request, shown: service.Shown, form: Form[Any], *, status: int = 200) -> Response:
    context = {"invitation": shown, "form": form, "back": request.url.path}
    return page(request, "identity/invitation.html", context, status=status, form=True)


def _dead(request: Request) -> Response:
    return page(request, "identity/invitation_dead.html", status=404)
