"""Whatever shows a member of an organisation what a candidate wrote writes down that it did, route by route."""

import html
from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from scripts.docs import walk
from sqlalchemy import text
from tests.applicants import LETTER
from tests.architecture.test_tenants import ELSEWHERE, Held, held
from tests.client import Client
from tests.interviewing import GOOD
from tests.people import Cast

from evenhand.wiring import House

__all__ = ["held"]  # a fixture of the other walk

ClientOf = Callable[..., Awaitable[Client]]
WROTE = ("keep parcels honest", LETTER, GOOD)
"""In the resume and its profile, in the letter, in the answers of the interview."""
FEWEST_TOLD = 5  # a walk that finds nothing would pass


async def entries(house: House) -> int:
    async with house.database.transaction() as session:
        return int(await session.scalar(text("SELECT count(*) FROM audit_entry")) or 0)


async def test_every_route_that_shows_what_a_candidate_wrote_is_told(
    api: FastAPI, client_of: ClientOf, house: House, cast: Cast, held: Held
) -> None:
    client = await client_of(cast.alice)
    told: list[str] = []
    untold: list[str] = []
    for one in walk(api):
        if one.method != "GET" or any(f"{{{name}}}" in one.path for name in ELSEWHERE):
            continue
        before = await entries(house)
        answer = await client.get(held.path(one))
        if answer.status_code == 200 and any(words in html.unescape(answer.text) for words in WROTE):
            (told if await entries(house) > before else untold).append(one.path)
    assert untold == []
    assert len(told) >= FEWEST_TOLD, told
