"""An OpenID Connect issuer on the loopback: describes itself, signs people in, gives tokens, turns its keys over.

It says yes to everybody (`person` is who signs in) and can be told to lie in many ways.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import Key, RSAKey
from joserfc.util import urlsafe_b64encode
from tests.external.http.web_server import Asked, Reply, WebServer

AUDIENCE = "https://evenhand.example/api"
CLIENT, SECRET = "evenhand pages", "kept: secret&more"
FIRST = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"}, private=True)
SECOND = RSAKey.generate_key(2048, {"kid": "second", "use": "sig", "alg": "RS256"}, private=True)


@dataclass
class IssuerServer:
    """`published` are the keys that everybody may see; `key` is the one that signs."""

    key: Key = field(default_factory=lambda: FIRST)
    published: list[Mapping[str, Any]] = field(default_factory=lambda: [FIRST.as_dict(private=False)])
    person: dict[str, Any] = field(
        default_factory=lambda: {
            "sub": "petra|1",
            "name": "Petra Elsewhere",
            "email": "petra@example.org",
            "email_verified": True,
        }
    )
    described: dict[str, Any] = field(default_factory=dict)
    identity: dict[str, Any] = field(default_factory=dict)  # what the next id token says differently
    header: dict[str, Any] = field(default_factory=dict)  # and its header
    away: bool = False
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    server: WebServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = WebServer(self._answer)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["IssuerServer"]:
        """Answer until the block ends."""
        async with self.server.running():
            yield self

    @property
    def url(self) -> str:
        """The issuer's own name."""
        return f"http://127.0.0.1:{self.server.port}/realm"

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(urlsplit(one.target).path == f"/realm{path}" for one in self.server.requests)

    def _answer(self, asked: Asked) -> Reply:
        path = urlsplit(asked.target).path.removeprefix("/realm")
        if self.away:
            return Reply(503)
        if path == "/.well-known/openid-configuration":
            return _json(self._description())
        if path == "/keys":
            return _json({"keys": self.published})
        if path == "/token":
            return self._token(asked)
        if path == "/userinfo":
            known = asked.headers.get("authorization", "").startswith("Bearer ")
            return _json(self.person) if known else Reply(401)
        return Reply(404)

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize?tenant=1",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
            **self.described,
        }

    def authorize(self, way: str) -> str:
        """What a browser sent to `way` comes back with, as its person signs in: the address to return to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(way).query).items()}
        assert asked["client_id"] == CLIENT
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.url})}"

    def _token(self, asked: Asked) -> Reply:
        sent = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        pair = base64.b64encode(b"evenhand%20pages:kept%3A%20secret%26more").decode()
        known = self._codes.pop(sent.get("code", ""), None)  # good once
        challenge = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if (
            asked.headers.get("authorization") != f"Basic {pair}"
            or known is None
            or sent.get("redirect_uri") != known["redirect_uri"]
            or base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() != known["code_challenge"]
        ):
            return Reply(400, body=b'{"error": "invalid_grant"}')
        claims = {**self._times(), **self.person, "aud": CLIENT, "nonce": known["nonce"], **self.identity}
        return _json({"token_type": "Bearer", "access_token": "opaque", "id_token": self.sign(claims, **self.header)})

    def _times(self) -> dict[str, Any]:
        now = int(datetime.now(UTC).timestamp())
        return {"iss": self.url, "iat": now, "exp": now + 300}

    def access(self, *, header: dict[str, Any] | None = None, key: Key | None = None, **claims: Any) -> str:
        """An access token for our API. A claim that is None is left out."""
        said = {**self._times(), "sub": self.person["sub"], "aud": AUDIENCE, "scope": "openid read:me", **claims}
        said = {name: value for name, value in said.items() if value is not None}
        return self.sign(said, key=key, **{"typ": "at+jwt", **(header or {})})

    def sign(self, claims: Mapping[str, Any], *, key: Key | None = None, **header: Any) -> str:
        """Any token, signed by our key. A header that is None is left out."""
        key = key or self.key
        whole = {"alg": "RS256", "typ": "JWT", "kid": key.get("kid"), **header}
        whole = {name: value for name, value in whole.items() if value is not None}
        return jws.serialize_compact(whole, json.dumps(claims).encode(), key, algorithms=[whole["alg"]])


def part(value: Any) -> str:
    """A part of a token."""
    text = value if isinstance(value, str) else json.dumps(value)
    return urlsafe_b64encode(text.encode()).decode()


def _json(value: Any) -> Reply:
    return Reply(headers={"Content-Type": "application/json"}, body=json.dumps(value).encode())
