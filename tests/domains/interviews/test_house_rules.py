"""The rules of an organisation are kept wherever scores are seen or shown."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text
from tests.client import Client
from tests.interviewing import GOOD, make_interview, take
from tests.people import Cast, Member

from evenhand.domains.applications import service as applications
from evenhand.domains.audit import queries as audit_queries
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview
from evenhand.kit.clock import utc_now
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
Background = Callable[[], Awaitable[int]]


async def rule(client_of: ClientOf, cast: Cast, **rules: Any) -> None:
    answer = await (await client_of(cast.alice)).put("/api/v1/organisation/rules", json=rules)
    assert answer.status_code == 200, answer.text


async def taken(house: House, cast: Cast, run_background: Background) -> Interview:
    interview = await make_interview(house, cast)
    await take(house, cast.mira, interview, [GOOD, None, GOOD])
    await run_background()
    return await row(house, interview)


async def row(house: House, interview: Interview) -> Interview:
    async with house.database.transaction() as session:
        found = await queries.interview(session, org_id=interview.org_id, interview_id=interview.id)
        assert found
        return found


async def move(house: House, by: Member, interview: Interview, to: Any) -> None:
    async with house.database.transaction() as session:
        application = await applications.received_application(
            session, org_id=interview.org_id, application_id=interview.application_id
        )
        await applications.move(
            session,
            actor=by.actor,
            application_id=application.id,
            to=to,
            version=application.version,
            reason="Another applicant knows the tides better.",
            vault=house.vault,
            now=utc_now(),
        )


class TestRules:
    async def test_are_set_by_administrators_and_recorded_with_what_stood_before(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        alice = await client_of(cast.alice)
        sent = await alice.submit("/staff/rules", {"rate_first": "1", "release": "decided"})
        assert sent.status_code == 303
        assert "checked" in (await alice.get("/staff/rules")).text
        assert (await alice.get("/api/v1/organisation/rules")).json() == {
            "blind": False,
            "rate_first": True,
            "release": "decided",
        }
        async with house.database.transaction() as session:
            entries = await audit_queries.entries(session, org_id=cast.alice.org_id, act="rules.changed", limit=5)
        assert [(one.person_id, one.before, one.after) for one in entries] == [
            (
                cast.alice.id,
                {"blind": 0, "rate_first": 0, "release": "hand"},
                {"blind": 0, "rate_first": 1, "release": "decided"},
            )
        ]
        for other in (cast.bob, cast.erin, cast.mira):
            client = await client_of(other)
            assert (await client.put("/api/v1/organisation/rules", json={"rate_first": False})).status_code == 403
            assert (await client.submit("/staff/rules", {"release": "hand"})).status_code == 403
        assert (await alice.submit("/staff/rules", {"release": "never"})).status_code == 422


class TestRateFirst:
    async def test_shows_no_figure_anywhere_before_ones_own(
        self, house: House, cast: Cast, client_of: ClientOf, run_background: Background
    ) -> None:
        interview = await taken(house, cast, run_background)
        await rule(client_of, cast, rate_first=True)
        bob = await client_of(cast.bob)
        listed = (await bob.get("/api/v1/interviews")).json()["items"][0]
        assert (listed["overall"], listed["dimensions"], listed["rate_first"]) == (None, [], True)
        one = (await bob.get(f"/api/v1/interviews/{interview.id}")).json()
        assert (one["scorecard"], one["overall"]) == (None, None)
        for method, path in (("GET", "scorecard"), ("POST", "replay")):
            refused = await bob.request(method, f"/api/v1/interviews/{interview.id}/{path}")
            assert (refused.status_code, refused.json()["code"]) == (409, "rate_first")
        board = (await bob.get(f"/api/v1/jobs/{interview.job_id}/applications")).json()["items"][0]["interview"]
        assert (board["overall"], board["proposal"], board["people"]) == (None, None, None)
        page = (await bob.get(f"/staff/applications/{interview.application_id}/interview")).text
        assert "people rate first" in page
        assert "Proposed" not in page
        rated = await bob.post(f"/api/v1/interviews/{interview.id}/ratings", json={"relevance": 6})
        assert rated.json()["ratings"][0]["before"] is True
        assert (await bob.get(f"/api/v1/interviews/{interview.id}/scorecard")).status_code == 200


class TestRelease:
    async def test_by_hand_waits_for_somebody(self, house: House, cast: Cast, run_background: Background) -> None:
        assert (await taken(house, cast, run_background)).released_at is None

    async def test_at_once_follows_the_grades_and_names_nobody(
        self, house: House, cast: Cast, client_of: ClientOf, run_background: Background
    ) -> None:
        await rule(client_of, cast, release="scored")
        interview = await taken(house, cast, run_background)
        assert interview.released_at is not None
        assert interview.released_by is None
        mira = await client_of(cast.mira)
        assert (await mira.get(f"/interviews/{interview.id}/scorecard")).status_code == 200
        assert (
            "Harbour Test shows you your scorecard"
            in (await mira.get(f"/applications/{interview.application_id}")).text
        )

    async def test_after_the_decision_follows_that(
        self, house: House, cast: Cast, client_of: ClientOf, run_background: Background
    ) -> None:
        await rule(client_of, cast, release="decided")
        interview = await taken(house, cast, run_background)
        await move(house, cast.bob, interview, "finalist")
        await run_background()
        assert (await row(house, interview)).released_at is None
        await move(house, cast.bob, interview, "rejected")
        await run_background()
        assert (await row(house, interview)).released_at is not None

    @pytest.mark.parametrize("release", ["hand", "decided"])
    async def test_never_keeps_a_candidate_from_asking(
        self, house: House, cast: Cast, client_of: ClientOf, run_background: Background, release: str
    ) -> None:
        await rule(client_of, cast, release=release)
        interview = await taken(house, cast, run_background)
        mira, bob = await client_of(cast.mira), await client_of(cast.bob)
        assert f'action="/interviews/{interview.id}/ask"' in (await mira.get(f"/interviews/{interview.id}/done")).text
        for _ in range(2):
            assert (await mira.submit(f"/interviews/{interview.id}/ask")).status_code == 303
        assert "You asked Harbour Test" in (await mira.get(f"/interviews/{interview.id}/done")).text
        assert "Ask for their scorecard" in (await bob.get("/home")).text
        await run_background()
        async with house.database.transaction() as session:
            mails = await session.scalars(text("SELECT person_id FROM mail WHERE kind = 'scorecard-asked'"))
            assert sorted(mails) == sorted([cast.alice.id, cast.bob.id])
        assert (await bob.post(f"/api/v1/interviews/{interview.id}/ask")).status_code == 403


class TestAdverseMoves:
    async def test_need_a_person_and_a_reason_on_the_page_over_the_api_and_for_many(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        interview = await make_interview(house, cast)
        bob = await client_of(cast.bob)
        one, job = f"applications/{interview.application_id}", f"jobs/{interview.job_id}"
        chosen = [{"id": str(interview.application_id), "version": 2}]
        answers = [
            await bob.post(f"/api/v1/{one}/move", json={"to": "rejected", "version": 2}),
            await bob.post(f"/api/v1/{job}/applications/move", json={"to": "rejected", "chosen": chosen}),
            await bob.submit(f"/staff/{one}/reject", {"version": "2"}),
            await bob.submit(f"/staff/{job}/pipeline/reject", {"chosen": f"{interview.application_id}.2"}),
        ]
        assert [answer.status_code for answer in answers] == [422] * 4
        async with house.database.transaction() as session:
            found = await applications.received_application(
                session, org_id=interview.org_id, application_id=interview.application_id
            )
        assert found.stage == "interview"
