"""An account at GitHub, by a server that answers as the documentation says, and by ones that do not."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from tests.external.footprint.site_server import (
    NOW,
    RESET,
    Github,
    limited,
    refused,
    repository,
    secret,
    serving,
    web,
)
from tests.external.http.web_server import Reply, WebServer

from evenhand.external.footprint import (
    Account,
    Away,
    GithubFound,
    Limited,
    Looked,
    NotThere,
    Parts,
    Trouble,
    Unusable,
)
from evenhand.external.footprint import github as module
from evenhand.external.http import Web

SECRET = "ghp_very_secret"


async def look(
    server: WebServer,
    name: str = "octo-mira",
    *,
    parts: Parts | None = None,
    code: str = "",
    token: str = "",
    way: Web | None = None,
) -> Looked:
    site = module.Github(
        way or web(),
        url=f"http://127.0.0.1:{server.port}",
        token=secret(token),
        clock=lambda: NOW,
    )
    return await site.look(Account(name), parts=parts or {}, code=code)


def found(looked: Looked) -> GithubFound:
    assert isinstance(looked.found, GithubFound)
    return looked.found


class TestLook:
    async def test_says_what_the_account_shows(self) -> None:
        async with serving(Github()) as server:
            one = found(await look(server))
        assert (one.name, one.account_id, one.since) == ("octo-mira", 583231, 2011)
        assert (one.own, one.forks, one.cut) == (7, 1, False)
        assert [(language.name, language.repositories) for language in one.languages] == [("Rust", 6), ("Python", 1)]
        assert one.languages[0].bytes == 7 * 52_000
        assert (one.first_year, one.last_year) == (2015, 2025)
        assert one.merged == 3
        assert [(each.repository, each.number, each.title) for each in one.contributions] == [
            ("harbour/tides", 12, "Fix the tides")
        ]

    async def test_keeps_neither_hours_nor_followers_nor_stars_nor_the_bio(self) -> None:
        async with serving(Github(bio="canary")) as server:
            looked = await look(server)
        kept = looked.found.model_dump_json()
        for word in ("23:59", "follower", "star", "canary"):
            assert word not in kept
        assert "canary" not in json.dumps(looked.parts)
        assert "events" not in "".join(one.target for one in server.requests)

    async def test_asks_only_for_what_has_changed(self) -> None:
        site = Github()
        async with serving(site) as server:
            first = await look(server)
            asked = len(server.requests)
            second = await look(server, parts=json.loads(json.dumps(first.parts)))
            again = server.requests[asked:]
        assert second.found == first.found
        assert [one.headers.get("if-none-match") is not None for one in again] == [True, True, True]
        assert len(again) == 3 < asked  # no language is asked for while nothing was pushed

    async def test_finds_the_code_and_asks_anew_for_it(self) -> None:
        site = Github()
        async with serving(site) as server:
            first = await look(server, code="evenhand-abc")
            assert not first.says_code
            site.bio = "I write Rust. evenhand-abc"
            assert (await look(server, parts=first.parts, code="evenhand-abc")).says_code
            assert not (await look(server, parts=first.parts, code="evenhand-xyz")).says_code

    async def test_follows_an_account_that_was_renamed(self) -> None:
        site = Github()
        site.replies["/users/old-name"] = lambda _: Reply(301, {"Location": f"/user/{site.number}"})
        async with serving(site) as server:
            one = found(await look(server, "old-name"))
        assert (one.name, one.own) == ("octo-mira", 7)

    async def test_is_led_nowhere_else(self) -> None:
        other = WebServer(Github(login="else"))
        async with other.running():
            site = Github()
            site.replies["/users/octo-mira"] = lambda _: Reply(
                301, {"Location": f"http://127.0.0.1:{other.port}/users/else"}
            )
            async with serving(site) as server:
                with pytest.raises(Unusable):
                    await look(server, token=SECRET)
        assert all("authorization" not in one.headers for one in other.requests)

    async def test_sends_the_token_and_shows_it_to_nobody(self) -> None:
        site = Github()
        site.replies["/users/refused"] = limited(401)
        async with serving(site) as server:
            with capture_logs() as logs:
                looked = await look(server, token=SECRET)
                with pytest.raises(Away) as refusal:
                    await look(server, "refused", token=SECRET)
        assert {one.headers["authorization"] for one in server.requests} == {f"Bearer {SECRET}"}
        assert all("x-github-api-version" in one.headers and one.headers["user-agent"] for one in server.requests)
        told = f"{logs} {refusal.value!r} {looked!r}"
        assert "github_token_refused" in told
        assert SECRET not in told

    async def test_reads_three_hundred_repositories_and_says_that_there_are_more(self) -> None:
        site = Github(repositories=[repository(f"one-{n}") for n in range(100)])
        async with serving(site) as server:
            one = found(await look(server))
        assert (one.own, one.cut) == (300, True)


class TestLimits:
    @pytest.mark.parametrize(
        ("status", "headers", "until"),
        [
            (403, {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(int(NOW.timestamp()) + 1800)}, 1800),
            (429, {"Retry_After": "240"}, 240),
            (403, {"Retry_After": "240", "X_RateLimit_Remaining": "50"}, 240),
            (429, {}, 60),
            (429, {"Retry_After": "0"}, 60),
            (429, {"Retry_After": "99999999999"}, 25 * 3600),
            (403, {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": "999999999999"}, 25 * 3600),
            (403, {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": "12"}, 60),
        ],
    )
    async def test_are_waited_for_within_bounds(self, status: int, headers: dict[str, str], until: int) -> None:
        site = Github()
        site.replies["/users/octo-mira"] = limited(status, **headers)
        late = await refused(site, look, Limited)
        assert late.until == NOW + timedelta(seconds=until)

    @pytest.mark.parametrize("headers", [{}, {"X_RateLimit_Remaining": "0"}, {"X_RateLimit_Remaining": "zero"}])
    async def test_without_a_moment_are_a_refusal(self, headers: dict[str, str]) -> None:
        site = Github()
        site.replies["/users/octo-mira"] = limited(403, **headers)
        await refused(site, look, Away)

    async def test_in_the_middle_cost_only_what_comes_last(self) -> None:
        """Sizes are not asked for when few requests are left, and the search has a limit of its own."""
        site = Github(remaining=8)
        site.replies["/search/issues"] = limited(403, Retry_After="60")
        async with serving(site) as server:
            one = found(await look(server))
        assert (one.own, one.merged, one.contributions) == (7, None, [])
        assert one.looked_into == 1

    async def test_of_the_last_request_are_noted_for_everybody(self) -> None:
        site = Github(remaining=2)
        async with serving(site) as server:
            looked = await look(server)
        assert looked.pause == datetime.fromtimestamp(RESET, UTC)


HOSTILE = "\u202eRust<script>alert(1)</script>\u0000" + "x" * 5000


class TestTrouble:
    @pytest.mark.parametrize(
        ("reply", "kind"),
        [
            (Reply(404, {}, b'{"message": "Not Found"}'), NotThere),
            (Reply(410, {}, b""), NotThere),
            (Reply(500, {}, b"oops"), Away),
            (Reply(503, {}, b"{}"), Away),
            (Reply(200, {}, b"not json"), Unusable),
            (Reply(200, {}, b""), Unusable),
            (Reply(200, {}, b"[" * 200_000), Unusable),
            (Reply(200, {}, b"\xff\xfe"), Unusable),
            (Reply(200, {}, b'{"login": "octo-mira", "id": 1' + b"0" * 5000 + b"}"), Unusable),
            (Reply(200, {}, b'{"login": "octo-mira", "id": NaN}'), Unusable),
            (Reply(200, {}, b"null"), Unusable),
            (Reply(200, {}, b'["login"]'), Unusable),
            (Reply(200, {}, b'{"login": 5, "id": 5}'), Unusable),
            (Reply(200, {}, b'{"login": "../../x", "id": 5}'), Unusable),
            (Reply(200, {}, b'{"login": "octo-mira", "id": true}'), Unusable),
            (Reply(304, {}), Unusable),
            (Reply(200, {"Content-Encoding": "gzip"}, b"no gzip"), Away),
            (Reply(200, {}, b'{"x": "' + b"x" * 2_000_001 + b'"}'), Away),
        ],
    )
    async def test_has_a_name(self, reply: Reply, kind: type[Trouble]) -> None:
        site = Github()
        site.replies["/users/octo-mira"] = lambda _: reply
        await refused(site, look, kind)

    async def test_is_a_server_that_is_gone_or_slow(self) -> None:
        async with serving(Github()) as server:
            pass
        with pytest.raises(Away):
            await look(server)

        async def never(writer: asyncio.StreamWriter) -> None:
            await writer.drain()
            await asyncio.Event().wait()

        async with serving(lambda _: Reply(body=never)) as server:
            with pytest.raises(Away):
                await look(server, way=web(seconds=0.2))

    async def test_is_an_address_inside_our_network(self) -> None:
        async with serving(Github()) as server:
            with pytest.raises(Unusable):
                await look(server, way=Web())
        assert server.requests == []

    @pytest.mark.parametrize(
        "repositories",
        [
            {"message": "an object"},
            "text",
            None,
        ],
    )
    async def test_is_a_list_that_is_none(self, repositories: Any) -> None:
        site = Github()
        site.replies["/users/octo-mira/repos"] = lambda asked: site.says(asked, repositories)
        await refused(site, look, Unusable)

    async def test_is_not_what_single_fields_say(self) -> None:
        odd: list[Any] = [
            5,
            None,
            [],
            {},
            repository("fine"),
            repository("../up"),
            repository("a/b"),
            repository("hidden", private=True),
            repository("typed", language={"a": 1}, created_at=5, pushed_at=["x"], fork="no"),
            repository("hostile", language=HOSTILE, created_at="yesterday", pushed_at="9999999-01-01T00:00:00Z"),
        ]
        site = Github(repositories=odd)
        site.replies["/repos/octo-mira/fine/languages"] = lambda asked: site.says(asked, {"Rust": "many", "Go": -5})
        site.replies["/repos/octo-mira/hostile/languages"] = lambda asked: site.says(asked, [1, 2])
        site.replies["/search/issues"] = lambda asked: site.says(asked, {"total_count": "many", "items": "none"})
        async with serving(site) as server:
            one = found(await look(server))
        assert [each.name for each in one.repositories] == ["fine", "hostile"]
        assert (one.own, one.forks) == (2, 1)  # what does not say that it is none counts as a fork
        assert one.merged is None
        hostile = one.repositories[1].language
        assert len(hostile) <= 60
        assert "\u202e" not in hostile
        assert "\x00" not in hostile

    async def test_is_not_a_contribution_with_an_address_of_its_own(self) -> None:
        items: list[Any] = [
            {"title": "x", "number": 1, "repository_url": "https://evil.example/a/b?c=<script>"},
            {"title": "x", "number": "1", "repository_url": "https://api.github.com/repos/a/b"},
            {"title": "", "number": 1, "repository_url": "https://api.github.com/repos/a/b"},
            {"title": HOSTILE, "number": 1, "repository_url": "https://api.github.com/repos/a/b"},
        ]
        site = Github()
        site.replies["/search/issues"] = lambda asked: site.says(asked, {"total_count": 4, "items": items})
        async with serving(site) as server:
            (one,) = found(await look(server)).contributions
        assert one.repository == "a/b"
        assert len(one.title) <= 120
