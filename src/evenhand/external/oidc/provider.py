"""One issuer: its description and keys, fetched once in a while; the way to it and back; what its tokens say."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from joserfc.jwk import Key

from evenhand.external.http import NotReached, NotSafe, Web
from evenhand.external.oidc import tokens
from evenhand.external.oidc.tokens import Refusal, TokenRefused, Unverified
from evenhand.kit.issuers import Issuer

LASTS = 3600.0
"""How long a description and a set of keys are good without being looked at again, in seconds."""
FLOOR = 30.0
"""How long an issuer is left alone after it was asked, whatever tokens arrive meanwhile, in seconds."""
SIGN_IN_LASTS = timedelta(minutes=10)


class Away(Exception):
    """The issuer does not answer, or not as an issuer does. The text says what happened."""


@dataclass(frozen=True)
class Entered:
    """Whom an issuer vouches for. `email` is empty unless the issuer says that it is proved."""

    issuer: str
    subject: str
    email: str = ""
    name: str = ""
    scopes: frozenset[str] = frozenset()


@dataclass
class _Kept:
    """What was fetched, and when it was last asked for, successfully or not."""

    value: Mapping[str, Any] | None = None
    good_until: float = 0.0
    asked_at: float = -FLOOR
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Provider:
    """An issuer, asked as seldom as can be. Safe to share between tasks of one process."""

    def __init__(self, settings: Issuer, web: Web, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self.settings = settings
        self._web = web
        self._ticks = ticks
        self._description = _Kept()
        self._keys = _Kept()

    async def way_in(self, *, state: str, nonce: str, verifier: str, back: str) -> str:
        """Where to send a browser to sign in. Raises Away."""
        description = await self.description()
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": back,
            "scope": self.settings.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        place = self._endpoint(description, "authorization_endpoint")
        return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"

    async def came_back(
        self, *, code: str, said_issuer: str, nonce: str, verifier: str, back: str, now: datetime
    ) -> Entered:
        """Whom the browser came back as. Raises Away, TokenRefused."""
        description = await self.description()
        must_say = description.get("authorization_response_iss_parameter_supported") is True
        if (said_issuer or must_say) and said_issuer != self.settings.issuer:
            raise TokenRefused(Refusal.INVALID, "The answer is from another issuer.")
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        given = await self._exchange(description, fields)
        return await self._identity(str(given.get("id_token", "")), nonce=nonce, now=now)

    async def _exchange(self, description: Mapping[str, Any], fields: dict[str, str]) -> Mapping[str, Any]:
        mine, secret = self.settings.client_id, self.settings.client_secret
        headers = {"accept": "application/json"}
        ways = description.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if secret and "client_secret_basic" in ways:
            pair = f"{quote(mine, safe='')}:{quote(secret.get_secret_value(), safe='')}"
            headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            fields |= {"client_id": mine} | ({"client_secret": secret.get_secret_value()} if secret else {})
        try:
            answer = await self._web.post(self._endpoint(description, "token_endpoint"), fields, headers=headers)
        except (NotReached, NotSafe) as error:
            raise Away(str(error)) from error
        if answer.status in {400, 401, 403}:
            raise TokenRefused(Refusal.INVALID, "The issuer does not take the code.")
        return _object(answer.status, answer.body)

    async def _identity(self, text: str, *, nonce: str, now: datetime) -> Entered:
        token = tokens.read(text)
        subject = await self._verified(token, audience=self.settings.client_id, types={"", "jwt"}, now=now)
        claims = token.claims
        said = claims.get("nonce")
        if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
            raise TokenRefused(Refusal.INVALID, "The token answers another question.")
        party, meant = claims.get("azp"), claims.get("aud")
        if (party is not None or (isinstance(meant, list) and len(meant) > 1)) and party != self.settings.client_id:
            raise TokenRefused(Refusal.INVALID, "The token was made for somebody else.")
        return _entered(self.settings.issuer, subject, claims)

    async def bearer(self, token: Unverified, *, now: datetime) -> Entered:
        """Whom a bearer token of this issuer speaks for, and its scopes. Raises TokenRefused."""
        try:
            subject = await self._verified(token, audience=self.settings.audience, types=tokens.ACCESS_TYPES, now=now)
        except Away as error:
            raise TokenRefused(Refusal.FAILURE, "The issuer of the token does not answer.") from error
        if "nonce" in token.claims or token.claims.get("typ") in {"ID", "Refresh", "Logout"}:
            raise TokenRefused(Refusal.TYPE, "The token is of another type.")
        return _entered(self.settings.issuer, subject, token.claims)

    async def asked_about(self, token: str, entered: Entered) -> Entered:
        """The same person with address and name, which access tokens often leave out. Raises Away."""
        description = await self.description()
        headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
        try:
            answer = await self._web.get(self._endpoint(description, "userinfo_endpoint"), headers=headers)
        except (NotReached, NotSafe) as error:
            raise Away(str(error)) from error
        claims = _object(answer.status, answer.body)
        if claims.get("sub") != entered.subject:
            raise Away("The issuer tells of somebody else.")
        told = _entered(entered.issuer, entered.subject, claims)
        return Entered(entered.issuer, entered.subject, told.email, told.name, entered.scopes)

    async def _verified(self, token: Unverified, *, audience: str, types: Any, now: datetime) -> str:
        kid = tokens.check_head(token, algorithms=self.settings.algorithms, types=types)
        tokens.check_claims(token, issuer=self.settings.issuer, audience=audience, now=now)
        key = await self._key(kid, str(token.header["alg"]))
        if key is None:
            raise TokenRefused(Refusal.INVALID, "The issuer has no such key.")
        tokens.check_signature(token, key)
        return tokens.check_claims(token, issuer=self.settings.issuer, audience=audience, now=now)

    async def _key(self, kid: str, alg: str) -> Key | None:
        known = tokens.fitting(await self._fetched(self._keys, self._fetch_keys), kid=kid, alg=alg)
        if known is None:  # it may be new
            known = tokens.fitting(await self._fetched(self._keys, self._fetch_keys, anew=True), kid=kid, alg=alg)
        return known

    async def description(self) -> Mapping[str, Any]:
        """What the issuer says of itself. Raises Away."""
        return await self._fetched(self._description, self._fetch_description)

    async def _fetched(self, kept: _Kept, fetch: Callable[[], Any], *, anew: bool = False) -> Mapping[str, Any]:
        """What is kept, fetched again once it is old or `anew`, but never again within the floor. Raises Away.

        An issuer that is away for a while leaves what was fetched before as it is.
        """
        async with kept.lock:  # of many who ask at once, one does
            now = self._ticks()
            if (anew or now >= kept.good_until) and now >= kept.asked_at + FLOOR:
                kept.asked_at = now
                try:
                    kept.value, kept.good_until = await fetch(), now + LASTS
                except Away:
                    if kept.value is None:
                        raise
            if kept.value is None:
                raise Away("The issuer did not answer a moment ago.")
            return kept.value

    async def _fetch_description(self) -> Mapping[str, Any]:
        found = await self._json(self.settings.discovery)
        if found.get("issuer") != self.settings.issuer:
            raise Away("The issuer calls itself by another name.")
        return found

    async def _fetch_keys(self) -> Mapping[str, Any]:
        return await self._json(self._endpoint(await self.description(), "jwks_uri"))

    async def _json(self, url: str) -> Mapping[str, Any]:
        try:
            answer = await self._web.get(url, headers={"accept": "application/json"})
        except (NotReached, NotSafe) as error:
            raise Away(str(error)) from error
        return _object(answer.status, answer.body)

    def _endpoint(self, description: Mapping[str, Any], name: str) -> str:
        found = description.get(name)
        secure = not self.settings.issuer.startswith("https://")
        if not isinstance(found, str) or not (found.startswith("https://") or secure):
            raise Away(f"The issuer names no usable {name}.")
        return found


class Providers:
    """Every configured issuer."""

    def __init__(self, settings: tuple[Issuer, ...], web: Web) -> None:
        self.all = {one.key: Provider(one, web) for one in settings}

    @property
    def doors(self) -> list[Provider]:
        """Those by which people sign in on the pages."""
        return [one for one in self.all.values() if one.settings.client_id]

    def door(self, key: str) -> Provider | None:
        """One of them."""
        return next((one for one in self.doors if one.settings.key == key), None)

    def of_token(self, issuer: str) -> Provider | None:
        """Whose bearer tokens the API takes under this name."""
        known = (one for one in self.all.values() if one.settings.audience)
        return next((one for one in known if one.settings.issuer == issuer), None)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _object(status: int, body: bytes) -> Mapping[str, Any]:
    if status != 200:
        raise Away(f"The issuer answers {status}.")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Away("The issuer's answer cannot be read.") from error
    if not isinstance(found, dict):
        raise Away("The issuer's answer cannot be read.")
    return found


def _entered(issuer: str, subject: str, claims: Mapping[str, Any]) -> Entered:
    proved = claims.get("email_verified") is True
    return Entered(
        issuer,
        subject,
        email=_text(claims.get("email")) if proved else "",
        name=_text(claims.get("name")) or _text(claims.get("preferred_username")),
        scopes=_scopes(claims),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _scopes(claims: Mapping[str, Any]) -> frozenset[str]:
    """Of a token: its list of permissions, else its scope, which is a string or, with some issuers, a list."""
    for name in ("permissions", "scope", "scp"):
        found = claims.get(name)
        if isinstance(found, str):
            return frozenset(found.split())
        if isinstance(found, list):
            return frozenset(one for one in found if isinstance(one, str))
    return frozenset()
