"""The API of Stack Exchange, version 2.3: an account on one of its sites, and what it answers about."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from pydantic import SecretStr

from evenhand.external.footprint.reading import ask, limited, rows, table, whole, words
from evenhand.external.footprint.shapes import (
    Account,
    Limited,
    Looked,
    NotThere,
    Parts,
    StackExchangeFound,
    Tag,
    Unusable,
)
from evenhand.external.http import Web

INCLUDED = "user.about_me;user.answer_count"
"""What the default filter leaves out."""
TAGS = 10
THROTTLED = 502
_SECONDS = re.compile(r"(\d{1,6}) seconds")
_FILTER = re.compile(r"[A-Za-z0-9!*()_.~-]{1,100}")


class StackExchange:
    """Asks Stack Exchange, with the operator's key where there is one."""

    def __init__(self, web: Web, *, url: str, key: SecretStr | None, clock: Callable[[], datetime]) -> None:
        self._web = web
        self._url = url.rstrip("/")
        self._key = key
        self._clock = clock
        self._filter = ""

    async def look(self, account: Account, *, parts: Parts, code: str) -> Looked:
        """What the account shows. The API knows no conditional requests, so `parts` stays empty.

        Raises NotThere, Limited, Away, Unusable.
        """
        del parts
        pause = _Pause()
        if not self._filter:
            made = await self._ask(
                pause, "/filters/create", {"base": "default", "include": INCLUDED, "unsafe": "false"}
            )
            name = words((made or [{}])[0].get("filter"), 100)
            if not _FILTER.fullmatch(name):
                raise Unusable("The answer is no filter.")
            self._filter = name
        about = {"site": account.site}
        users = await self._ask(pause, f"/users/{account.name}", {**about, "filter": self._filter})
        user = next((one for one in users if str(whole(one.get("user_id"))) == account.name), None)
        if user is None:
            raise NotThere
        try:
            tags = await self._ask(pause, f"/users/{account.name}/top-tags", {**about, "pagesize": str(TAGS)})
        except Limited as late:
            pause.note(late.until)
            tags = []
        found = StackExchangeFound(
            account_id=int(account.name),
            name=words(html.unescape(words(user.get("display_name"), 200)), 60) or account.name,
            site=account.site,
            since=_year(user.get("creation_date")),
            reputation=whole(user.get("reputation")),
            answers=whole(user.get("answer_count")),
            tags=[one for row in tags if (one := _tag(row))][:TAGS],
        )
        said = user.get("about_me")
        says_code = bool(code) and isinstance(said, str) and code in html.unescape(said)
        return Looked(found, {}, says_code=says_code, pause=pause.until)

    async def _ask(self, pause: "_Pause", path: str, fields: dict[str, str]) -> list[dict[str, Any]]:
        """The items of an answer. Raises NotThere, Limited, Away, Unusable."""
        sent = {**fields, "key": self._key.get_secret_value()} if self._key else fields
        said = await ask(self._web, f"{self._url}{path}?{urlencode(sent)}", {"accept": "application/json"})
        now, value = self._clock(), table(said.value)
        backoff = whole(value.get("backoff"))
        if backoff:
            pause.note(limited(now + timedelta(seconds=backoff), now=now).until)
        if value.get("quota_remaining") == 0 and not isinstance(value.get("quota_remaining"), bool):
            pause.note(_tomorrow(now))
        if said.status == 429 or value.get("error_id") == THROTTLED:
            wait = _SECONDS.search(words(value.get("error_message"), 300))
            header = said.headers.get("retry-after", "")
            seconds = int(wait.group(1)) if wait else int(header) if re.fullmatch(r"[0-9]{1,6}", header) else 0
            raise limited(now + timedelta(seconds=seconds), now=now)
        if said.status == 404:
            raise NotThere
        if said.status != 200 or not isinstance(value.get("items"), list):
            raise Unusable("The answer holds no items.")
        return rows(value["items"])


class _Pause:
    """Until when not to ask again: the latest moment that was said."""

    def __init__(self) -> None:
        self.until: datetime | None = None

    def note(self, until: datetime) -> None:
        """One more."""
        self.until = max(self.until, until) if self.until else until


def _tomorrow(now: datetime) -> datetime:
    """When a day's quota is given out again."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _year(value: Any) -> int | None:
    seconds = whole(value)
    return datetime.fromtimestamp(seconds, UTC).year if seconds and seconds < 7_258_118_400 else None


def _tag(row: dict[str, Any]) -> Tag | None:
    name, answers = words(row.get("tag_name"), 35), whole(row.get("answer_count"))
    if not re.fullmatch(r"[^\s<>&\"'/\\?#]{1,35}", name) or not answers:
        return None
    score = row.get("answer_score")
    return Tag(name=name, answers=answers, score=score if isinstance(score, int) and abs(score) < 2**40 else 0)
