"""A forgotten password, on the pages."""

from fastapi import Request, Response

from evenhand.domains.identity import service
from evenhand.domains.identity.api.account import FORGOT_RATE, FORGOT_RATE_PER_ADDRESS, RESET_RATE
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.identity.schemas import ForgottenPassword, NewPasswordByLink
from evenhand.kit.needs import Limits, Now, Signing, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")


@routes.get("/forgot-password", permission=Permission.ANYONE)
async def forgot_form(request: Request, sent: str = "") -> Response:
    """The form for an address; afterwards what to expect, the same for every address."""
    if sent:
        return page(request, "identity/forgot_sent.html")
    return page(request, "identity/forgot.html", {"form": blank(ForgottenPassword)}, form=True)


@routes.post("/forgot-password", permission=Permission.ANYONE, rate=FORGOT_RATE)
async def forgot(request: Request, session: Transaction, signer: Signing, rates: Limits) -> Response:
    """Have a link sent, if the address has an account."""
    form = await read_form(request, ForgottenPassword)
    if form.value is None:
        return page(request, "identity/forgot.html", {"form": form}, status=422, form=True)
    await rates.hit(FORGOT_RATE_PER_ADDRESS, signer.email_index(form.value.email).hex())
    await service.ask_for_reset(session, form.value, signer=signer)
    return go_to(request, "/forgot-password?sent=1")


@routes.get("/reset-password", permission=Permission.ANYONE, rate=RESET_RATE)
async def reset_form(request: Request, session: Transaction, now: Now, token: str = "") -> Response:
    """Where the link in the mail leads. Opening it uses nothing up: programs that read mails open links too."""
    try:
        await service.check_link(session, token=token, now=now)
    except service.LinkDead:
        return _dead(request)
    return page(request, "identity/reset.html", {"form": blank(NewPasswordByLink, {"token": token})}, form=True)


@routes.post("/reset-password", permission=Permission.ANYONE, rate=RESET_RATE)
async def reset(request: Request, session: Transaction, passwords: PasswordCheck, now: Now) -> Response:
    """Set the new password."""
    form = await read_form(request, NewPasswordByLink)
    if "token" in form.errors:
        return _dead(request)
    if form.value is None:
        return page(request, "identity/reset.html", {"form": form}, status=422, form=True)
    try:
        await service.reset_password(session, form.value, passwords=passwords, now=now)
    except service.LinkDead:
        return _dead(request)
    return go_to(request, "/sign-in?changed=1")


def _dead(request: Request) -> Response:
    return page(request, "identity/reset_dead.html", status=404)
