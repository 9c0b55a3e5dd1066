"""GitHub's REST API, version 2022-11-28: an account, its repositories, their languages, and changes others took.

Not asked for: stars, followers, and events with their hours. They say nothing about what somebody can do.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import structlog
from pydantic import SecretStr

from evenhand.external.footprint.reading import Said, ask, limited, rows, table, whole, words, year
from evenhand.external.footprint.shapes import (
    Account,
    Away,
    Contribution,
    GithubFound,
    Language,
    Limited,
    Looked,
    NotThere,
    Parts,
    Repository,
    Unusable,
)
from evenhand.external.http import Web

log = structlog.get_logger(__name__)

VERSION = "2022-11-28"
PER_PAGE = 100
PAGES = 3
LOOKED_INTO = 30
LOOKED_INTO_WITHOUT_TOKEN = 8
"""Of 60 requests an hour for all people of an installation together."""
LEFT_ALONE = 5
"""Requests of an hour that are left for looking at an account at all."""
SHOWN = 10
SHOWN_CONTRIBUTIONS = 5
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
_FULL_NAME = re.compile(r"[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}")


class Github:
    """Asks GitHub, with the operator's token where there is one."""

    def __init__(self, web: Web, *, url: str, token: SecretStr | None, clock: Callable[[], datetime]) -> None:
        self._web = web
        self._url = url.rstrip("/")
        self._token = token
        self._clock = clock

    async def look(self, account: Account, *, parts: Parts, code: str) -> Looked:
        """What the account shows. Raises NotThere, Limited, Away, Unusable."""
        look = _Look(parts)
        user, about = await self._user(look, account.name, fresh=bool(code))
        login = user["login"]
        listed, cut = await self._repositories(look, login)
        own = [one for one in listed if not one["fork"]]
        merged, contributions = await self._merged(look, login)
        sizes, looked_into = await self._sizes(look, login, own)
        years = [one[key] for one in own for key in ("first_year", "last_year") if one[key]]
        found = GithubFound(
            account_id=user["id"],
            name=login,
            since=user["since"],
            own=len(own),
            forks=len(listed) - len(own),
            cut=cut,
            looked_into=looked_into,
            languages=_languages(own, sizes),
            repositories=[Repository.model_validate(one) for one in own[:SHOWN]],
            first_year=min(years, default=None),
            last_year=max(years, default=None),
            merged=merged,
            contributions=contributions,
        )
        return Looked(found, look.kept, says_code=bool(code) and code in about, pause=look.pause)

    async def _user(self, look: "_Look", name: str, *, fresh: bool) -> tuple[dict[str, Any], str]:
        """The account, and what it says about itself, which is not kept."""
        said, known = await self._known(look, "user", f"/users/{quote(name, safe='')}", fresh=fresh)
        if said.status in {404, 410}:
            raise NotThere
        if known is not None:
            return known, ""
        value = table(said.value)
        login, number = words(value.get("login"), 39), whole(value.get("id"))
        if said.status != 200 or not _NAME.fullmatch(login) or number is None:
            raise Unusable("The answer describes no account.")
        user = {"login": login, "id": number, "since": year(value.get("created_at"))}
        look.keep("user", said, user)
        about = value.get("bio")
        return user, about if isinstance(about, str) else ""

    async def _repositories(self, look: "_Look", login: str) -> tuple[list[dict[str, Any]], bool]:
        found = list[dict[str, Any]]()
        for number in range(1, PAGES + 1):
            path = f"/users/{quote(login, safe='')}/repos?type=owner&sort=pushed&per_page={PER_PAGE}&page={number}"
            said, known = await self._known(look, path, path)
            if known is None:
                if said.status != 200 or not isinstance(said.value, list):
                    raise Unusable("The answer is no list of repositories.")
                known = {
                    "count": len(said.value),
                    "items": [one for row in rows(said.value) if (one := _repository(row))],
                }
                look.keep(path, said, known)
            found += known["items"]
            if known["count"] < PER_PAGE:
                return found, False
        return found, True

    async def _merged(self, look: "_Look", login: str) -> tuple[int | None, list[Contribution]]:
        """Changes that projects of others took; None where the search, which has a limit of its own, does not say."""
        path = f"/search/issues?q=type:pr+is:merged+author:{login}+-user:{login}&per_page={SHOWN_CONTRIBUTIONS}"
        try:
            said, known = await self._known(look, path, path)
        except Limited:
            return None, []
        except Away:
            return None, []
        if known is None:
            value = table(said.value)
            count = whole(value.get("total_count"))
            if said.status != 200 or count is None:
                return None, []
            items = [one for row in rows(value.get("items")) if (one := _contribution(row))]
            known = {"count": count, "items": items[:SHOWN_CONTRIBUTIONS]}
            look.keep(path, said, known)
        return known["count"], [Contribution.model_validate(one) for one in known["items"]]

    async def _sizes(self, look: "_Look", login: str, own: list[dict[str, Any]]) -> tuple[Counter[str], int]:
        """How much of each language the repositories hold that were pushed to last; how many were looked into."""
        sizes, looked_into = Counter[str](), 0
        for one in own[: LOOKED_INTO if self._token else LOOKED_INTO_WITHOUT_TOKEN]:
            key = f"languages/{one['name']}"
            known = look.before.get(key)
            if not known or known.get("pushed") != one["pushed"]:
                if look.remaining is not None and look.remaining <= LEFT_ALONE:
                    break
                path = f"/repos/{quote(login, safe='')}/{quote(one['name'], safe='')}/languages"
                try:
                    said = await self._ask(look, path, {})
                except (Limited, Away, Unusable):
                    break
                if said.status != 200:
                    continue
                value = {words(name, 60): size for name, size in table(said.value).items() if whole(size)}
                known = {"pushed": one["pushed"], "value": value}
            look.kept[key] = known
            sizes.update(known["value"])
            looked_into += 1
        return sizes, looked_into

    async def _known(
        self, look: "_Look", key: str, path: str, *, fresh: bool = False
    ) -> tuple[Said, dict[str, Any] | None]:
        """The answer; with what was kept where the site says that this has not changed."""
        kept = look.before.get(key) or {}
        headers = {"if-none-match": kept["etag"]} if kept.get("etag") and not fresh else {}
        said = await self._ask(look, path, headers)
        if said.status != 304:
            return said, None
        if not headers:
            raise Unusable("Nothing has changed since nothing.")
        look.kept[key] = kept
        return said, kept["value"]

    async def _ask(self, look: "_Look", path: str, headers: dict[str, str]) -> Said:
        sent = {"accept": "application/vnd.github+json", "x-github-api-version": VERSION, **headers}
        if self._token:
            sent["authorization"] = f"Bearer {self._token.get_secret_value()}"
        said = await ask(self._web, self._url + path, sent)
        self._heed(look, said, is_search=path.startswith("/search/"))
        return said

    def _heed(self, look: "_Look", said: Said, *, is_search: bool) -> None:
        """Go by the limits the answer states. Raises Limited and Away."""
        now = self._clock()
        remaining, reset = _number(said.headers.get("x-ratelimit-remaining")), _reset(said)
        if not is_search and remaining is not None:
            look.remaining = remaining
            look.pause = limited(reset, now=now).until if remaining == 0 and reset else None
        if said.status == 401:
            log.warning("github_token_refused")
            raise Away("The site refuses the token.")
        if said.status not in {403, 429}:
            return
        wait = _number(said.headers.get("retry-after"))
        if wait is not None:
            raise limited(now + timedelta(seconds=wait), now=now)
        if remaining == 0 and reset:
            raise limited(reset, now=now)
        if said.status == 429:
            raise limited(now, now=now)
        raise Away("The site refuses to answer.")


class _Look:
    """What one look knows: answers of an earlier one, those to keep, and how many requests are left."""

    def __init__(self, before: Parts) -> None:
        self.before = before
        self.kept: Parts = {}
        self.remaining: int | None = None
        self.pause: datetime | None = None

    def keep(self, key: str, said: Said, value: dict[str, Any]) -> None:
        """For the next look."""
        self.kept[key] = {"etag": said.headers.get("etag", "")[:200], "value": value}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 12 else None


def _reset(said: Said) -> datetime | None:
    seconds = _number(said.headers.get("x-ratelimit-reset"))
    return datetime.fromtimestamp(min(seconds, 32_503_680_000), UTC) if seconds is not None else None


def _repository(row: dict[str, Any]) -> dict[str, Any] | None:
    name = row.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or row.get("private") is True:
        return None
    return {
        "name": name,
        "fork": row.get("fork") is not False,
        "language": words(row.get("language"), 60),
        "first_year": year(row.get("created_at")),
        "last_year": year(row.get("pushed_at")),
        "pushed": words(row.get("pushed_at"), 40),
    }


def _contribution(row: dict[str, Any]) -> dict[str, Any] | None:
    address, number, title = row.get("repository_url"), whole(row.get("number")), words(row.get("title"), 120)
    name = "/".join(address.split("/")[-2:]) if isinstance(address, str) else ""
    if not _FULL_NAME.fullmatch(name) or not number or not title:
        return None
    return {"repository": name, "number": number, "title": title}


def _languages(own: list[dict[str, Any]], sizes: Counter[str]) -> list[Language]:
    """The main languages of repositories, the most frequent first."""
    counts = Counter(one["language"] for one in own if one["language"])
    ordered = sorted(counts, key=lambda name: (-counts[name], -sizes[name], name))
    return [Language(name=name, repositories=counts[name], bytes=sizes[name] or None) for name in ordered[:12]]
