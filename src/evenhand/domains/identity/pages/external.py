"""Signing in by an issuer on the pages: there with a question only this browser can answer, and back once."""

import hmac
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.identity import service
from evenhand.domains.identity.pages.paths import safe_path
from evenhand.domains.identity.pages.signing import signed_in
from evenhand.domains.identity.schemas import SignInCode
from evenhand.external.oidc import Away, Entered, Provider, Providers, TokenRefused
from evenhand.external.oidc.provider import SIGN_IN_LASTS
from evenhand.kit import csrf
from evenhand.kit.crypto import InvalidToken, Signer
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError, NotFound, TooManyAttempts
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Limits, Now, Signing, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes
from evenhand.kit.settings import Settings
from evenhand.kit.words import Sentence, reader, say
from evenhand.web.forms import blank
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")

DOOR_RATE = Rate("door", times=30, seconds=900)
ONCE = Rate("door-state", times=1, seconds=int(SIGN_IN_LASTS.total_seconds()) * 2)
PURPOSE = "door"
SECRET_BYTES = 32

STALE = say("This sign-in took too long, was used already, or began in another browser. Begin again.")
REFUSED = say("The service did not let you in. Try again, or sign in another way.")
UNCLEAR = say("The answer of the service could not be trusted. Begin again; if it stays so, tell whoever runs this.")
AWAY = say("The service does not answer at the moment. Try again in a while, or sign in another way.")


@routes.get("/sign-in/with/{provider}", permission=Permission.ANYONE, rate=DOOR_RATE)
async def leave(
    request: Request,
    provider: str,
    signer: Signing,
    settings: CurrentSettings,
    now: Now,
    next: str = "",  # noqa: A002 - the field's usual name
) -> Response:
    """Send the browser to the service."""
    return await _leave(request, _door(request, provider), signer, settings, now, {"next": safe_path(next)})


@routes.get("/account/connect/{provider}", permission=Permission.ACCOUNT_USE, rate=DOOR_RATE)
async def leave_to_connect(
    request: Request, provider: str, actor: CurrentActor, signer: Signing, settings: CurrentSettings, now: Now
) -> Response:
    """Send the browser to the service, to connect it to the account that is signed in."""
    about = {"next": "/account", "person": str(actor.person)}
    return await _leave(request, _door(request, provider), signer, settings, now, about)


@routes.post("/account/connect/{provider}/end", permission=Permission.ACCOUNT_USE)
async def disconnect(request: Request, provider: str, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Sign in by the service no more."""
    issuer = _door(request, provider).settings.issuer
    await service.disconnect(session, actor=actor, issuer=issuer, now=now)
    return go_to(request, "/account?done=disconnected")


@routes.get("/sign-in/with/{provider}/back", permission=Permission.ANYONE, rate=DOOR_RATE)
async def come_back(
    request: Request,
    provider: str,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    signer: Signing,
    settings: CurrentSettings,
    rates: Limits,
    now: Now,
    code: str = "",
    state: str = "",
    iss: str = "",
    error: str = "",
) -> Response:
    """Take the service's answer, if it answers what this browser asked; sign in, or connect."""
    door = _door(request, provider)
    try:
        asked = _asked(request, signer, settings, door, state, now)
        await rates.hit(ONCE, state)
    except (InvalidToken, TooManyAttempts):
        return _shut(request, settings, STALE, 400)
    if error or not code:
        return _shut(request, settings, REFUSED, 403)
    try:
        entered = await door.came_back(
            code=code,
            said_issuer=iss,
            nonce=asked["nonce"],
            verifier=asked["verifier"],
            back=_back(settings, door),
            now=now,
        )
    except TokenRefused:
        return _shut(request, settings, UNCLEAR, 403)
    except Away:
        return _shut(request, settings, AWAY, 502)
    target = safe_path(asked["next"])
    try:
        if person := asked.get("person"):
            if actor.person_id != UUID(person):
                return _shut(request, settings, STALE, 400)
            await service.connect(session, entered, actor=actor, signer=signer, now=now)
            return _forget(go_to(request, "/account?done=connected"), settings)
        found = await _enter(session, door, entered, vault=vault, signer=signer, now=now)
        await service.note_entered(session, actor=found, signer=signer, now=now)
    except service.CodeNeeded as needed:
        form = blank(SignInCode, {"ticket": needed.details["ticket"]})
        context = {"form": form, "next": target}
        return _forget(page(request, "identity/sign_in_code.html", context, form=True), settings)
    except AppError as refusal:
        return _shut(request, settings, refusal.text, refusal.status)
    return _forget(await signed_in(request, target, session, found, settings=settings, now=now), settings)


async def _enter(session: Session, door: Provider, entered: Entered, **given: Any) -> Actor:
    may_link = door.settings.link_verified_email
    return await service.enter(session, entered, may_link=may_link, locale=reader().tag, **given)


async def _leave(
    request: Request, door: Provider, signer: Signer, settings: Settings, now: datetime, about: dict[str, str]
) -> Response:
    state, nonce, verifier = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
    try:
        way = await door.way_in(state=state, nonce=nonce, verifier=verifier, back=_back(settings, door))
    except Away:
        return _shut(request, settings, AWAY, 502)
    asked = {"door": door.settings.key, "state": state, "nonce": nonce, "verifier": verifier, **about}
    response = Response(status_code=303, headers={"location": way})
    response.set_cookie(
        _cookie(settings),
        signer.token(PURPOSE, asked, now=now, lifetime=SIGN_IN_LASTS),
        max_age=int(SIGN_IN_LASTS.total_seconds()),
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return response


def _asked(
    request: Request, signer: Signer, settings: Settings, door: Provider, state: str, now: datetime
) -> dict[str, str]:
    """What this browser asked. Raises InvalidToken where it asked nothing, or something else."""
    asked = signer.read(PURPOSE, request.cookies.get(_cookie(settings), ""), now=now)
    if asked.get("door") != door.settings.key or not hmac.compare_digest(asked["state"].encode(), state.encode()):
        raise InvalidToken("another question")
    return asked


def _door(request: Request, key: str) -> Provider:
    providers: Providers = request.app.state.providers
    found = providers.door(key)
    if found is None:
        raise NotFound
    return found


def _back(settings: Settings, door: Provider) -> str:
    return f"{settings.public_url}/sign-in/with/{door.settings.key}/back"


def _cookie(settings: Settings) -> str:
    return csrf.session_cookie(settings) + "_door"


def _forget(response: Response, settings: Settings) -> Response:
    response.delete_cookie(_cookie(settings), path="/", secure=settings.secure_cookies, httponly=True, samesite="lax")
    return response


def _shut(request: Request, settings: Settings, words: Sentence | str, status: int) -> Response:
    return _forget(page(request, "identity/door_shut.html", {"sentence": words}, status=status), settings)
