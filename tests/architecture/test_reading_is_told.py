"""Whatever shows a member of an organisation what a candidate wrote writes down that it did, route by route."""

import html
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from scripts.docs import walk
from sqlalchemy import text
from tests.applicants import LETTER
from tests.architecture.test_tenants import ELSEWHERE, Held, held
from tests.client import Client
from tests.interviewing import GOOD
from tests.people import NOW, Cast

from evenhand.domains.identity.schemas import HouseRules
from evenhand.domains.identity.service.house_rules import change_house_rules
from evenhand.wiring import House

__all__ = ["held"]  # a fixture of the other walk

ClientOf = Callable[..., Awaitable[Client]]
WROTE = ("keep parcels honest", LETTER, GOOD)
"""In the resume and its profile, in the letter, in the answers of the interview."""
WHO = ("mira@example.org", "Mira Candidate")
"""At the head of everything about one applicant. Lists name many, and are no entries (docs/decisions/0019)."""
ABOUT_ONE = ("{application_id}", "{interview_id}")
FEWEST_TOLD = 12  # a walk that finds nothing would pass


async def entries(house: House) -> int:
    async with house.database.transaction() as session:
        return int(await session.scalar(text("SELECT count(*) FROM audit_entry")) or 0)


@pytest.mark.parametrize("rate_first", [False, True], ids=["figures", "words before one's own rating"])
async def test_every_route_that_shows_one_candidate_or_their_words_is_told(
    api: FastAPI, client_of: ClientOf, house: House, cast: Cast, held: Held, rate_first: bool
) -> None:
    if rate_first:
        async with house.database.transaction() as session:
            await change_house_rules(session, HouseRules(rate_first=True), actor=cast.alice.actor, now=NOW)
    client = await client_of(cast.alice)
    told: list[str] = []
    untold: list[str] = []
    for one in walk(api):
        if one.method != "GET" or any(f"{{{name}}}" in one.path for name in ELSEWHERE):
            continue
        before = await entries(house)
        answer = await client.get(held.path(one))
        shown = html.unescape(answer.text)
        names = WHO if any(place in one.path for place in ABOUT_ONE) else ()
        if answer.status_code == 200 and any(words in shown for words in (*WROTE, *names)):
            (told if await entries(house) == before + 1 else untold).append(one.path)
    assert untold == []
    assert len(told) >= FEWEST_TOLD, told
