"""Signing up, in and out over the API; and how the API knows its caller: a bearer token."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request

from evenhand.domains.identity import queries, service
from evenhand.domains.identity.api.external import caller_of_issuer, of_issuer
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.identity.schemas import Me, Refresh, SignIn, SignInCode, SignUp, Tokens
from evenhand.domains.identity.service import api_keys
from evenhand.kit.clock import utc_now
from evenhand.kit.crypto import InvalidToken
from evenhand.kit.db import Database, Session
from evenhand.kit.errors import NotSignedIn
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Limits, Now, Signing, Transaction
from evenhand.kit.permissions import NOBODY, Actor, Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes
from evenhand.kit.words import reader, say

routes = Routes(kind="api", prefix="/auth", tag="auth")

SIGN_UP_RATE = Rate("sign-up", times=10, seconds=3600)
SIGN_IN_RATE = Rate("sign-in", times=20, seconds=900)
CODE_RATE_PER_PERSON = Rate("code-person", times=8, seconds=900)
SIGN_IN_RATE_PER_ADDRESS = Rate("sign-in-address", times=8, seconds=900)


async def caller_by_token(request: Request, session: Session) -> Actor:
    """Who sent this bearer token, with the role they have today. Raises NotSignedIn for one that is not good."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if not token:
        return NOBODY
    if scheme.lower() != "bearer":
        raise NotSignedIn(say("Send the access token as 'Authorization: Bearer …'."))
    if token.startswith(api_keys.MARK):
        return await _actor_by_key(session, token)
    if external := of_issuer(request, token):
        return await caller_of_issuer(request, session, *external)
    try:
        claims = request.app.state.signer.read(service.ACCESS_TOKEN, token, now=utc_now())
        person_id, family_id, org_id = UUID(claims["sub"]), UUID(claims["sid"]), claims.get("org")
    except (InvalidToken, KeyError, ValueError) as error:
        raise NotSignedIn(
            say("The access token is not valid any more. Refresh it or sign in."),
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        ) from error
    caller = await queries.caller_by_family(
        session, person_id=person_id, org_id=UUID(org_id) if org_id else None, family_id=family_id
    )
    if caller is None:
        raise NotSignedIn(headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return caller.actor


async def _actor_by_key(session: Session, token: str) -> Actor:
    actor = await api_keys.recognised(session, token=token, now=utc_now())
    if actor is None:
        raise NotSignedIn(
            say("This key is not good any more. Make another one in Evenhand."),
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    return actor


@routes.post("/signup", permission=Permission.ANYONE, rate=SIGN_UP_RATE, status_code=201, response_model=Tokens)
async def signup(
    new: SignUp,
    session: Transaction,
    vault: Keys,
    signer: Signing,
    settings: CurrentSettings,
    passwords: PasswordCheck,
    now: Now,
) -> Tokens:
    """Make an account and sign it in."""
    person = await service.sign_up(
        session, new, vault=vault, signer=signer, passwords=passwords, now=now, locale=reader().tag
    )
    actor = await service.actor_of(session, person_id=person.id)
    return await service.issue_tokens(session, actor=actor, signer=signer, settings=settings, now=now)


@routes.post("/login", permission=Permission.ANYONE, rate=SIGN_IN_RATE, response_model=Tokens)
async def login(
    attempt: SignIn,
    request: Request,
    signer: Signing,
    settings: CurrentSettings,
    passwords: PasswordCheck,
    rates: Limits,
    now: Now,
) -> Tokens:
    """Sign in with address and password. Somebody with a second step is answered 401, code_needed, and a `ticket`."""
    await rates.hit(SIGN_IN_RATE_PER_ADDRESS, signer.email_index(attempt.email).hex())
    database: Database = request.app.state.database
    async with database.transaction() as session:
        try:
            actor = await service.check_password(session, attempt, signer=signer, passwords=passwords, now=now)
        except (service.WrongCredentials, service.CodeNeeded) as error:
            refusal: service.WrongCredentials | service.CodeNeeded = error
        else:
            return await service.issue_tokens(session, actor=actor, signer=signer, settings=settings, now=now)
    raise refusal  # only now, so that the audit log's entry of it is committed


@routes.post("/login/code", permission=Permission.ANYONE, rate=SIGN_IN_RATE, response_model=Tokens, responses={403: {}})
async def login_with_code(
    given: SignInCode,
    request: Request,
    signer: Signing,
    settings: CurrentSettings,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> Tokens:
    """The second step: the ticket that signing in answered (401, code_needed), and a code of the app or a recovery
    code."""
    person_id = service.person_of_ticket(given.ticket, signer=signer, now=now)
    await rates.hit(CODE_RATE_PER_PERSON, str(person_id))
    database: Database = request.app.state.database
    async with database.transaction() as session:
        try:
            actor = await service.check_second_step(session, given, signer=signer, vault=vault, now=now)
        except service.WrongCode as error:
            refusal = error
        else:
            return await service.issue_tokens(session, actor=actor, signer=signer, settings=settings, now=now)
    raise refusal


@routes.post("/refresh", permission=Permission.ANYONE, rate=SIGN_IN_RATE, response_model=Tokens)
async def refresh(body: Refresh, request: Request, signer: Signing, settings: CurrentSettings, now: Now) -> Tokens:
    """Exchange a refresh token for a new pair. Used twice, it ends the sign-in."""
    database: Database = request.app.state.database
    async with database.transaction() as session:
        tokens = await service.refresh_tokens(
            session, token=body.refresh_token, signer=signer, settings=settings, now=now
        )
    if tokens is None:  # refused only now, so that the ending of the family is committed
        raise service.SessionEnded
    return tokens


@routes.post("/logout", permission=Permission.ANYONE, status_code=204, response_model=None)
async def logout(body: Refresh, session: Transaction, now: Now) -> None:
    """End a sign-in of the API."""
    await service.revoke_tokens(session, token=body.refresh_token, now=now)


@routes.get("/me", permission=Permission.ACCOUNT_USE, response_model=Me)
async def me(actor: CurrentActor, session: Transaction, vault: Keys) -> Me:
    """The caller: name, role, organisation and permissions."""
    caller = await queries.caller_by_id(session, person_id=actor.person, org_id=actor.org_id)
    if caller is None:
        raise NotSignedIn
    return await service.introduce(replace(caller, actor=actor), vault=vault)  # may be less than their role
