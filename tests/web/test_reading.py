"""In which language pages and the API answer."""

import re
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from tests.client import Client
from tests.people import Cast

from evenhand.domains.identity import queries
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RUSSIAN = {"accept-language": "ru-RU,ru;q=0.9,en;q=0.8"}


def lang(html: str) -> str:
    found = re.search(r'<html lang="(\w+)"', html)
    return found.group(1) if found else ""


class TestReading:
    async def test_follows_the_browser_of_a_visitor(self, client_of: ClientOf) -> None:
        visitor = await client_of(None)
        answer = await visitor.get("/sign-in", headers=RUSSIAN)
        assert lang(answer.text) == answer.headers["content-language"] == "ru"
        assert "Accept-Language" in answer.headers.get_list("vary")
        assert "Cookie" in answer.headers.get_list("vary")
        assert lang((await visitor.get("/sign-in")).text) == "en"

    async def test_keeps_what_a_visitor_chose(self, client_of: ClientOf) -> None:
        visitor = await client_of(None)
        page = await visitor.get("/jobs?q=nurse")
        link = re.search(r'href="(/language/ru\?next=[^"]+)"', page.text)
        assert link
        moved = await visitor.get(link.group(1).replace("&amp;", "&"))
        assert moved.headers["location"] == "/jobs?q=nurse"
        assert lang((await visitor.get("/jobs", headers={"accept-language": "en"})).text) == "ru"

    @pytest.mark.parametrize("tag", ["tlh", "en_US", "%00"])
    async def test_knows_no_other_languages(self, client_of: ClientOf, tag: str) -> None:
        assert (await (await client_of(None)).get(f"/language/{tag}")).status_code == 404

    async def test_leads_to_no_other_site(self, client_of: ClientOf) -> None:
        answer = await (await client_of(None)).get("/language/ru?next=//elsewhere.example/")
        assert answer.headers["location"] == "/"

    async def test_follows_the_account_of_whoever_signed_in(self, client_of: ClientOf, cast: Cast) -> None:
        mira = await client_of(cast.mira)
        assert lang((await mira.get("/account", headers=RUSSIAN)).text) == "en"
        changed = await mira.submit("/account/language", {"language": "ru", "next": "/account"})
        assert changed.headers["location"] == "/account"
        assert lang((await mira.get("/account")).text) == "ru"
        await mira.submit("/account/language", {"language": "tlh"})
        assert lang((await mira.get("/account", headers={"accept-language": "en"})).text) == "ru"

    async def test_tells_a_program_in_the_language_it_asks_for(self, client_of: ClientOf, cast: Cast) -> None:
        nobody = await client_of(None)
        answer = await nobody.get("/api/v1/auth/me", headers=RUSSIAN)
        assert answer.json()["detail"] == "Войдите, чтобы продолжить."
        assert answer.json()["code"] == "not_signed_in"
        assert answer.headers["content-language"] == "ru"
        assert (await nobody.get("/api/v1/auth/me")).json()["detail"] == "Sign in to go on."


class TestSignUp:
    async def test_remembers_the_language_it_was_done_in(self, client_of: ClientOf, house: House) -> None:
        visitor: Client = await client_of(None)
        visitor.headers.update(RUSSIAN)
        fields = {"name": "Вера Ёлкина", "email": "vera@post.example", "password": "a long enough word"}
        assert (await visitor.submit("/sign-up", fields)).status_code == 303
        visitor.headers["accept-language"] = "en"
        assert lang((await visitor.get("/account")).text) == "ru"
        async with house.database.transaction() as session:
            index = house.signer.email_index("vera@post.example")
            person = await queries.person_by_email(session, email_index=index)
        assert person
        assert person.locale == "ru"


class TestProxies:
    async def test_what_a_caller_says_of_scheme_and_host_changes_nothing(
        self, client_of: ClientOf, house: House
    ) -> None:
        """Links and cookies follow EVENHAND_BASE_URL, so there is no forwarded header that could be forged."""
        visitor = await client_of(None)
        forged = {
            "x-forwarded-proto": "https",
            "x-forwarded-host": "elsewhere.example",
            "forwarded": "host=elsewhere.example;proto=https",
            "host": "elsewhere.example",
        }
        answer = await visitor.get("/sign-in", headers=forged)
        assert "elsewhere.example" not in answer.text
        assert "secure" not in answer.headers["set-cookie"].lower()
        moved = await visitor.get("/account", headers=forged)
        assert moved.headers["location"].startswith("/sign-in")

    async def test_cookies_are_secure_where_people_come_by_https(self, api: FastAPI, client_of: ClientOf) -> None:
        api.state.settings = api.state.settings.model_copy(update={"base_url": "https://jobs.example.org/"})
        answer = await (await client_of(None)).get("/language/ru?next=/jobs")
        assert "secure" in answer.headers["set-cookie"].lower()
        assert answer.headers["location"] == "/jobs"
