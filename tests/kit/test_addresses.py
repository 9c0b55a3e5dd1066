"""Whose address a rate limit counts by."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_network

import pytest
from fastapi import FastAPI
from tests.client import Client
from tests.people import Cast

from evenhand.kit.addresses import UNKNOWN, caller_address
from evenhand.kit.settings import Settings

PROXIES = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


class TestCallerAddress:
    @pytest.mark.parametrize(
        ("peer", "forwarded", "caller"),
        [
            ("203.0.113.9", "", "203.0.113.9"),
            ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # nobody we trust says so
            ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),  # what it claims to forward is made up
            ("::1", "198.51.100.1", "198.51.100.1"),
            ("10.0.0.1", "10.0.0.3", "10.0.0.3"),
            ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("::ffff:203.0.113.9", "", "203.0.113.9"),
            ("2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:bbbb::2", "", "2001:db8:1:2::/64"),
            ("", "198.51.100.1", UNKNOWN),
        ],
    )
    def test_is_the_nearest_that_is_not_ours(self, peer: str, forwarded: str, caller: str) -> None:
        assert caller_address(peer, forwarded, trusted=PROXIES) == caller


class TestRates:
    @pytest.mark.parametrize(("trusted", "last"), [("", 429), ("127.0.0.1", 401)])
    async def test_count_callers_behind_a_proxy_apart_only_where_it_is_trusted(
        self,
        api: FastAPI,
        client_of: Callable[..., Awaitable[Client]],
        settings: Settings,
        cast: Cast,
        trusted: str,
        last: int,
    ) -> None:
        api.state.settings = settings.model_copy(
            update={"trusted_proxies": Settings(trusted_proxies=trusted, _env_file=None).trusted_proxies}
        )
        client = await client_of()
        for number in range(21):
            attempt = {"email": f"nobody-{number}@example.org", "password": "a wrong password"}
            headers = {"x-forwarded-for": f"198.51.100.{number}"}
            answer = await client.post("/api/v1/auth/login", json=attempt, headers=headers)
        assert answer.status_code == last
