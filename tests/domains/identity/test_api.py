"""Signing up, in and out over the API."""

from collections.abc import Awaitable, Callable

import pytest
from tests.client import Client
from tests.people import PASSWORD, Cast

ClientOf = Callable[..., Awaitable[Client]]


class TestSignup:
    async def test_answers_with_tokens_that_work(self, client_of: ClientOf) -> None:
        program = await client_of()
        answer = await program.post(
            "/api/v1/auth/signup", json={"name": "Olga", "email": "olga@example.org", "password": PASSWORD}
        )
        assert answer.status_code == 201
        program.bearer = answer.json()["access_token"]
        me = (await program.get("/api/v1/auth/me")).json()
        assert (me["name"], me["role"], me["organisation"]) == ("Olga", "candidate", None)

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("email", "nobody", "Write an e-mail address such as mira@example.org."),
            ("password", "short", "Use at least 10 characters."),
            ("name", "", "Write the name people should see."),
        ],
    )
    async def test_says_which_field_to_mend(self, client_of: ClientOf, field: str, value: str, message: str) -> None:
        body = {"name": "Olga", "email": "olga@example.org", "password": PASSWORD, field: value}
        answer = await (await client_of()).post("/api/v1/auth/signup", json=body)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["errors"] == [{"field": field, "message": message}]


class TestLogin:
    async def test_recognises_a_member_with_organisation_and_permissions(self, client_of: ClientOf, cast: Cast) -> None:
        program = await client_of()
        answer = await program.post("/api/v1/auth/login", json={"email": cast.bob.email, "password": PASSWORD})
        program.bearer = answer.json()["access_token"]
        me = (await program.get("/api/v1/auth/me")).json()
        assert me["organisation"]["name"] == "Harbour Test"
        assert "jobs:write" in me["permissions"]

    async def test_refuses_a_wrong_password(self, client_of: ClientOf, cast: Cast) -> None:
        answer = await (await client_of()).post(
            "/api/v1/auth/login", json={"email": cast.bob.email, "password": "not this one"}
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")


class TestMe:
    @pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
    async def test_refuses_a_token_that_is_not_ours(self, client_of: ClientOf, token: str) -> None:
        program = await client_of()
        program.bearer = token
        answer = await program.get("/api/v1/auth/me")
        assert answer.status_code == 401
        assert answer.json()["code"] == "not_signed_in"

    async def test_refuses_a_cookie_in_place_of_a_token(self, client_of: ClientOf, cast: Cast) -> None:
        program = await client_of(cast.bob)
        program.bearer = ""
        assert (await program.get("/api/v1/auth/me")).status_code == 401


class TestLogout:
    async def test_ends_the_refresh_token(self, client_of: ClientOf, cast: Cast) -> None:
        program = await client_of()
        tokens = (await program.post("/api/v1/auth/login", json={"email": cast.bob.email, "password": PASSWORD})).json()
        body = {"refresh_token": tokens["refresh_token"]}
        assert (await program.post("/api/v1/auth/logout", json=body)).status_code == 204
        assert (await program.post("/api/v1/auth/refresh", json=body)).json()["code"] == "session_ended"
