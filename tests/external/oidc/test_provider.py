"""Tokens of an issuer: taken when everything about them is right, refused in every other case."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, RSAKey
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode
from tests.external.oidc.issuer_server import AUDIENCE, CLIENT, FIRST, SECOND, IssuerServer, part

from evenhand.external.http import Web
from evenhand.external.oidc import Away, Entered, Provider, TokenRefused, read
from evenhand.external.oidc.provider import FLOOR, LASTS
from evenhand.kit.clock import utc_now
from evenhand.kit.issuers import Issuer

BROKEN = '{"exp":NaN}'
LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.fixture
async def issuer() -> AsyncIterator[IssuerServer]:
    async with IssuerServer().running() as running:
        yield running


class Ticks:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def provider(issuer: IssuerServer, ticks: Ticks | None = None, **more: Any) -> Provider:
    settings = Issuer.model_validate(
        {"key": "main", "name": "Main", "issuer": issuer.url, "client_id": CLIENT, "audience": AUDIENCE, **more}
    )
    return Provider(settings, Web(allowed=LOOPBACK), ticks=ticks or Ticks())


async def bearer(issuer: IssuerServer, token: str, *, now: datetime | None = None, **more: Any) -> Entered:
    return await provider(issuer, **more).bearer(read(token), now=now or utc_now())


async def refused(issuer: IssuerServer, token: str, **more: Any) -> str:
    with pytest.raises(TokenRefused) as refusal:
        await bearer(issuer, token, **more)
    assert token not in str(refusal.value)
    return str(refusal.value.refusal)


class TestBearer:
    async def test_speaks_for_its_subject_with_its_scopes(self, issuer: IssuerServer) -> None:
        entered = await bearer(issuer, issuer.access())
        assert entered == Entered(issuer.url, "petra|1", "", "", frozenset({"openid", "read:me"}))
        entered = await bearer(issuer, issuer.access(permissions=["a", "b"], scope="c", aud=[AUDIENCE, "other"]))
        assert entered.scopes == {"a", "b"}

    @pytest.mark.parametrize("typ", ["JWT", "jwt", "at+jwt", "application/at+jwt", "AT+JWT"])
    async def test_is_an_access_token(self, issuer: IssuerServer, typ: str) -> None:
        assert (await bearer(issuer, issuer.access(header={"typ": typ}))).subject == "petra|1"

    @pytest.mark.parametrize("typ", [None, "", "id+jwt", "logout+jwt", "dpop+jwt", "JOSE", 7, ["jwt"]])
    async def test_of_another_type_is_refused(self, issuer: IssuerServer, typ: Any) -> None:
        _, claims, signature = issuer.access().split(".")
        header = {"alg": "RS256", "kid": "first"} | ({} if typ is None else {"typ": typ})
        assert await refused(issuer, f"{part(header)}.{claims}.{signature}") == "unexpected_token_type"

    async def test_that_signs_somebody_in_is_refused(self, issuer: IssuerServer) -> None:
        assert await refused(issuer, issuer.access(nonce="x")) == "unexpected_token_type"
        assert await refused(issuer, issuer.access(typ="ID")) == "unexpected_token_type"
        assert await refused(issuer, issuer.access(typ="Refresh")) == "unexpected_token_type"
        assert await refused(issuer, issuer.access(aud=CLIENT)) == "invalid_token"

    @pytest.mark.parametrize(
        "alg", ["none", "None", "NONE", "HS256", "HS512", "RS384", "PS256", "ES256", "EdDSA", "", 1]
    )
    async def test_signed_in_another_way_is_refused(self, issuer: IssuerServer, alg: Any) -> None:
        header, claims, signature = issuer.access().split(".")
        forged = part({"alg": alg, "typ": "at+jwt", "kid": "first"})
        for end in (signature, "AA"):
            assert await refused(issuer, f"{forged}.{claims}.{end}") == "unexpected_alg"
        with pytest.raises(TokenRefused):  # without a signature at all it is not even read
            read(f"{forged}.{claims}.")
        assert header

    async def test_signed_with_the_public_key_as_a_secret_is_refused(self, issuer: IssuerServer) -> None:
        for secret in (FIRST.as_pem(private=False), FIRST.as_der(private=False), json.dumps(FIRST.as_dict()).encode()):
            head, claims = part({"alg": "HS256", "typ": "at+jwt", "kid": "first"}), issuer.access().split(".")[1]
            mac = hmac.digest(secret, f"{head}.{claims}".encode(), "sha256")
            forged = f"{head}.{claims}.{urlsafe_b64encode(mac).decode()}"
            assert await refused(issuer, forged) == "unexpected_alg"

    async def test_signed_by_somebody_else_is_refused(self, issuer: IssuerServer) -> None:
        forged = issuer.access(key=SECOND, header={"kid": "first"})
        assert await refused(issuer, forged) == "invalid_token"
        header, claims, signature = issuer.access().split(".")
        told = json.loads(urlsafe_b64decode(claims.encode()))
        assert await refused(issuer, f"{header}.{part({**told, 'sub': 'root'})}.{signature}") == "invalid_token"

    async def test_that_brings_its_own_key_is_refused(self, issuer: IssuerServer) -> None:
        own = SECOND.as_dict(private=False)
        for header in ({"jwk": own}, {"jku": f"{issuer.url}/keys"}, {"x5u": f"{issuer.url}/keys"}):
            forged = issuer.access(key=SECOND, header={"kid": "first", **header})
            assert await refused(issuer, forged) == "invalid_token"
        asking: list[dict[str, Any]] = [{"crit": ["exp"], "exp": 1}, {"b64": True}]
        for header in asking:
            head, claims, signature = issuer.access().split(".")
            told = json.loads(urlsafe_b64decode(head.encode()))
            assert await refused(issuer, f"{part({**told, **header})}.{claims}.{signature}") == "invalid_token"

    @pytest.mark.parametrize("kid", [None, "", "third", "../first", "first\x00", 1, ["first"]])
    async def test_that_names_no_known_key_is_refused(self, issuer: IssuerServer, kid: Any) -> None:
        head, claims, signature = issuer.access().split(".")
        told = json.loads(urlsafe_b64decode(head.encode())) | {"kid": kid}
        told = {name: value for name, value in told.items() if value is not None}
        assert await refused(issuer, f"{part(told)}.{claims}.{signature}") == "invalid_token"

    @pytest.mark.parametrize(
        "change",
        [
            {"use": "enc"},
            {"use": "SIG"},
            {"use": ["sig"]},
            {"key_ops": ["encrypt"]},
            {"key_ops": []},
            {"key_ops": "verify"},
            {"alg": "RS512"},
            {"alg": "RSA-OAEP"},
            {"kty": "EC"},
            {"kty": "oct", "k": "AAAA"},
            {"n": "AQAB"},
            {"n": "===="},
            {"e": None},
        ],
    )
    async def test_of_a_key_that_is_not_for_signing_is_refused(
        self, issuer: IssuerServer, change: dict[str, Any]
    ) -> None:
        issuer.published = [{**FIRST.as_dict(private=False), **change}]
        assert await refused(issuer, issuer.access()) == "invalid_token"

    async def test_of_a_weak_doubled_or_unreadable_key_is_refused(self, issuer: IssuerServer) -> None:
        public = FIRST.as_dict(private=False)
        for published in ([public, public], [public, {**SECOND.as_dict(private=False), "kid": "first"}], ["first"], []):
            issuer.published = published  # type: ignore[assignment]
            assert await refused(issuer, issuer.access()) == "invalid_token"
        with pytest.warns(SecurityWarning):
            weak = RSAKey.generate_key(1024, {"kid": "weak"}, private=True)
        issuer.published = [weak.as_dict(private=False)]
        assert await refused(issuer, issuer.access(key=weak)) == "invalid_token"

    @pytest.mark.parametrize(
        ("claims", "code"),
        [
            ({"iss": "https://evil.example"}, "invalid_token"),
            ({"iss": None}, "invalid_token"),
            ({"aud": "https://other.example"}, "invalid_token"),
            ({"aud": [CLIENT, "x"]}, "invalid_token"),
            ({"aud": None}, "invalid_token"),
            ({"aud": {AUDIENCE: 1}}, "invalid_token"),
            ({"sub": None}, "invalid_token"),
            ({"sub": ""}, "invalid_token"),
            ({"sub": 7}, "invalid_token"),
            ({"sub": "x" * 256}, "invalid_token"),
            ({"exp": None}, "invalid_token"),
            ({"exp": "9999999999"}, "invalid_token"),
            ({"exp": True}, "invalid_token"),
            ({"exp": 1e300}, "invalid_token"),
            ({"exp": 1}, "token_expired"),
            ({"exp": -1}, "token_expired"),
            ({"nbf": 99999999999}, "invalid_token"),
            ({"nbf": "soon"}, "invalid_token"),
            ({"iat": 99999999999}, "invalid_token"),
        ],
    )
    async def test_that_is_not_for_us_or_not_for_now_is_refused(
        self, issuer: IssuerServer, claims: dict[str, Any], code: str
    ) -> None:
        assert await refused(issuer, issuer.access(**claims)) == code

    async def test_is_good_for_a_minute_around_its_times(self, issuer: IssuerServer) -> None:
        now = utc_now()
        second = int(now.timestamp())
        token = issuer.access(exp=second, nbf=second, iat=second)
        await bearer(issuer, token, now=now + timedelta(seconds=58))
        await bearer(issuer, token, now=now - timedelta(seconds=58))
        assert await refused(issuer, token, now=now + timedelta(seconds=62)) == "token_expired"
        assert await refused(issuer, token, now=now - timedelta(seconds=62)) == "invalid_token"

    async def test_may_be_signed_in_every_way_that_is_allowed(self, issuer: IssuerServer) -> None:
        curve = ECKey.generate_key("P-256", {"kid": "curve"}, private=True)
        issuer.published = [curve.as_dict(private=False), FIRST.as_dict(private=False)]
        token = issuer.access(key=curve, header={"alg": "ES256"})
        assert (await bearer(issuer, token, algorithms=["RS256", "ES256"])).subject == "petra|1"
        assert await refused(issuer, token) == "unexpected_alg"
        other = ECKey.generate_key("P-384", {"kid": "curve"}, private=True)
        issuer.published = [other.as_dict(private=False)]
        assert await refused(issuer, token, algorithms=["ES256"]) == "invalid_token"


class TestRead:
    async def test_takes_no_token_that_can_be_read_in_two_ways(self, issuer: IssuerServer) -> None:
        token = issuer.access()
        head, claims, signature = token.split(".")
        twice = part('{"alg":"RS256","alg":"none","typ":"at+jwt","kid":"first"}')
        double = part('{"sub":"root","sub":"petra"}')
        for text in (
            "",
            "a",
            "a.b",
            "..",
            f"{token}.",
            f".{token}",
            f"{token}.{signature}",
            f"{head}=.{claims}.{signature}",
            f"{head}.{claims}=.{signature}",
            f"{head}.{claims}.{signature}=",
            f"{head}.{claims}.{signature}==",
            f"{head}.{claims}.{signature}\n",
            f" {token}",
            f"{head}.{claims}.{signature[:-4]}+/==",
            f"{head}.{claims}.{signature[:-1]}{_next(signature[-1])}",  # the same bytes, spelt differently
            f"{head}.{claims}.{signature[:-2]}",
            f"{head}.{claims}.",
            f"{twice}.{claims}.{signature}",
            f"{head}.{double}.{signature}",
            f"{part([1])}.{claims}.{signature}",
            f"{part('NaN')}.{claims}.{signature}",
            f"{head}.{part(BROKEN)}.{signature}",
            f"{part('[' * 5000)}.{claims}.{signature}",
            f"{head}.{claims}.{'A' * 20000}",
            f"é{token}",
        ):
            with pytest.raises(TokenRefused):
                await provider(issuer).bearer(read(text), now=utc_now())


def _next(letter: str) -> str:
    """Another last letter that a lenient reader takes for the same: 2048 bits leave four bits over."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return alphabet[alphabet.index(letter) + 1]


class TestKeys:
    async def test_are_fetched_once_and_again_for_a_new_one(self, issuer: IssuerServer) -> None:
        ticks = Ticks()
        known = provider(issuer, ticks)
        for _ in range(5):
            await known.bearer(read(issuer.access()), now=utc_now())
        assert (issuer.asked("/keys"), issuer.asked("/.well-known/openid-configuration")) == (1, 1)
        ticks.now = FLOOR
        issuer.key, issuer.published = SECOND, [SECOND.as_dict(private=False)]
        await known.bearer(read(issuer.access()), now=utc_now())
        assert issuer.asked("/keys") == 2
        with pytest.raises(TokenRefused):  # what was turned over is not good any more
            await known.bearer(read(issuer.access(key=FIRST)), now=utc_now())

    async def test_are_not_fetched_for_every_made_up_name(self, issuer: IssuerServer) -> None:
        ticks = Ticks()
        known = provider(issuer, ticks)
        forged = [read(issuer.access(header={"kid": f"made up {number}"})) for number in range(20)]
        for _ in range(2):
            ends = await asyncio.gather(*(known.bearer(one, now=utc_now()) for one in forged), return_exceptions=True)
            assert all(isinstance(end, TokenRefused) for end in ends)
        assert issuer.asked("/keys") == 1
        ticks.now += FLOOR
        await asyncio.gather(*(known.bearer(one, now=utc_now()) for one in forged), return_exceptions=True)
        assert issuer.asked("/keys") == 2

    async def test_last_while_the_issuer_is_away(self, issuer: IssuerServer) -> None:
        ticks = Ticks()
        known = provider(issuer, ticks)
        await known.bearer(read(issuer.access()), now=utc_now())
        issuer.away, ticks.now = True, LASTS + 1
        await known.bearer(read(issuer.access()), now=utc_now())

    async def test_that_cannot_be_fetched_let_nobody_in(self, issuer: IssuerServer) -> None:
        ticks = Ticks()
        known = provider(issuer, ticks)
        issuer.away = True
        for _ in range(3):
            with pytest.raises(TokenRefused) as refusal:
                await known.bearer(read(issuer.access()), now=utc_now())
            assert refusal.value.refusal == "auth_failure"
        assert issuer.asked("/.well-known/openid-configuration") == 1
        issuer.away, ticks.now = False, FLOOR
        await known.bearer(read(issuer.access()), now=utc_now())

    @pytest.mark.parametrize("described", [{"issuer": "https://evil.example"}, {"jwks_uri": None}, {"jwks_uri": 1}])
    async def test_of_an_issuer_that_is_another_are_not_taken(
        self, issuer: IssuerServer, described: dict[str, Any]
    ) -> None:
        issuer.described = described
        assert await refused(issuer, issuer.access()) == "auth_failure"

    async def test_are_fetched_only_where_requests_may_go(self, issuer: IssuerServer) -> None:
        known = Provider(provider(issuer).settings, Web())
        with pytest.raises(Away, match="public internet"):
            await known.description()


class TestSettings:
    @pytest.mark.parametrize(
        "change",
        [
            {"algorithms": ["none"]},
            {"algorithms": ["HS256"]},
            {"algorithms": []},
            {"issuer": "ftp://x"},
            {"issuer": "https://x/?a=b"},
            {"audience": CLIENT},
            {"client_id": "", "audience": ""},
            {"scope": "email"},
            {"permissions": {"read": "everything"}},
            {"key": "../x"},
            {"unknown": 1},
        ],
    )
    def test_refuse_what_would_be_unsafe(self, change: dict[str, Any]) -> None:
        whole = {"key": "main", "name": "Main", "issuer": "https://id.example", "client_id": CLIENT}
        Issuer.model_validate(whole)
        with pytest.raises(ValueError, match=r"\w"):
            Issuer.model_validate({**whole, "audience": AUDIENCE, **change})
