"""Signing up, in and out on the pages; and how a page knows its caller: the session cookie."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act
from evenhand.domains.identity import queries, service
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.identity.api.signing import (
    CODE_RATE_PER_PERSON,
    SIGN_IN_RATE,
    SIGN_IN_RATE_PER_ADDRESS,
    SIGN_UP_RATE,
)
from evenhand.domains.identity.pages.doors import doors
from evenhand.domains.identity.pages.paths import safe_path
from evenhand.domains.identity.schemas import Me, SignIn, SignInCode, SignUp
from evenhand.kit import csrf
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Session
from evenhand.kit.errors import NotFound
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Limits, Now, Signing, Speaking, Transaction
from evenhand.kit.permissions import NOBODY, Actor, Permission
from evenhand.kit.routes import SAFE_METHODS, Routes
from evenhand.kit.settings import Settings
from evenhand.kit.words import reader
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page
from evenhand.web.reading import COOKIE_DAYS, LANGUAGE_COOKIE

routes = Routes(kind="page")


@dataclass(frozen=True)
class Header:
    """The caller as the layouts show them."""

    name: str
    initials: str
    role: str
    organisation: str | None

    @classmethod
    def of(cls, me: Me) -> "Header":
        """From the caller's introduction."""
        return cls(me.name, me.initials, me.role_label, me.organisation.name if me.organisation else None)


async def caller_by_cookie(request: Request, session: Session) -> Actor:
    """Who this browser is signed in as. Unsafe methods need the proof of the same cookie. Raises StaleForm."""
    if request.method not in SAFE_METHODS:
        await csrf.check(request)  # first, because it reads the form: no connection waits for a slow sender
    settings: Settings = request.app.state.settings
    token = request.cookies.get(csrf.session_cookie(settings))
    actor = NOBODY
    if token:
        now = utc_now()
        found = await queries.caller_by_session(session, token_hash=service.token_hash(token), now=now)
        if found:
            await service.note_seen(session, caller=found, now=now)
            actor = found.actor
            request.state.me = Header.of(await service.introduce(found, vault=request.app.state.vault))
    return actor


@routes.get("/sign-in", permission=Permission.ANYONE)
async def sign_in_form(
    request: Request,
    actor: CurrentActor,
    next: str = "",  # noqa: A002 - the field's usual name
    changed: str = "",
) -> Response:
    """The sign-in form; `changed` says that the password was just set anew."""
    if actor.person_id:
        return go_to(request, safe_path(next))
    context = {
        "form": blank(SignIn),
        "next": safe_path(next),
        "changed": bool(changed),
        "doors": doors(request),
    }
    return page(request, "identity/sign_in.html", context, form=True)


@routes.post("/sign-in", permission=Permission.ANYONE, rate=SIGN_IN_RATE)
async def sign_in(
    request: Request,
    session: Transaction,
    signer: Signing,
    settings: CurrentSettings,
    passwords: PasswordCheck,
    rates: Limits,
    now: Now,
) -> Response:
    """Sign in, then go where the person was headed."""
    form = await read_form(request, SignIn)
    target = safe_path(str((await request.form()).get("next", "")))
    if form.value:
        await rates.hit(SIGN_IN_RATE_PER_ADDRESS, signer.email_index(form.value.email).hex())
        try:
            actor = await service.check_password(session, form.value, signer=signer, passwords=passwords, now=now)
        except service.WrongCredentials as refusal:
            form.refuse("email", refusal.text)
        except service.CodeNeeded as needed:
            asked = blank(SignInCode, {"ticket": needed.details["ticket"]})
            return page(request, "identity/sign_in_code.html", {"form": asked, "next": target}, form=True)
        else:
            return await signed_in(request, target, session, actor, settings=settings, now=now)
    context = {"form": form, "next": target, "doors": doors(request)}
    return page(request, "identity/sign_in.html", context, status=422, form=True)


@routes.post("/sign-in/code", permission=Permission.ANYONE, rate=SIGN_IN_RATE)
async def sign_in_with_code(
    request: Request,
    session: Transaction,
    signer: Signing,
    settings: CurrentSettings,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> Response:
    """The second step, then where the person was headed."""
    form = await read_form(request, SignInCode)
    target = safe_path(str((await request.form()).get("next", "")))
    try:
        person_id = service.person_of_ticket(str(form.values["ticket"]), signer=signer, now=now)
        await rates.hit(CODE_RATE_PER_PERSON, str(person_id))
        if form.value:
            actor = await service.check_second_step(session, form.value, signer=signer, vault=vault, now=now)
            return await signed_in(request, target, session, actor, settings=settings, now=now)
    except service.WrongCode as refusal:
        form.refuse("code", refusal.text)
    except service.TicketDead as refusal:
        again = blank(SignIn)
        again.refuse("form", refusal.text)
        context = {"form": again, "next": target, "doors": doors(request)}
        return page(request, "identity/sign_in.html", context, status=422, form=True)
    form.values["code"] = ""
    return page(request, "identity/sign_in_code.html", {"form": form, "next": target}, status=422, form=True)


@routes.get("/sign-up", permission=Permission.ANYONE)
async def sign_up_form(request: Request, next: str = "") -> Response:  # noqa: A002 - the field's usual name
    """The sign-up form, with the notice of what is processed."""
    return page(request, "identity/sign_up.html", {"form": blank(SignUp), "next": safe_path(next)}, form=True)


@routes.post("/sign-up", permission=Permission.ANYONE, rate=SIGN_UP_RATE)
async def sign_up(
    request: Request,
    session: Transaction,
    vault: Keys,
    signer: Signing,
    settings: CurrentSettings,
    passwords: PasswordCheck,
    now: Now,
) -> Response:
    """Make an account and sign it in."""
    form: Form[SignUp] = await read_form(request, SignUp)
    target = safe_path(str((await request.form()).get("next", "")))
    if form.value:
        try:
            person = await service.sign_up(
                session, form.value, vault=vault, signer=signer, passwords=passwords, now=now, locale=reader().tag
            )
        except service.EmailTaken as refusal:
            form.refuse("email", refusal.text)
        else:
            actor = await service.actor_of(session, person_id=person.id)
            return await signed_in(request, target, session, actor, settings=settings, now=now)
    return page(request, "identity/sign_up.html", {"form": form, "next": target}, status=422, form=True)


@routes.post("/sign-out", permission=Permission.ANYONE)
async def sign_out(
    request: Request, actor: CurrentActor, session: Transaction, settings: CurrentSettings, now: Now
) -> Response:
    """End this browser's session."""
    name = csrf.session_cookie(settings)
    if token := request.cookies.get(name):
        await service.end_web_session(session, token=token)
    if actor.person_id:
        audit.record(session, Act.SIGNED_OUT, actor=actor, now=now)
    response = go_to(request, "/")
    response.delete_cookie(name, path="/", secure=settings.secure_cookies, httponly=True, samesite="lax")
    return response


@routes.get("/language/{tag}", permission=Permission.ANYONE)
async def choose_language(
    request: Request,
    tag: str,
    languages: Speaking,
    settings: CurrentSettings,
    next: str = "",  # noqa: A002
) -> Response:
    """A visitor's choice, kept in this browser. It changes nothing that belongs to anyone, so a link may do it."""
    tongue = languages.known(tag)
    if tongue is None:
        raise NotFound
    response = go_to(request, safe_path(next))
    csrf.set_cookie(response, LANGUAGE_COOKIE, tongue.tag, settings=settings, days=COOKIE_DAYS)
    return response


@routes.get("/accessibility", permission=Permission.ANYONE)
async def accessibility(request: Request) -> Response:
    """What these pages promise to everyone, and how to ask for an adjustment."""
    return page(request, "identity/accessibility.html")


async def signed_in(
    request: Request, target: str, session: Session, actor: Actor, *, settings: Settings, now: datetime
) -> Response:
    """Sign this browser in and lead it on."""
    agent = request.headers.get("user-agent", "")
    token = await service.start_web_session(session, actor=actor, settings=settings, now=now, agent=agent)
    response = go_to(request, target)
    csrf.set_cookie(response, csrf.session_cookie(settings), token, settings=settings, days=settings.session_days)
    return response
