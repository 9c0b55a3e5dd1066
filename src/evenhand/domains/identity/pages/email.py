"""The e-mail address of one's own account: proving it, changing it."""

from datetime import datetime

from fastapi import Request, Response

from evenhand.domains.identity import service
from evenhand.domains.identity.api.account import PASSWORD_RATE, PASSWORD_RATE_PER_PERSON
from evenhand.domains.identity.api.email import CONFIRM_RATE, LINK_RATE, LINK_RATE_PER_PERSON
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.identity.schemas import EmailChange, EmailToken
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Signing, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, is_fragment, page

routes = Routes(kind="page")


@routes.get("/account/email", permission=Permission.ACCOUNT_USE)
async def email_form(
    request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now, sent: str = ""
) -> Response:
    """How it stands with the address, and the form for another one."""
    return await _page(request, actor, session, vault, now, blank(EmailChange), sent=bool(sent))


@routes.post("/account/email", permission=Permission.ACCOUNT_USE, rate=PASSWORD_RATE)
async def change_email(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    passwords: PasswordCheck,
    vault: Keys,
    signer: Signing,
    rates: Limits,
    now: Now,
) -> Response:
    """Have a link sent to the new address."""
    form = await read_form(request, EmailChange)
    if form.value:
        await rates.hit(PASSWORD_RATE_PER_PERSON, str(actor.person))
        await rates.hit(LINK_RATE_PER_PERSON, str(actor.person))
        try:
            await service.ask_for_other_email(
                session, form.value, actor=actor, passwords=passwords, vault=vault, signer=signer, now=now
            )
        except service.WrongPassword as refusal:
            form.refuse("current_password", refusal.text)
        except service.SameEmail as refusal:
            form.refuse("email", refusal.text)
        else:
            return go_to(request, "/account/email?sent=1")
    return await _page(request, actor, session, vault, now, form, status=422)


@routes.post("/account/email/link", permission=Permission.ACCOUNT_USE, rate=LINK_RATE)
async def send_link_again(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    signer: Signing,
    rates: Limits,
    now: Now,
) -> Response:
    """Have the mail sent again. A script that asks gets the notice alone, so that a page half filled in stays."""
    await rates.hit(LINK_RATE_PER_PERSON, str(actor.person))
    await service.send_link_again(session, actor=actor, vault=vault, signer=signer, now=now)
    if not is_fragment(request):
        return go_to(request, "/account/email?sent=1")
    state = await service.address_state(session, person_id=actor.person, vault=vault, now=now)
    return page(request, "identity/_email_notice_again.html", {"address": state})


@routes.get("/confirm-email", permission=Permission.ANYONE, rate=CONFIRM_RATE)
async def confirm_form(
    request: Request, session: Transaction, vault: Keys, now: Now, token: str = "", done: str = ""
) -> Response:
    """Where the link in the mail leads. Opening it uses nothing up: programs that read mails open links too."""
    if done:
        return page(request, "identity/confirmed.html")
    try:
        address = await service.check_email_link(session, token=token, vault=vault, now=now)
    except service.EmailLinkDead:
        return _dead(request)
    return page(request, "identity/confirm.html", {"token": token, "address": address}, form=True)


@routes.post("/confirm-email", permission=Permission.ANYONE, rate=CONFIRM_RATE)
async def confirm_email(request: Request, session: Transaction, vault: Keys, now: Now) -> Response:
    """Take the link for a proof."""
    form = await read_form(request, EmailToken)
    try:
        await service.confirm_email(session, token=form.value.token if form.value else "", vault=vault, now=now)
    except service.EmailLinkDead:
        return _dead(request)
    return go_to(request, "/confirm-email?done=1")


def _dead(request: Request) -> Response:
    return page(request, "identity/confirm_dead.html", status=404)


async def _page(
    request: Request,
    actor: Actor,
    session: Session,
    vault: Vault,
    now: datetime,
    form: Form[EmailChange],
    *,
    status: int = 200,
    sent: bool = False,
) -> Response:
    state = await service.address_state(session, person_id=actor.person, vault=vault, now=now)
    context = {"form": form, "address": state, "sent": sent}
    return page(request, "identity/email.html", context, status=status)
