"""Tokens, cookies and sealed values with a bit turned, cut short, made longer, swapped, or made for something else."""

import base64
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from evenhand.kit.crypto import InvalidToken, KeyDestroyed, KeyFolder, Keyring, Signer, Vault, file_place
from evenhand.kit.csrf import session_cookie
from evenhand.kit.ids import new_id
from evenhand.wiring import House
from tests.client import Client
from tests.people import NOW, Cast

ClientOf = Callable[..., Awaitable[Client]]
SEED = 20261121
EXAMPLES = 400
ASKED = 40  # through the whole application
HERE, THERE = file_place("here"), file_place("there")
WORDS = "What Mira wrote, and nobody else may read."

Damage = tuple[str, int, int]
places, much = st.integers(0, 10**6), st.integers(0, 255)
damage = st.tuples(st.sampled_from(["flip", "cut", "cut front", "add", "swap", "twice"]), places, much)


def damaged(value: bytes, how: Damage) -> bytes:
    """The value with this done to it; now and then that leaves it as it was."""
    kind, at, amount = how
    at %= len(value)
    match kind:
        case "flip":
            return value[:at] + bytes([value[at] ^ (1 << amount % 8)]) + value[at + 1 :]
        case "cut":
            return value[:at]
        case "cut front":
            return value[at + 1 :]
        case "add":
            return value[:at] + bytes([amount]) + value[at:]
        case "twice":
            return value + value
    changed = bytearray(value)
    other = (at + amount) % len(value)
    changed[at], changed[other] = changed[other], changed[at]
    return bytes(changed)


def each(examples: int, strategy: st.SearchStrategy[Any]) -> list[Any]:
    """Examples, always the same ones."""
    made: list[Any] = []

    @seed(SEED)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def make(example: Any) -> None:
        made.append(example)

    make()
    assert len(made) >= examples // 2
    return made


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Vault, Signer]:
    ring = Keyring.open(tmp_path / "keys" / "keyring.json")
    return Vault(KeyFolder(tmp_path / "keys"), ring), Signer(ring)


class TestSealed:
    async def test_opens_as_it_was_or_not_at_all(self, keys: tuple[Vault, Signer]) -> None:
        person = new_id()
        key = await keys[0].key(person, person, create=True)
        sealed = key.seal_text(WORDS, HERE)
        assert key.open_text(sealed, HERE) == WORDS
        for how in each(EXAMPLES, damage):
            if (other := damaged(sealed, how)) != sealed:
                with pytest.raises(KeyDestroyed):
                    key.open_text(other, HERE)

    async def test_opens_nowhere_else(self, keys: tuple[Vault, Signer]) -> None:
        person, other, org = new_id(), new_id(), new_id()
        vault = keys[0]
        key = await vault.key(person, org, create=True)
        sealed = key.seal_text(WORDS, HERE)
        with pytest.raises(KeyDestroyed):
            key.open_text(sealed, THERE)
        for whose in ((other, org), (person, person), (org, person)):
            with pytest.raises(KeyDestroyed):
                (await vault.key(*whose, create=True)).open_text(sealed, HERE)
        parts = key.seal_text(WORDS[::-1], HERE)
        with pytest.raises(KeyDestroyed):
            key.open_text(sealed[:13] + parts[13:], HERE)  # the nonce of one and the words of another


class TestSigned:
    def test_is_read_as_it_was_or_not_at_all(self, keys: tuple[Vault, Signer]) -> None:
        signer = keys[1]
        token = signer.token("access", {"sub": "mira"}, now=NOW, lifetime=timedelta(hours=1))
        assert signer.read("access", token, now=NOW)["sub"] == "mira"
        for how in each(EXAMPLES, damage):
            other = damaged(token.encode(), how).decode("latin-1")
            if other != token:
                with pytest.raises(InvalidToken):
                    signer.read("access", other, now=NOW)

    def test_is_written_one_way_only(self, keys: tuple[Vault, Signer]) -> None:
        """Base64 has bits that say nothing, padding, and letters of another alphabet: none of them is let through."""
        signer = keys[1]
        token = signer.token("access", {"sub": "mira"}, now=NOW, lifetime=timedelta(hours=1))
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ \n."
        others = [token[:-1] + letter for letter in letters if letter != token[-1]]
        head, body, seal = token.split(".")
        others += [f"{token}=", f"{head}=.{body}.{seal}", f"{head}.{body}=.{seal}", f" {token}", f"{token}\n"]
        others += [f"{head}.{body}", f"{head}.{body}.", f"{head}..{seal}", f".{body}.{seal}", f"{token}.{seal}"]
        for other in others:
            with pytest.raises(InvalidToken):
                signer.read("access", other, now=NOW)

    @pytest.mark.parametrize("header", ["none", "HS512", "RS256", "dir"])
    def test_is_of_one_kind(self, keys: tuple[Vault, Signer], header: str) -> None:
        signer = keys[1]
        _, body, seal = signer.token("access", {"sub": "m"}, now=NOW, lifetime=timedelta(hours=1)).split(".")
        other = base64.urlsafe_b64encode(json.dumps({"alg": header, "typ": "JWT"}).encode()).decode().rstrip("=")
        for token in (f"{other}.{body}.{seal}", f"{other}.{body}."):
            with pytest.raises(InvalidToken):
                signer.read("access", token, now=NOW)

    def test_is_good_for_its_purpose_only(self, keys: tuple[Vault, Signer]) -> None:
        signer = keys[1]
        for made in ("access", "oidc-state", "unsubscribe"):
            token = signer.token(made, {"sub": "mira"}, now=NOW, lifetime=timedelta(hours=1))
            for asked in ("access", "oidc-state", "unsubscribe", "", "Access"):
                if asked != made:
                    with pytest.raises(InvalidToken):
                        signer.read(asked, token, now=NOW)


class TestCallers:
    async def test_with_a_damaged_token_are_nobody(self, client_of: ClientOf, cast: Cast) -> None:
        client = await client_of(cast.bob)
        whole = client.bearer
        assert (await client.get("/api/v1/auth/me")).status_code == 200
        for other in {damaged(whole.encode(), how) for how in each(ASKED, damage)} - {whole.encode()}:
            if other.isascii() and other.decode().isprintable() and other.strip():
                client.bearer = other.decode()
                assert (await client.get("/api/v1/auth/me")).status_code == 401, other

    async def test_with_a_damaged_cookie_are_nobody(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        client = await client_of(cast.bob)
        name = session_cookie(house.settings)
        whole = client.cookies[name]
        assert (await client.get("/account")).status_code == 200
        client.cookies.clear()
        for other in {damaged(whole.encode(), how) for how in each(ASKED, damage)} - {whole.encode()}:
            if other.isalnum():
                answer = await client.get("/account", headers={"cookie": f"{name}={other.decode()}"})
                assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/account"), other

    async def test_cannot_use_one_secret_as_another(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        """A bearer token as a cookie, a cookie as a bearer token, a refresh token as an access token."""
        client = await client_of(cast.bob)
        name = session_cookie(house.settings)
        cookie, bearer = client.cookies[name], client.bearer
        client.cookies.clear()
        assert (await client.get("/account", headers={"cookie": f"{name}={bearer}"})).status_code == 303
        signed_in = {"email": cast.bob.email, "password": "correct horse battery"}
        tokens = (await client.post("/api/v1/auth/login", json=signed_in)).json()
        for wrong in (cookie, tokens["refresh_token"], client.csrf):
            client.bearer = wrong
            assert (await client.get("/api/v1/auth/me")).status_code == 401
        refresh = {"refresh_token": bearer}
        client.bearer = ""
        assert (await client.post("/api/v1/auth/refresh", json=refresh)).status_code in {401, 422}
