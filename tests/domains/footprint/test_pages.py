"""The page and the API: asked first, shown with dates, hostile words harmless, and nobody else's business."""

from collections.abc import Awaitable, Callable

from tests.applicants import make_resume
from tests.client import Client
from tests.domains.footprint.conftest import Sites
from tests.external.footprint.site_server import limited, repository
from tests.people import Cast

ClientOf = Callable[..., Awaitable[Client]]


class TestThePage:
    async def test_asks_where_it_is_first_needed(self, sites: Sites, cast: Cast, client_of: ClientOf) -> None:
        client = await client_of(cast.noor)
        page = (await client.get("/footprint")).text
        assert "What happens when you name an account" in page
        assert 'action="/footprint/github"' not in page
        refused = await client.submit("/footprint/github", {"account": "octo-mira"})
        assert refused.status_code == 409
        sent = await client.submit("/account/consents/footprint/give", {"notice": "1", "next": "/footprint"})
        assert sent.headers["location"] == "/footprint"
        assert 'action="/footprint/github"' in (await client.get("/footprint")).text
        assert sites.github_server.requests == []

    async def test_shows_plain_facts_with_their_date(self, sites: Sites, cast: Cast, client_of: ClientOf) -> None:
        client = await client_of(cast.mira)
        await make_resume(sites.house, cast.mira)
        for source, account in (("github", "octo-mira"), ("stackexchange", "stackoverflow.com/users/22656")):
            sent = await client.submit(f"/footprint/{source}", {"account": account})
            assert sent.headers["location"] == "/footprint"
        assert "The site is being asked" in (await client.get("/footprint")).text
        await sites.work()
        page = (await client.get("/footprint")).text
        for words in (
            "as of",
            "21 November 2026",
            "By your word, not proved",
            "your resume does not name it",
            "Fix the tides",
            "https://github.com/harbour/tides/pull/12",
            "Reputation",
            "3 changes",
            "Mira &lt;b&gt; O&#39;Hara",
        ):
            assert words in page, words
        assert "javascript:" not in page
        added = await client.submit(f"/resumes/{(await sites.shown(cast.mira)).resume_id}/skills", {"skills": "rust"})
        assert added.status_code == 303
        assert "your resume does not name it" not in (await client.get("/footprint")).text

    async def test_says_when_it_looks_next(self, sites: Sites, cast: Cast, client_of: ClientOf) -> None:
        sites.github.replies["/users/octo-mira"] = limited(429, Retry_After="1800")
        client = await client_of(cast.mira)
        await client.submit("/footprint/github", {"account": "octo-mira"})
        async with sites.house.database.transaction() as session:
            await session.connection()
        await sites.work()
        page = (await client.get("/footprint")).text
        assert "GitHub wants a pause before it is asked again." in page
        assert "09:30 UTC</time>, by itself." in page

    async def test_escapes_what_sites_say(self, sites: Sites, cast: Cast, client_of: ClientOf) -> None:
        hostile = '<img src=x onerror=alert(1)>"\u202e'
        sites.github.repositories = [repository(f"one-{n}", language=hostile) for n in range(3)]
        client = await client_of(cast.mira)
        await client.submit("/footprint/github", {"account": "octo-mira"})
        await sites.work()
        page = (await client.get("/footprint")).text
        assert "&lt;img src=x" in page
        assert "<img src=x" not in page
        assert "\u202e" not in page

    async def test_keeps_what_was_typed(self, sites: Sites, cast: Cast, client_of: ClientOf) -> None:
        client = await client_of(cast.mira)
        for typed in ("not/an/account at all", "x" * 400):
            refused = await client.submit("/footprint/github", {"account": typed})
            assert refused.status_code == 422
            assert "Write your name at GitHub, or its address" in refused.text
            assert f'value="{typed}"' in refused.text
        assert (await client.submit("/footprint/gitlab", {"account": "mira"})).status_code == 404
        assert sites.github_server.requests == []

    async def test_says_that_it_is_switched_off(self, sites: Sites, cast: Cast, client_of: ClientOf) -> None:
        client = await client_of(cast.mira)
        client_app = client._transport.app  # type: ignore[attr-defined]
        client_app.state.public_sites = {}
        page = (await client.get("/footprint")).text
        assert "has switched looking at public work off" in page
        assert 'action="/footprint/github"' not in page
        refused = await client.put("/api/v1/footprint/github", json={"account": "octo-mira"})
        assert (refused.status_code, refused.json()["code"]) == (409, "footprint_off")

    async def test_takes_an_account_away(self, sites: Sites, cast: Cast, client_of: ClientOf) -> None:
        client = await client_of(cast.mira)
        await client.submit("/footprint/github", {"account": "octo-mira"})
        await sites.work()
        await client.submit("/footprint/github/unlink")
        assert "octo-mira</a>" not in (await client.get("/footprint")).text
        assert (await client.submit("/footprint/github/unlink")).status_code == 404

    async def test_lets_a_suggestion_rest_and_brings_it_back(
        self, sites: Sites, cast: Cast, client_of: ClientOf
    ) -> None:
        await make_resume(sites.house, cast.mira)
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        client = await client_of(cast.mira)
        assert "Dismissed" not in (await client.get("/footprint")).text
        assert (await client.submit("/footprint/dismissed/rust")).status_code == 303
        page = (await client.get("/footprint")).text
        assert "Dismissed (1)" in page
        assert 'action="/footprint/dismissed/rust/restore"' in page
        assert 'action="/footprint/dismissed/rust"' not in page
        assert (await client.submit("/footprint/dismissed/rust/restore")).status_code == 303
        assert 'action="/footprint/dismissed/rust"' in (await client.get("/footprint")).text
        assert (await client.submit("/footprint/dismissed/kotlin")).status_code == 404


class TestTheApi:
    async def test_does_the_same(self, sites: Sites, cast: Cast, client_of: ClientOf) -> None:
        client = await client_of(cast.mira)
        sent = await client.put("/api/v1/footprint/github", json={"account": "octo-mira"})
        assert (sent.status_code, sent.json()["links"][0]["state"]) == (202, "waiting")
        await sites.work()
        out = (await client.get("/api/v1/footprint")).json()
        (link,) = out["links"]
        assert (link["state"], link["found"]["own"], link["found"]["kind"]) == ("ready", 7, "github")
        assert link["looked_at"].startswith("2026-11-21")
        assert (await client.post("/api/v1/footprint/github/look")).json()["links"][0]["state"] == "waiting"
        assert (await client.delete("/api/v1/footprint/github")).status_code == 204
        assert (await client.delete("/api/v1/footprint/github")).status_code == 404
        wrong = await client.put("/api/v1/footprint/stackexchange", json={"account": "mira"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "account_unreadable")

    async def test_lets_a_suggestion_rest(self, sites: Sites, cast: Cast, client_of: ClientOf) -> None:
        await make_resume(sites.house, cast.mira)
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        client = await client_of(cast.mira)
        out = (await client.put("/api/v1/footprint/dismissed/rust")).json()
        assert (out["suggestions"], [one["skill_id"] for one in out["dismissed"]]) == ([], ["rust"])
        out = (await client.delete("/api/v1/footprint/dismissed/rust")).json()
        assert ([one["skill_id"] for one in out["suggestions"]], out["dismissed"]) == (["rust"], [])
        assert (await client.put("/api/v1/footprint/dismissed/kotlin")).json()["code"] == "suggestion_not_found"
        assert (await (await client_of(cast.noor)).put("/api/v1/footprint/dismissed/rust")).status_code == 404

    async def test_shows_nobody_elses(self, sites: Sites, cast: Cast, client_of: ClientOf) -> None:
        await sites.link(cast.mira, "github", "octo-mira")
        await sites.work()
        for member in (cast.noor, cast.alice):
            client = await client_of(member)
            answer = await client.get("/api/v1/footprint")
            assert "octo-mira" not in answer.text
        assert answer.status_code == 403
