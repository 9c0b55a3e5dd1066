"""Reading a signed token strictly, and holding it against a key and what is expected of it. No network, no clock."""

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, Key, OKPKey, RSAKey
from joserfc.util import urlsafe_b64decode

LONGEST = 16_000
LEEWAY_SECONDS = 60
LONGEST_SUBJECT = 255
FEWEST_RSA_BITS = 2048
ACCESS_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
_PART = re.compile(r"[A-Za-z0-9_-]+")
_KINDS: Mapping[str, tuple[str, type[Key]]] = {
    "RS": ("RSA", RSAKey),
    "PS": ("RSA", RSAKey),
    "ES": ("EC", ECKey),
    "Ed": ("OKP", OKPKey),
}
_CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521", "EdDSA": "Ed25519"}


class Refusal(StrEnum):
    """Why a token is refused, in the words that programs know."""

    ALG = "unexpected_alg"
    TYPE = "unexpected_token_type"
    EXPIRED = "token_expired"
    INVALID = "invalid_token"
    FAILURE = "auth_failure"


class TokenRefused(Exception):
    """The token is not good. `detail` says why in plain words; it repeats nothing of the token."""

    def __init__(self, refusal: Refusal, detail: str) -> None:
        self.refusal, self.detail = refusal, detail
        super().__init__(f"{refusal}: {detail}")


@dataclass(frozen=True)
class Unverified:
    """A token whose signature nobody has looked at yet."""

    text: str
    header: Mapping[str, Any]
    claims: Mapping[str, Any]

    @property
    def issuer(self) -> str:
        """Who it says it is from."""
        found = self.claims.get("iss")
        return found if isinstance(found, str) else ""


def read(text: str) -> Unverified:
    """The parts of a token, if it is one and can be read in one way only. Raises TokenRefused."""
    parts = text.split(".")
    if len(text) > LONGEST or len(parts) != 3 or not all(_PART.fullmatch(part) for part in parts):
        raise TokenRefused(Refusal.INVALID, "This is not a signed token.")
    try:
        header, claims = (json.loads(urlsafe_b64decode(part.encode()), **_STRICT) for part in parts[:2])
        urlsafe_b64decode(parts[2].encode())
    except (ValueError, RecursionError) as error:  # binascii.Error is one
        raise TokenRefused(Refusal.INVALID, "A part of the token cannot be read.") from error
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise TokenRefused(Refusal.INVALID, "A part of the token is no object.")
    return Unverified(text, header, claims)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member is there twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


_STRICT: Mapping[str, Any] = {"object_pairs_hook": _once, "parse_constant": _no_number}


def check_head(token: Unverified, *, algorithms: Collection[str], types: Collection[str]) -> str:
    """The id of the key it was signed with, if algorithm and type are as expected. Raises TokenRefused."""
    header = token.header
    if header.get("alg") not in algorithms:
        raise TokenRefused(Refusal.ALG, "The token is not signed in a way that is allowed.")
    given = header.get("typ", "")
    if not isinstance(given, str) or given.lower() not in types:
        raise TokenRefused(Refusal.TYPE, "The token is of another type.")
    if "crit" in header or "b64" in header:
        raise TokenRefused(Refusal.INVALID, "The token asks for something we do not do.")
    kid = header.get("kid")
    if not isinstance(kid, str) or not 0 < len(kid) <= LONGEST_SUBJECT:
        raise TokenRefused(Refusal.INVALID, "The token names no key.")
    return kid


def fitting(keys: Any, *, kid: str, alg: str) -> Key | None:
    """The one key of a published set that has this id and may check signatures of this algorithm."""
    listed = keys.get("keys") if isinstance(keys, dict) else None
    named = (
        [one for one in listed if isinstance(one, dict) and one.get("kid") == kid] if isinstance(listed, list) else []
    )
    if len(named) != 1:
        return None
    (found,) = named
    kind, wanted = _KINDS[alg[:2]]
    operations = found.get("key_ops", ["verify"])
    if (
        found.get("kty") != kind
        or found.get("use", "sig") != "sig"
        or not isinstance(operations, list)
        or "verify" not in operations
        or found.get("alg", alg) != alg
        or found.get("crv", _CURVES.get(alg)) != _CURVES.get(alg)
    ):
        return None
    try:
        if kind == "RSA" and int.from_bytes(urlsafe_b64decode(found["n"].encode())).bit_length() < FEWEST_RSA_BITS:
            return None
        key = JWKRegistry.import_key({name: value for name, value in found.items() if name not in _PRIVATE})
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return key if isinstance(key, wanted) else None


_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "x5c", "x5t", "x5t#S256", "x5u", "key_ops", "use"})


def check_signature(token: Unverified, key: Key) -> None:
    """Whether the key signed it. Raises TokenRefused."""
    try:
        jws.deserialize_compact(token.text, key, algorithms=[str(token.header["alg"])])
    except (JoseError, ValueError) as error:
        raise TokenRefused(Refusal.INVALID, "The signature is not right.") from error


def check_claims(token: Unverified, *, issuer: str, audience: str, now: datetime) -> str:
    """The subject, if the claims are for us and for now. Raises TokenRefused."""
    claims, moment = token.claims, now.timestamp()
    if claims.get("iss") != issuer:
        raise TokenRefused(Refusal.INVALID, "The token is from another issuer.")
    meant = claims.get("aud")
    if audience not in (meant if isinstance(meant, list) else [meant]):
        raise TokenRefused(Refusal.INVALID, "The token is meant for somebody else.")
    if _moment(claims, "exp") <= moment - LEEWAY_SECONDS:
        raise TokenRefused(Refusal.EXPIRED, "The token has run out.")
    for name in ("nbf", "iat"):
        if name in claims and _moment(claims, name) > moment + LEEWAY_SECONDS:
            raise TokenRefused(Refusal.INVALID, "The token is not good yet.")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\x00" in subject:
        raise TokenRefused(Refusal.INVALID, "The token names nobody.")
    return subject


def _moment(claims: Mapping[str, Any], name: str) -> float:
    found = claims.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found) or abs(found) > 1e12:
        raise TokenRefused(Refusal.INVALID, f"The token has no usable {name}.")
    return float(found)
