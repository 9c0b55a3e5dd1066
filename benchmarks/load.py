"""Sends requests as many people at once would, from a process of its own: a plan on standard input, timings out.

A plan is one JSON object: {"url", "seconds", "warm_seconds", "think_seconds", "users": [{"headers": {}, "visits":
[{"name", "path"}]}]}. Each user asks for the visits in turn, waits for the whole answer, thinks, and goes on; with
`think_seconds` 0 the loop is closed. The answer is one JSON object: {"seconds", "timings": {name: [milliseconds]},
"errors": {name: count}, "bytes": {name: size of the last answer}}. What ends within the warm-up is not counted.
"""

import asyncio
import json
import sys
import time
from collections import Counter, defaultdict
from typing import Any

import aiohttp
import uvloop

PATIENCE_SECONDS = 20


class Load:
    """One run of a plan."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan = plan
        self._timings: dict[str, list[float]] = defaultdict(list)
        self._errors: Counter[str] = Counter()
        self._bytes: dict[str, int] = {}
        self._from = self._until = 0.0

    async def run(self) -> dict[str, Any]:
        """All users side by side; their first requests are spread over one thinking time."""
        begun = time.perf_counter()
        self._from = begun + self._plan["warm_seconds"]
        self._until = self._from + self._plan["seconds"]
        users = self._plan["users"]
        pauses = [self._plan["think_seconds"] * number / len(users) for number in range(len(users))]
        await asyncio.gather(*(self._use(number, pauses[number]) for number in range(len(users))))
        return {
            "seconds": self._plan["seconds"],
            "timings": self._timings,
            "errors": self._errors,
            "bytes": self._bytes,
        }

    async def _use(self, number: int, pause: float) -> None:
        user = self._plan["users"][number]
        timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(
            self._plan["url"], headers=user["headers"], timeout=timeout, cookie_jar=jar
        ) as http:
            await asyncio.sleep(pause)
            turn = number  # neighbours with the same visits begin at different ones
            while time.perf_counter() < self._until:
                await self._visit(http, user["visits"][turn % len(user["visits"])])
                turn += 1
                await asyncio.sleep(self._plan["think_seconds"])

    async def _visit(self, http: aiohttp.ClientSession, visit: dict[str, str]) -> None:
        begun = time.perf_counter()
        good = False
        try:
            async with http.get(visit["path"], allow_redirects=False) as answer:
                size = len(await answer.read())
                good = answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            size = 0
        ended = time.perf_counter()
        if not self._from <= ended <= self._until:
            return
        self._bytes[visit["name"]] = size
        if good:
            self._timings[visit["name"]].append((ended - begun) * 1000)
        else:
            self._errors[visit["name"]] += 1


if __name__ == "__main__":
    print(json.dumps(uvloop.run(Load(json.load(sys.stdin)).run())))
