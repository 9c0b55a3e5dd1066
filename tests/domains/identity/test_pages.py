"""Signing up, in and out in a browser."""

from collections.abc import Awaitable, Callable

import pytest
from tests.client import Client
from tests.people import PASSWORD, Cast

ClientOf = Callable[..., Awaitable[Client]]


class TestSignUp:
    async def test_makes_an_account_and_signs_in(self, client_of: ClientOf) -> None:
        browser = await client_of()
        fields = {"name": "Olga Vetrova", "email": "olga@example.org", "password": PASSWORD, "next": "/account"}
        answer = await browser.submit("/sign-up", fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
        assert "Olga Vetrova" in (await browser.get("/account")).text

    async def test_says_what_is_processed_why_and_how_long(self, client_of: ClientOf) -> None:
        text = (await (await client_of()).get("/sign-up")).text
        assert all(word in text for word in ("What happens to your data", "Why", "How long"))

    async def test_keeps_what_was_typed_beside_the_error(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of()
        fields = {"name": "Second Mira", "email": cast.mira.email, "password": PASSWORD}
        answer = await browser.submit("/sign-up", fields)
        assert answer.status_code == 422
        assert "There is an account with this address" in answer.text
        assert "Second Mira" in answer.text
        assert PASSWORD not in answer.text


class TestSignIn:
    async def test_leads_to_where_the_person_was_headed(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of()
        answer = await browser.get("/account")
        assert answer.headers["location"] == "/sign-in?next=/account"
        fields = {"email": cast.bob.email, "password": PASSWORD, "next": "/account"}
        answer = await browser.submit("/sign-in", fields)
        assert answer.headers["location"] == "/account"

    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/",
            "//evil.example",
            "//[",
            "/\\evil.example",
            "/\t/evil.example",
            "/account\r\nset-cookie: a=b",
            "/a\x00",
            "javascript:alert(1)",
            "evil",
        ],
    )
    async def test_never_leads_to_another_site(self, client_of: ClientOf, cast: Cast, target: str) -> None:
        fields = {"email": cast.bob.email, "password": PASSWORD, "next": target}
        answer = await (await client_of()).submit("/sign-in", fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")

    async def test_leads_on_in_a_header_that_any_path_fits_into(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of(cast.bob)
        answer = await browser.get("/sign-in", params={"next": "/jobs?q=Ж"}, headers={"hx-request": "true"})
        assert (answer.status_code, answer.headers["hx-redirect"]) == (200, "/jobs?q=%D0%96")

    async def test_refuses_a_form_from_elsewhere(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of()
        await browser.get("/sign-in")
        fields = {"email": cast.bob.email, "password": PASSWORD, "csrf_token": "0" * 64}
        answer = await browser.post("/sign-in", data=fields)
        assert answer.status_code == 403
        assert "open too long" in answer.text

    async def test_slows_down_guessing(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of()
        fields = {"email": cast.bob.email, "password": "a wrong password"}
        statuses = [(await browser.submit("/sign-in", fields)).status_code for _ in range(9)]
        assert statuses == [422] * 8 + [429]


class TestSignOut:
    async def test_ends_the_session_everywhere(self, client_of: ClientOf, cast: Cast) -> None:
        browser = await client_of(cast.mira)
        assert (await browser.get("/account")).status_code == 200
        cookies = dict(browser.cookies)
        await browser.submit("/sign-out")
        stolen = await client_of()
        stolen.cookies.update(cookies)
        assert (await stolen.get("/account")).status_code == 303


class TestCookies:
    async def test_reading_a_public_page_sets_none(self, client_of: ClientOf) -> None:
        answer = await (await client_of()).get("/privacy")
        assert "set-cookie" not in answer.headers

    async def test_the_session_cookie_is_out_of_reach_of_scripts(self, client_of: ClientOf, cast: Cast) -> None:
        answer = await (await client_of()).submit("/sign-in", {"email": cast.bob.email, "password": PASSWORD})
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
