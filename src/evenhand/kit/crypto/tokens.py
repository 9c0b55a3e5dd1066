"""Signed tokens: access tokens for the API, CSRF proofs for forms, the index of e-mail addresses."""

import hashlib
import hmac
import unicodedata
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from evenhand.kit.crypto.keyring import Keyring


class InvalidToken(Exception):
    """Expired, tampered with, or meant for another purpose. The text is for the log, never for the caller."""


class Signer:
    """Everything that is signed or looked up by keyed hash, each purpose under a key of its own."""

    def __init__(self, keyring: Keyring) -> None:
        self._signing = keyring.signing_key
        self._index = keyring.index_key

    def token(self, purpose: str, claims: dict[str, Any], *, now: datetime, lifetime: timedelta) -> str:
        """A JWT (HS256) good for one purpose until `now + lifetime`."""
        body = {**claims, "iat": int(now.timestamp()), "exp": int((now + lifetime).timestamp())}
        return jwt.encode({"alg": "HS256"}, body, self._key(purpose))

    def read(self, purpose: str, token: str, *, now: datetime) -> dict[str, Any]:
        """The claims of a token made for this purpose. Raises InvalidToken."""
        try:
            claims = jwt.decode(token, self._key(purpose), algorithms=["HS256"]).claims
        except (JoseError, ValueError) as error:
            raise InvalidToken(str(error)) from error
        if not isinstance(claims.get("exp"), int) or claims["exp"] <= now.timestamp():
            raise InvalidToken("expired")
        return claims

    def proof(self, purpose: str, subject: str) -> str:
        """A keyed hash of a subject, for instance the CSRF token of a session."""
        return hmac.new(self._purpose_key(purpose), subject.encode(), hashlib.sha256).hexdigest()

    def proves(self, purpose: str, subject: str, proof: str) -> bool:
        """Whether `proof` is the keyed hash of `subject`, in constant time."""
        return hmac.compare_digest(self.proof(purpose, subject).encode(), proof.encode())

    def secret(self, purpose: str) -> bytes:
        """A key for keyed hashes of this purpose, made elsewhere."""
        return self._purpose_key(purpose)

    def email_index(self, address: str) -> bytes:
        """The blind index under which an address is found: HMAC-SHA-256 of its case-folded NFKC form."""
        folded = unicodedata.normalize("NFKC", address).strip().casefold()
        return hmac.new(self._index, folded.encode(), hashlib.sha256).digest()

    def _key(self, purpose: str) -> OctKey:
        return OctKey.import_key(self._purpose_key(purpose))

    def _purpose_key(self, purpose: str) -> bytes:
        return hmac.new(self._signing, f"evenhand:{purpose}".encode(), hashlib.sha256).digest()
