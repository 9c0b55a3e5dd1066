"""An account on a site of Stack Exchange, by a server that answers as documented, and by ones that do not."""

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from tests.external.footprint.site_server import NOW, StackExchange, limited, refused, secret, serving, web
from tests.external.http.web_server import Reply, WebServer

from evenhand.external.footprint import Account, Away, Limited, Looked, NotThere, StackExchangeFound, Trouble, Unusable
from evenhand.external.footprint import stackexchange as module

SECRET = "se_very_secret"


def site_of(server: WebServer, *, key: str = "") -> module.StackExchange:
    return module.StackExchange(
        web(most_bytes=100_000),
        url=f"http://127.0.0.1:{server.port}/2.3",
        key=secret(key),
        clock=lambda: NOW,
    )


async def look(server: WebServer, *, number: int = 22656, code: str = "", key: str = "") -> Looked:
    account = Account(str(number), "stackoverflow")
    return await site_of(server, key=key).look(account, parts={}, code=code)


class TestLook:
    async def test_says_what_the_account_shows(self) -> None:
        async with serving(StackExchange()) as server:
            found = (await look(server)).found
        assert isinstance(found, StackExchangeFound)
        assert (found.name, found.account_id, found.since) == ("Mira <b> O'Hara", 22656, 2011)
        assert (found.reputation, found.answers) == (1234, 41)
        assert [(one.name, one.answers, one.score) for one in found.tags] == [("rust", 12, 40), ("python", 5, -1)]

    async def test_makes_its_filter_once(self) -> None:
        async with serving(StackExchange()) as server:
            site = site_of(server)
            for _ in range(2):
                await site.look(Account("22656", "stackoverflow"), parts={}, code="")
        assert sum("/filters/create" in one.target for one in server.requests) == 1
        assert all("site=stackoverflow" in one.target for one in server.requests[1:])

    async def test_finds_the_code(self) -> None:
        async with serving(StackExchange(about="<p>Hello &amp; evenhand-abc</p>")) as server:
            assert (await look(server, code="evenhand-abc")).says_code
            assert not (await look(server, code="evenhand-xyz")).says_code

    async def test_sends_the_key_and_shows_it_to_nobody(self) -> None:
        site = StackExchange()
        site.replies["/users/5"] = lambda _: Reply(200, {}, b"no json")
        async with serving(site) as server:
            with capture_logs() as logs:
                looked = await look(server, key=SECRET)
                with pytest.raises(Unusable) as refusal:
                    await look(server, number=5, key=SECRET)
        assert all(f"key={SECRET}" in one.target for one in server.requests)
        assert SECRET not in f"{logs} {refusal.value!r} {refusal.value.__cause__!r} {looked!r}"


class TestLimits:
    async def test_heeds_backoff_and_quota(self) -> None:
        async with serving(StackExchange(extra={"backoff": 90})) as server:
            assert (await look(server)).pause == NOW + timedelta(seconds=90)
        async with serving(StackExchange(extra={"quota_remaining": 0})) as server:
            assert (await look(server)).pause == datetime(2026, 11, 22, tzinfo=UTC)

    async def test_waits_as_long_as_it_is_told(self) -> None:
        throttled = {
            "error_id": 502,
            "error_name": "throttle_violation",
            "error_message": "too many requests from this IP, more requests available in 4523 seconds",
        }
        site = StackExchange()
        site.replies["/users/22656"] = lambda _: site.says([], 400, **throttled)
        late = await refused(site, look, Limited)
        assert late.until == NOW + timedelta(seconds=4523)
        site.replies["/users/22656"] = limited(429, Retry_After="300")
        late = await refused(site, look, Limited)
        assert late.until == NOW + timedelta(seconds=300)

    async def test_shows_the_account_where_only_its_tags_are_refused(self) -> None:
        site = StackExchange()
        site.replies["/users/22656/top-tags"] = lambda _: site.says([], 400, error_id=502, error_message="soon")
        async with serving(site) as server:
            looked = await look(server)
        assert isinstance(looked.found, StackExchangeFound)
        assert (looked.found.reputation, looked.found.tags) == (1234, [])
        assert looked.pause == NOW + timedelta(minutes=1)


class TestTrouble:
    @pytest.mark.parametrize(
        ("reply", "kind"),
        [
            (Reply(404, {}, b"{}"), NotThere),
            (Reply(500, {}, b"{}"), Away),
            (Reply(200, {}, b"<html>"), Unusable),
            (Reply(200, {}, b'{"items": {"a": 1}}'), Unusable),
            (Reply(400, {}, b'{"error_id": 400, "error_message": "site"}'), Unusable),
            (Reply(200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 50_000_000)), Away),
            (Reply(200, {"Content-Encoding": "gzip"}, gzip.compress(b'{"items": []}')[:-9]), Away),
            (Reply(200, {"Content-Encoding": "br"}, b"x"), Away),
        ],
    )
    async def test_has_a_name(self, reply: Reply, kind: type[Trouble]) -> None:
        site = StackExchange()
        site.replies["/users/22656"] = lambda _: reply
        await refused(site, look, kind)

    async def test_is_an_account_that_is_not_there(self) -> None:
        async with serving(StackExchange()) as server:
            with pytest.raises(NotThere):
                await look(server, number=1)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("display_name", 5),
            ("reputation", "1234"),
            ("creation_date", -1),
            ("creation_date", 10**18),
            ("about_me", []),
        ],
    )
    async def test_is_not_what_single_fields_say(self, field: str, value: Any) -> None:
        site = StackExchange()
        user = {"user_id": 22656, "display_name": "Mira", field: value}
        site.replies["/users/22656"] = lambda _: site.says([5, user])
        site.replies["/users/22656/top-tags"] = lambda _: site.says(
            [{"tag_name": 5}, {"tag_name": "a b", "answer_count": 1}]
        )
        async with serving(site) as server:
            found = (await look(server, code="evenhand-abc")).found
        assert isinstance(found, StackExchangeFound)
        assert (found.tags, found.reputation, found.since) == ([], None, None)
