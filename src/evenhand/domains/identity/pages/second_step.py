"""The second step at sign-in, on the pages: setting it up, switching it off, asking it of members."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import segno
from fastapi import Request, Response
from markupsafe import Markup

from evenhand.domains.identity import service
from evenhand.domains.identity.api.account import PASSWORD_RATE, PASSWORD_RATE_PER_PERSON
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.identity.schemas import SecondStepChange
from evenhand.domains.identity.service import second_step_setup, second_steps
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Signing, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.rates import Rates
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/account/second-step")

DONE = {"off": say("Your second step is off. The password alone lets you in."), "rule": say("That is changed.")}


@routes.get("", permission=Permission.ACCOUNT_USE)
async def show(
    request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now, done: str = ""
) -> Response:
    """How it stands: nothing yet, an app to confirm, or on."""
    return await _page(request, actor, session, vault, now, blank(SecondStepChange), done=done)


@routes.post("", permission=Permission.ACCOUNT_USE)
async def begin(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """Make a secret for an app."""
    await second_step_setup.begin(session, actor=actor, vault=vault, now=now)
    return go_to(request, "/account/second-step")


@routes.post("/confirm", permission=Permission.ACCOUNT_USE, rate=PASSWORD_RATE)
async def switch_on(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    passwords: PasswordCheck,
    signer: Signing,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> Response:
    """Switch it on; the answer is the only page that ever shows the recovery codes."""
    form = await _read(request, actor, rates)
    if form.value:
        with _refused_in(form):
            made = await second_step_setup.switch_on(
                session, form.value, actor=actor, passwords=passwords, signer=signer, vault=vault, now=now
            )
            return page(request, "identity/recovery_codes.html", {"codes": made, "first": True})
    return await _page(request, actor, session, vault, now, form, status=422)


@routes.post("/recovery-codes", permission=Permission.ACCOUNT_USE, rate=PASSWORD_RATE)
async def new_recovery_codes(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    passwords: PasswordCheck,
    signer: Signing,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> Response:
    """Other recovery codes, shown this once."""
    form = await _read(request, actor, rates)
    if form.value:
        with _refused_in(form):
            made = await second_step_setup.new_recovery_codes(
                session, form.value, actor=actor, passwords=passwords, signer=signer, vault=vault, now=now
            )
            return page(request, "identity/recovery_codes.html", {"codes": made, "first": False})
    return await _page(request, actor, session, vault, now, form, status=422)


@routes.post("/off", permission=Permission.ACCOUNT_USE, rate=PASSWORD_RATE)
async def switch_off(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    passwords: PasswordCheck,
    signer: Signing,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> Response:
    """Switch it off."""
    form = await _read(request, actor, rates)
    if form.value:
        with _refused_in(form):
            await second_step_setup.switch_off(
                session, form.value, actor=actor, passwords=passwords, signer=signer, vault=vault, now=now
            )
            return go_to(request, "/account/second-step?done=off")
    return await _page(request, actor, session, vault, now, form, status=422)


@routes.post("/rule", permission=Permission.MEMBERS_MANAGE)
async def require_of_members(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Ask a second step of every member, or no more."""
    required = (await request.form()).get("required") == "on"
    await second_step_setup.require_of_members(session, actor=actor, required=required, now=now)
    return go_to(request, "/account/second-step?done=rule")


async def _read(request: Request, actor: Actor, rates: Rates) -> Form[SecondStepChange]:
    """The form; one that can be tried counts against the person, however many browsers they are in."""
    form = await read_form(request, SecondStepChange)
    if form.value:
        await rates.hit(PASSWORD_RATE_PER_PERSON, str(actor.person))
    return form


@contextmanager
def _refused_in(form: Form[SecondStepChange]) -> Iterator[None]:
    """A refusal inside is shown beside the field it is about."""
    try:
        yield
    except (service.WrongPassword, service.SignInAgain) as refusal:
        form.refuse("current_password", refusal.text)
    except service.WrongCode as refusal:
        form.refuse("code", refusal.text)


async def _page(
    request: Request,
    actor: Actor,
    session: Session,
    vault: Vault,
    now: datetime,
    form: Form[SecondStepChange],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    state = await second_steps.state(session, actor=actor)
    context: dict[str, Any] = {
        "state": state,
        "form": form,
        "acting": request.url.path.rpartition("/")[2],
        "has_password": await service.has_password(session, actor=actor),
        "may_require": actor.may(Permission.MEMBERS_MANAGE),
        "toasts": [{"text": DONE[done], "kind": "good"}] if done in DONE else [],
    }
    if await second_steps.is_begun(session, person_id=actor.person):
        secret = await second_step_setup.begin(session, actor=actor, vault=vault, now=now)
        context |= {"secret": secret.secret, "squares": _squares(secret.uri)}
    form.values["code"] = ""
    return page(request, "identity/second_step.html", context, status=status)


def _squares(uri: str) -> Markup:
    """A picture for the app's camera: plain shapes, no styles; dark on light whatever the page's colours are."""
    picture = segno.make(uri, error="m", micro=False)
    return Markup(picture.svg_inline(scale=4, light="#fff", svgclass=None, lineclass=None))  # noqa: S704 - made of shapes
