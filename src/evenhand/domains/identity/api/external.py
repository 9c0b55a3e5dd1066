"""How the API knows a caller by the token of a configured issuer."""

from dataclasses import replace

from fastapi import Request

from evenhand.domains.identity import queries, service
from evenhand.external.oidc import Away, Entered, Provider, Providers, Refusal, TokenRefused, Unverified, read
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Session
from evenhand.kit.errors import NotSignedIn
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.words import Sentence, say

CHALLENGE = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
WORDS = {
    Refusal.ALG: say("The token is not signed in a way that is allowed here."),
    Refusal.TYPE: say("The token is of another type: send an access token."),
    Refusal.EXPIRED: say("The token has run out. Get a new one from its issuer."),
    Refusal.INVALID: say("The token is not valid here. Get a new one from its issuer."),
    Refusal.FAILURE: say("The token could not be checked, or its issuer does not say who you are. Try again later."),
}


class UnexpectedAlg(NotSignedIn):
    """A token signed in a way that is not allowed."""

    code, message = Refusal.ALG.value, WORDS[Refusal.ALG]


class UnexpectedType(NotSignedIn):
    """A token of another type than an access token."""

    code, message = Refusal.TYPE.value, WORDS[Refusal.TYPE]


class TokenExpired(NotSignedIn):
    """A token that has run out."""

    code, message = Refusal.EXPIRED.value, WORDS[Refusal.EXPIRED]


class TokenInvalid(NotSignedIn):
    """Any other token that is not good."""

    code, message = Refusal.INVALID.value, WORDS[Refusal.INVALID]


class AuthFailure(NotSignedIn):
    """The issuer is away, or does not tell who its token is about."""

    code, message = Refusal.FAILURE.value, WORDS[Refusal.FAILURE]


_REFUSALS: dict[Refusal, type[NotSignedIn]] = {
    Refusal.ALG: UnexpectedAlg,
    Refusal.TYPE: UnexpectedType,
    Refusal.EXPIRED: TokenExpired,
    Refusal.INVALID: TokenInvalid,
    Refusal.FAILURE: AuthFailure,
}


def of_issuer(request: Request, text: str) -> tuple[Provider, Unverified] | None:
    """The issuer of a token and what it says; None for a token of our own. Raises NotSignedIn for a stranger's."""
    providers: Providers = request.app.state.providers
    try:
        token = read(text)
    except TokenRefused:
        return None  # ours are looked at by whoever made them
    if "iss" not in token.claims:
        return None
    provider = providers.of_token(token.issuer)
    if provider is None:
        raise _refused(Refusal.INVALID, say("The token's issuer is not known here."))
    return provider, token


async def caller_of_issuer(request: Request, session: Session, provider: Provider, token: Unverified) -> Actor:
    """Who the token speaks for, with no more than its scopes mean here. Raises NotSignedIn and its kinds."""
    now = utc_now()
    try:
        entered = await provider.bearer(token, now=now)
    except TokenRefused as error:
        raise _refused(error.refusal) from error
    actor = await _person(request, session, provider, token, entered)
    mapped = provider.settings.permissions
    may = {mapped[scope] for scope in entered.scopes if scope in mapped}
    found = await queries.caller_by_id(session, person_id=actor.person, org_id=actor.org_id)
    if found is None:
        raise _refused(Refusal.FAILURE)
    return replace(found.actor, only=frozenset({Permission.ANYONE} | may))


async def _person(request: Request, session: Session, provider: Provider, token: Unverified, entered: Entered) -> Actor:
    state = request.app.state
    given = {"may_link": provider.settings.link_verified_email, "vault": state.vault, "signer": state.signer}
    try:
        return await service.enter(session, entered, now=utc_now(), **given)
    except service.NoProvedAddress:
        if entered.email:
            raise _refused(Refusal.FAILURE) from None
    except service.AccountThere as error:
        raise _refused(Refusal.FAILURE, error.text) from None
    try:  # at first sight only: an access token often says no more than a number
        told = await provider.asked_about(token.text, entered)
        return await service.enter(session, told, now=utc_now(), **given)
    except (Away, service.NoProvedAddress):
        raise _refused(Refusal.FAILURE) from None
    except service.AccountThere as error:
        raise _refused(Refusal.FAILURE, error.text) from None


def _refused(refusal: Refusal, words: Sentence | None = None) -> NotSignedIn:
    return _REFUSALS[refusal](words, headers=CHALLENGE)
