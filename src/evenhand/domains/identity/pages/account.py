"""One's own account: language and mails, the password, where one is signed in."""

from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.identity import service
from evenhand.domains.identity.api.account import PASSWORD_RATE, PASSWORD_RATE_PER_PERSON
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.identity.pages.doors import own_doors
from evenhand.domains.identity.pages.paths import safe_path
from evenhand.domains.identity.schemas import ActingFor, PasswordChange
from evenhand.domains.identity.service import second_steps
from evenhand.kit import csrf
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Limits, Now, Speaking, Transaction
from evenhand.kit.permissions import Permission, Role
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")

DONE = {
    "password": say("Your password is changed. Every other sign-in was ended."),
    "ended": say("That sign-in is ended."),
    "connected": say("It is connected. You can sign in by it from now on."),
    "disconnected": say("It is not connected any more."),
    "others": say("You are signed out everywhere else."),
}


@routes.get("/account", permission=Permission.ACCOUNT_USE)
async def account(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    settings: CurrentSettings,
    now: Now,
    done: str = "",
) -> Response:
    """Who is signed in here and where else, and the way out."""
    contact = (await service.contacts(session, ids=[actor.person], vault=vault))[actor.person]
    reminders = await service.reminded(session, person_id=actor.person)
    toasts = [{"text": DONE[done], "kind": "good"}] if done in DONE else []
    context = {
        "contact": contact,
        "second_step": await second_steps.state(session, actor=actor),
        "address": await service.address_state(session, person_id=actor.person, vault=vault, now=now),
        "reminders": reminders,
        "founding": settings.founding and actor.role == Role.CANDIDATE,
        "leaving_at": await service.leaving_at(session, person_id=actor.person),
        "sign_ins": await service.sign_ins(session, actor=actor, now=now),
        "hats": await service.hats(session, actor=actor),
        "doors": await own_doors(request, session, actor=actor),
        "toasts": toasts,
    }
    return page(request, "identity/account.html", context)


@routes.post("/account/reminders", permission=Permission.ACCOUNT_USE)
async def switch_reminders(request: Request, actor: CurrentActor, session: Transaction) -> Response:
    """Reminders on or off."""
    wanted = (await request.form()).get("reminders") == "on"
    await service.switch_reminders(session, person_id=actor.person, on=wanted)
    return go_to(request, "/account")


@routes.post("/account/language", permission=Permission.ACCOUNT_USE)
async def change_language(request: Request, actor: CurrentActor, session: Transaction, languages: Speaking) -> Response:
    """The language of one's pages and mails from now on."""
    sent = await request.form()
    if tongue := languages.known(str(sent.get("language", ""))):
        await service.change_language(session, person_id=actor.person, language=tongue.tag)
    return go_to(request, safe_path(str(sent.get("next", ""))))


@routes.post("/account/acting", permission=Permission.ACCOUNT_USE)
async def act_for(request: Request, actor: CurrentActor, session: Transaction) -> Response:
    """Act for an organisation one belongs to, or for oneself, in this browser."""
    form = await read_form(request, ActingFor)
    if form.value is None:
        raise service.NotAMember
    await service.put_on(session, actor=actor, org_id=form.value.organisation)
    return go_to(request, "/")


@routes.get("/account/password", permission=Permission.ACCOUNT_USE)
async def password_form(request: Request) -> Response:
    """The form for a new password."""
    return page(request, "identity/password.html", {"form": blank(PasswordChange)})


@routes.post("/account/password", permission=Permission.ACCOUNT_USE, rate=PASSWORD_RATE)
async def change_password(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    settings: CurrentSettings,
    passwords: PasswordCheck,
    rates: Limits,
    now: Now,
) -> Response:
    """Change the password, and end every other sign-in."""
    form = await read_form(request, PasswordChange)
    if form.value:
        await rates.hit(PASSWORD_RATE_PER_PERSON, str(actor.person))
        try:
            await service.change_password(session, form.value, actor=actor, passwords=passwords, now=now)
        except service.WrongPassword as refusal:
            form.refuse("current_password", refusal.text)
        else:
            response = go_to(request, "/account?done=password")
            if token := await service.renew_web_session(session, actor=actor):
                name = csrf.session_cookie(settings)
                csrf.set_cookie(response, name, token, settings=settings, days=settings.session_days)
            return response
    return page(request, "identity/password.html", {"form": form}, status=422)


@routes.post("/account/sign-ins/end", permission=Permission.ACCOUNT_USE)
async def end_other_sign_ins(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Sign out everywhere else."""
    await service.end_other_sign_ins(session, actor=actor, now=now)
    return go_to(request, "/account?done=others")


@routes.post("/account/sign-ins/{sign_in_id}/end", permission=Permission.ACCOUNT_USE)
async def end_sign_in(
    request: Request, sign_in_id: UUID, actor: CurrentActor, session: Transaction, now: Now
) -> Response:
    """End one sign-in; a program or browser that uses it has to sign in again."""
    await service.end_sign_in(session, actor=actor, sign_in_id=sign_in_id, now=now)
    return go_to(request, "/account?done=ended")
