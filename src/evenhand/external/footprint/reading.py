"""Asking a site for JSON, and taking from it only what it should be: nothing a site says is believed to have a type."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from evenhand.external.footprint.shapes import Away, Limited, Unusable
from evenhand.external.http import Answer, NotReached, NotSafe, Web, readable
from evenhand.kit.text import line

LARGEST = 2**53
LONGEST_PAUSE = timedelta(hours=25)
"""Whatever a site says: its own limits are of an hour or a day."""
SHORTEST_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True)
class Said:
    """An answer: `value` is what its JSON says, None where it is said that nothing has changed."""

    status: int
    headers: Mapping[str, str]
    value: Any


async def ask(web: Web, url: str, headers: Mapping[str, str]) -> Said:
    """Read an address of the site. Raises Away and Unusable."""
    try:
        answer = await web.get(url, headers=headers)
    except NotReached as trouble:
        raise Away(str(trouble)) from trouble
    except NotSafe as trouble:
        raise Unusable(str(trouble)) from trouble
    asked, came = readable(url), readable(answer.url)
    if asked is None or came is None or asked.origin != came.origin:
        raise Unusable("The answer is from elsewhere.")
    if answer.status >= 500:
        raise Away(f"The site answers {answer.status}.")
    return Said(answer.status, answer.headers, None if answer.status == 304 else _parsed(answer))


def _parsed(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        if answer.status != 200:
            return None  # the status says it
        raise Unusable("The answer is no JSON.") from error


def limited(until: datetime, *, now: datetime) -> Limited:
    """A pause within bounds."""
    return Limited(min(max(until, now + SHORTEST_PAUSE), now + LONGEST_PAUSE))


def table(value: Any) -> dict[str, Any]:
    """An object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none for anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def words(value: Any, most: int) -> str:
    """One line of text, without what lets it show something other than it says; empty for anything else."""
    if not isinstance(value, str):
        return ""
    short = line(value[: most * 4])
    return short if len(short) <= most else short[: most - 1].rstrip() + "…"


def whole(value: Any) -> int | None:
    """A number from 0 on; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST else None


def year(value: Any) -> int | None:
    """The year of an ISO 8601 moment; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value).year
    except ValueError:
        return None
    return found if 1990 <= found <= 2200 else None
