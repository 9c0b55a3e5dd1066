"""Scripts of other sites, and reverse proxies: what they may do is said in the settings, and nothing is by default."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from sqlalchemy import text
from tests.client import TOKEN
from tests.people import PASSWORD, Cast

from evenhand.domains.identity.api.signing import SIGN_IN_RATE
from evenhand.domains.notifications import queries as mails
from evenhand.domains.notifications import service as notifications
from evenhand.kit.settings import Settings
from evenhand.main import create_api
from evenhand.web.middleware import Surroundings
from evenhand.wiring import House

APP, EVIL = "https://app.example.com", "https://evil.example"
ALLOWED = {"access-control-allow-origin", "access-control-allow-credentials", "access-control-allow-methods"}
LOGIN = {"email": "mira@example.org", "password": "not the password"}


def visitor(
    house: House, *, peer: str = "127.0.0.1", base: str = "http://localhost:8000", **change: Any
) -> AsyncClient:
    """Somebody who speaks to the product with these settings."""
    house = replace(house, settings=house.settings.model_copy(update=change))
    app = Surroundings(create_api(house), secure=house.settings.secure_cookies)
    return AsyncClient(transport=ASGITransport(app, client=(peer, 1234)), base_url=base)


async def preflight(client: AsyncClient, origin: str, path: str = "/api/v1/auth/login") -> Response:
    headers = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    return await client.request("OPTIONS", path, headers=headers)


class TestOtherOrigins:
    @pytest.mark.parametrize("origin", [APP, EVIL, "null", "http://localhost:8000"])
    async def test_may_do_nothing_by_default(self, house: House, cast: Cast, origin: str) -> None:
        async with visitor(house) as client:
            for answer in (
                await preflight(client, origin),
                await client.get("/api/v1/jobs", headers={"origin": origin}),
                await client.post("/api/v1/auth/login", json=LOGIN, headers={"origin": origin}),
                await client.get("/jobs", headers={"origin": origin}),
            ):
                assert ALLOWED & set(answer.headers) == set()
            assert (await preflight(client, origin)).status_code == 405

    async def test_may_call_the_api_where_they_are_named(self, house: House, cast: Cast) -> None:
        async with visitor(house, cors_origins=(APP,)) as client:
            answer = await preflight(client, APP)
            assert answer.status_code == 200
            assert answer.headers["access-control-allow-origin"] == APP
            assert "authorization" in answer.headers["access-control-allow-headers"].lower()
            assert "access-control-allow-credentials" not in answer.headers
            answer = await client.get("/api/v1/jobs", headers={"origin": APP})
            assert answer.headers["access-control-allow-origin"] == APP
            assert "Origin" in answer.headers["vary"]
            answer = await client.get("/api/v1/auth/me", headers={"origin": APP})  # refusals can be read too
            assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, APP)

    @pytest.mark.parametrize(
        "origin",
        [EVIL, "null", "http://app.example.com", f"{APP}.evil.example", f"{APP}:444", "https://APP.example.com"],
    )
    async def test_that_only_look_like_it_may_not(self, house: House, cast: Cast, origin: str) -> None:
        async with visitor(house, cors_origins=(APP,)) as client:
            answer = await preflight(client, origin)
            assert answer.status_code == 400
            assert "access-control-allow-origin" not in answer.headers
            answer = await client.get("/api/v1/jobs", headers={"origin": origin})
            assert "access-control-allow-origin" not in answer.headers

    async def test_never_reach_pages(self, house: House, cast: Cast) -> None:
        async with visitor(house, cors_origins=(APP,)) as client:
            for path in ("/sign-in", "/jobs", "/account", "/healthz"):
                for answer in (await preflight(client, APP, path), await client.get(path, headers={"origin": APP})):
                    assert ALLOWED & set(answer.headers) == set()

    @pytest.mark.parametrize(
        "origin", ["*", "null", "app.example.com", f"{APP}/", f"{APP}/x", "https://*.example.com", "file://"]
    )
    def test_are_named_exactly(self, origin: str) -> None:
        with pytest.raises(ValueError, match="no origin"):
            Settings(cors_origins=origin, _env_file=None)
        assert Settings(cors_origins=f"{APP}, http://localhost:3000", _env_file=None).cors_origins == (
            APP,
            "http://localhost:3000",
        )


class TestBehindAProxy:
    async def test_cookies_are_for_https_alone_where_people_come_by_it(self, house: House, cast: Cast) -> None:
        """Whatever the proxy says of its own connection: the setting counts."""
        async with visitor(house, base="https://jobs.example.com", base_url="https://jobs.example.com") as client:
            answer = await self.sign_in(client)
            cookie = answer.headers["set-cookie"]
            assert cookie.startswith("__Host-evenhand=")
            for part in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
                assert part in cookie
            assert "Domain" not in cookie
            assert answer.headers["strict-transport-security"]
            assert answer.headers["location"] == "/"
        async with visitor(house) as client:
            answer = await self.sign_in(client, **{"x-forwarded-proto": "https"})
            assert answer.headers["set-cookie"].startswith("evenhand=")
            assert "strict-transport-security" not in answer.headers

    async def sign_in(self, client: AsyncClient, **headers: str) -> Response:
        page = await client.get("/sign-in", headers=headers)
        found = TOKEN.search(page.text)
        assert found
        fields = {"csrf_token": found.group(1), "email": "mira@example.org", "password": PASSWORD}
        return await client.post("/sign-in", data=fields, headers=headers)

    @pytest.mark.parametrize("header", ["host", "x-forwarded-host", "x-host", "forwarded", "x-original-host"])
    async def test_links_in_mails_lead_where_the_setting_says(
        self, house: House, cast: Cast, run_background: Callable[[], Awaitable[int]], header: str
    ) -> None:
        """Or a link with a token could be made to lead to somebody else's site."""
        value = "host=evil.example;proto=https" if header == "forwarded" else "evil.example"
        async with visitor(house, trusted_proxies=(ip_network("127.0.0.0/8"),)) as client:
            body = {"email": cast.mira.email}
            headers = {header: value, "x-forwarded-proto": "https"}
            answer = await client.post("/api/v1/auth/password/forgot", json=body, headers=headers)
            assert answer.status_code == 202
        await run_background()
        async with house.database.transaction() as session:
            rows = await mails.mails(session, person_id=cast.mira.id, limit=5)
            words = await notifications.open_words(rows[0], vault=house.vault)
        assert words
        links = re.findall(r"https?://[^\s\"<]+", words.text + words.html)
        assert links
        assert all(link.startswith("http://localhost:8000") for link in links)

    @pytest.mark.parametrize(("peer", "counts"), [("10.0.0.7", True), ("203.0.113.9", False)])
    async def test_callers_are_who_a_trusted_proxy_says_and_nobody_else(
        self, house: House, cast: Cast, peer: str, counts: bool
    ) -> None:
        proxies = (ip_network("10.0.0.0/8"),)
        async with visitor(house, peer=peer, trusted_proxies=proxies) as client:
            statuses = set()
            for number in range(SIGN_IN_RATE.times + 2):
                body = {"email": f"nobody{number}@example.org", "password": "wrong wrong"}
                headers = {"x-forwarded-for": f"198.51.100.{number}"}
                statuses.add((await client.post("/api/v1/auth/login", json=body, headers=headers)).status_code)
        assert statuses == ({401} if counts else {401, 429})
        async with house.database.transaction() as session:
            networks = set(await session.scalars(text("SELECT network FROM audit_entry WHERE act = 'sign_in.failed'")))
        assert networks == ({"198.51.100.0/24"} if counts else {"203.0.113.0/24"})
