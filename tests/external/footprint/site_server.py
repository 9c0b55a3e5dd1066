"""A server that answers as GitHub's REST API and the API of Stack Exchange are documented to."""

import gzip
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr
from tests.external.http.web_server import Asked, Reply, WebServer

from evenhand.external.footprint import Looked, Trouble
from evenhand.external.http import Web

T = TypeVar("T", bound=Trouble)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
RESET = 1_795_253_400
"""Half past nine on the day of the tests."""
LOOPBACK = (ip_network("127.0.0.0/8"),)


def repository(name: str, language: Any = "Rust", **more: Any) -> dict[str, Any]:
    return {
        "id": abs(hash(name)) % 10**8,
        "name": name,
        "full_name": f"octo-mira/{name}",
        "private": False,
        "fork": False,
        "archived": False,
        "language": language,
        "stargazers_count": 7,
        "created_at": "2019-03-01T10:00:00Z",
        "pushed_at": "2025-06-01T23:59:00Z",
        **more,
    }


@dataclass
class Github:
    """One account, six repositories in Rust, one in Python, one fork. `replies` answers paths otherwise."""

    login: str = "octo-mira"
    number: int = 583231
    bio: str | None = "I write Rust."
    remaining: int = 57
    repositories: list[Any] = field(
        default_factory=lambda: [
            *[repository(f"crate-{n}", created_at=f"{2015 + n}-03-01T10:00:00Z") for n in range(6)],
            repository("scripts", "Python"),
            repository("forked", "C", fork=True),
        ]
    )
    replies: dict[str, Callable[[Asked], Reply]] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        path = urlsplit(asked.target).path
        other = self.replies.get(path)
        if other:
            return other(asked)
        self.remaining -= 1
        value = self._value(path)
        status = 200 if value is not None else 404
        return self.says(asked, value if value is not None else {"message": "Not Found"}, status)

    def says(self, asked: Asked, value: Any, status: int = 200) -> Reply:
        body = json.dumps(value).encode()
        tag = f'"{hash(body):x}"'
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "ETag": tag,
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(RESET),
        }
        if status == 200 and asked.headers.get("if-none-match") == tag:
            return Reply(304, headers)
        return Reply(status, headers, body)

    def _value(self, path: str) -> Any:
        if path == f"/users/{self.login}" or path == f"/user/{self.number}":
            return {
                "login": self.login,
                "id": self.number,
                "type": "User",
                "bio": self.bio,
                "public_repos": len(self.repositories),
                "followers": 10,
                "created_at": "2011-01-25T18:44:36Z",
            }
        if path == f"/users/{self.login}/repos":
            return self.repositories
        if path == "/search/issues":
            item = {
                "title": "Fix the tides",
                "number": 12,
                "html_url": "javascript:alert(1)",
                "repository_url": "https://api.github.com/repos/harbour/tides",
            }
            return {"total_count": 3, "incomplete_results": False, "items": [item]}
        if re.fullmatch(rf"/repos/{self.login}/[a-z0-9-]+/languages", path):
            return {"Rust": 52_000, "Shell": 300}
        return None


@dataclass
class StackExchange:
    """One user. `extra` is added to every wrapper."""

    number: int = 22656
    about: str | None = "<p>I answer.</p>"
    extra: dict[str, Any] = field(default_factory=dict)
    replies: dict[str, Callable[[Asked], Reply]] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        parts = urlsplit(asked.target)
        path, fields = parts.path.removeprefix("/2.3"), parse_qs(parts.query)
        other = self.replies.get(path)
        if other:
            return other(asked)
        return self.says(self._items(path, fields))

    def says(self, items: Any, status: int = 200, **more: Any) -> Reply:
        wrapper = {"items": items, "has_more": False, "quota_max": 300, "quota_remaining": 290, **self.extra, **more}
        body = gzip.compress(json.dumps(wrapper).encode())
        return Reply(status, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, body)

    def _items(self, path: str, fields: dict[str, list[str]]) -> list[dict[str, Any]]:
        if path == "/filters/create":
            return [{"filter": "!-abc", "filter_type": "safe", "included_fields": []}]
        if path == f"/users/{self.number}":
            user: dict[str, Any] = {
                "user_id": self.number,
                "display_name": "Mira &lt;b&gt; O&#39;Hara",
                "reputation": 1234,
                "creation_date": 1_300_000_000,
                "link": "javascript:alert(1)",
            }
            if fields.get("filter") == ["!-abc"]:
                user |= {"about_me": self.about, "answer_count": 41}
            return [user]
        if path == f"/users/{self.number}/top-tags":
            return [
                {"tag_name": "rust", "answer_count": 12, "answer_score": 40, "question_count": 0, "question_score": 0},
                {"tag_name": "python", "answer_count": 5, "answer_score": -1},
                {"tag_name": "<script>", "answer_count": 5, "answer_score": 1},
            ]
        return []


@asynccontextmanager
async def serving(answering: Callable[[Asked], Reply]) -> AsyncIterator[WebServer]:
    async with WebServer(answering).running() as server:
        yield server


def limited(status: int = 403, **headers: str) -> Callable[[Asked], Reply]:
    return lambda _: Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, b"{}")


def web(*, most_bytes: int = 2_000_000, seconds: float = 5) -> Web:
    """The way to servers of the test's own, as the product asks its sites."""
    return Web(allowed=LOOPBACK, unpack=True, most_bytes=most_bytes, seconds=seconds)


def secret(value: str) -> SecretStr | None:
    """A key or token as settings hold it."""
    return SecretStr(value) if value else None


async def refused(
    answering: Callable[[Asked], Reply], look: Callable[[WebServer], Awaitable[Looked]], kind: type[T]
) -> T:
    """How a look at such a server fails."""
    async with serving(answering) as server:
        with pytest.raises(kind) as raised:
            await look(server)
    return raised.value
