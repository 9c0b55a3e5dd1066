"""A score that was shown can be contested, once, and a named person answers: with the figures before and after."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text
from tests.client import Client
from tests.interviewing import GOOD, WEAK, make_interview, take
from tests.people import NOW, Cast, refusal_of

from evenhand.domains.audit import queries as audit_queries
from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.evaluation.rules import Inputs
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.schemas.ratings import RatingIn
from evenhand.domains.interviews.service import inviting, ratings
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
WORDS = "The second answer names the roll-back, in other words."
ANSWER = "You are right about the second answer."


@pytest.fixture
async def shown(house: House, cast: Cast, run_background: Callable[[], Awaitable[int]]) -> Interview:
    """A scorecard that Mira was shown."""
    interview = await make_interview(house, cast)
    await take(house, cast.mira, interview, [GOOD, WEAK, GOOD])
    await run_background()
    async with house.database.transaction() as session:
        return await inviting.release(session, actor=cast.bob.actor, interview_id=interview.id, now=NOW)


async def row(house: House, interview: Interview) -> Interview:
    async with house.database.transaction() as session:
        found = await queries.interview(session, org_id=interview.org_id, interview_id=interview.id)
        assert found
        return found


async def told(house: House, interview: Interview) -> list[tuple[str, str, Any, Any]]:
    async with house.database.transaction() as session:
        rows = await audit_queries.entries(session, org_id=interview.org_id, object_id=interview.id, limit=50)
        return [(one.act, one.reason, one.before, one.after) for one in rows if "contest" in one.act]


class TestContest:
    async def test_is_told_to_staff_on_their_list_and_by_mail_without_a_name(
        self, house: House, cast: Cast, shown: Interview, client_of: ClientOf, run_background: Callable[..., Any]
    ) -> None:
        mira, bob = await client_of(cast.mira), await client_of(cast.bob)
        assert "Contested scores" not in (await bob.get("/home")).text
        sent = await mira.submit(f"/interviews/{shown.id}/contest", {"words": WORDS})
        assert sent.status_code == 303
        page = (await mira.get(f"/interviews/{shown.id}/scorecard")).text
        assert WORDS in page
        assert "has to answer by" in page
        assert f'action="/interviews/{shown.id}/contest"' not in page
        assert "Contested scores" in (await bob.get("/home")).text
        await run_background()
        async with house.database.transaction() as session:
            mails = await session.scalars(text("SELECT person_id FROM mail WHERE kind = 'score-contested'"))
            assert set(mails) == {cast.alice.id, cast.bob.id}
        again = await mira.post(f"/api/v1/interviews/{shown.id}/contest", json={"words": WORDS + " And more."})
        assert (again.status_code, again.json()["code"]) == (409, "already_contested")

    async def test_needs_a_score_that_was_shown_and_words(
        self, house: House, cast: Cast, client_of: ClientOf, run_background: Callable[[], Awaitable[int]]
    ) -> None:
        interview = await make_interview(house, cast)
        await take(house, cast.mira, interview, [GOOD, WEAK, GOOD])
        await run_background()
        mira = await client_of(cast.mira)
        path = f"/api/v1/interviews/{interview.id}/contest"
        early = await mira.post(path, json={"words": WORDS})
        assert (early.status_code, early.json()["code"]) == (409, "nothing_to_contest")
        assert (await mira.post(path, json={"words": "No."})).status_code == 422
        for other in (cast.noor, cast.bob):
            answer = await (await client_of(other)).post(path, json={"words": WORDS})
            assert answer.status_code == refusal_of(other)

    async def test_says_on_the_page_what_is_missing(self, cast: Cast, shown: Interview, client_of: ClientOf) -> None:
        mira = await client_of(cast.mira)
        sent = await mira.submit(f"/interviews/{shown.id}/contest", {"words": "No."})
        assert sent.status_code == 422
        assert 'aria-invalid="true"' in sent.text


class TestAnswer:
    async def answer(self, client: Client, interview: Interview, **body: Any) -> Any:
        return await client.post(f"/api/v1/interviews/{interview.id}/contest/answer", json={"words": ANSWER, **body})

    async def contested(self, house: House, cast: Cast, shown: Interview, client_of: ClientOf) -> Client:
        mira = await client_of(cast.mira)
        sent = await mira.post(f"/api/v1/interviews/{shown.id}/contest", json={"words": WORDS})
        assert sent.status_code == 200
        return mira

    async def test_keeps_the_score_and_is_read_by_the_candidate_with_the_name(
        self, house: House, cast: Cast, shown: Interview, client_of: ClientOf, run_background: Callable[..., Any]
    ) -> None:
        mira = await self.contested(house, cast, shown, client_of)
        bob = await client_of(cast.bob)
        fields = {"outcome": "kept", "words": ANSWER}
        sent = await bob.submit(f"/staff/applications/{shown.application_id}/interview/contest", fields)
        assert sent.status_code == 303
        page = (await mira.get(f"/interviews/{shown.id}/scorecard")).text
        assert ANSWER in page
        assert cast.bob.name in page
        assert (await self.answer(bob, shown, outcome="kept")).json()["code"] == "nothing_contested"
        await run_background()
        async with house.database.transaction() as session:
            mails = await session.scalars(text("SELECT person_id FROM mail WHERE kind = 'contest-answered'"))
            assert list(mails) == [cast.mira.id]

    async def test_lets_a_persons_own_figures_stand_with_before_and_after(
        self, house: House, cast: Cast, shown: Interview, client_of: ClientOf
    ) -> None:
        mira = await self.contested(house, cast, shown, client_of)
        before = (await row(house, shown)).overall
        bob = await client_of(cast.bob)
        assert (await self.answer(bob, shown, outcome="rated")).json()["code"] == "nothing_rated"
        for other in ("kept", "regraded"):
            unused = await self.answer(bob, shown, outcome=other, clarity=9)
            assert (unused.status_code, unused.json()["code"]) == (422, "figures_not_used")
        figures = {"relevance": 9, "completeness": 9, "accuracy": 9, "clarity": 9}
        assert (await self.answer(bob, shown, outcome="rated", **figures)).status_code == 200
        after = await row(house, shown)
        assert (float(after.overall or 0), after.proposal) == (9.0, "select")
        contest = (await mira.get(f"/api/v1/interviews/{shown.id}/scorecard")).json()["contests"][0]
        assert (contest["before"], contest["after"], contest["answered_by"]) == (float(before or 0), 9.0, cast.bob.name)
        assert (await told(house, shown))[0] == (
            "contest.answered",
            "rated",
            {"overall": f"{before:.1f}"},
            {"overall": "9.0"},
        )

    async def test_says_the_same_on_scorecards_lists_and_boards_with_the_engines_figures_beside(
        self, house: House, cast: Cast, shown: Interview, client_of: ClientOf
    ) -> None:
        mira = await self.contested(house, cast, shown, client_of)
        before = (await row(house, shown)).overall
        bob = await client_of(cast.bob)
        figures = {"relevance": 9, "completeness": 8, "accuracy": 9, "clarity": 7}
        assert (await self.answer(bob, shown, outcome="rated", **figures)).status_code == 200
        later = {"relevance": 1, "completeness": 1, "accuracy": 1, "clarity": 1}
        assert (await bob.post(f"/api/v1/interviews/{shown.id}/ratings", json=later)).status_code == 200
        stands = float((await row(house, shown)).overall or 0)
        listed = (await bob.get("/api/v1/interviews")).json()["items"][0]
        carded = (await bob.get(f"/api/v1/jobs/{shown.job_id}/applications")).json()["items"][0]["interview"]
        own, theirs = [(await one.get(f"/api/v1/interviews/{shown.id}/scorecard")).json() for one in (mira, bob)]
        for one in (listed, carded, own, theirs):
            assert one["overall"] == stands
            assert {part["name"]: part["score"] for part in one["dimensions"]} == figures
        for one in (own, theirs):
            assert (one["decided_by"], one["engine_overall"]) == (cast.bob.name, float(before or 0))
            assert {part["name"]: part["score"] for part in one["engine_dimensions"]} != figures
            assert one["proposal"]["name"] == carded["proposal"]
        page = (await bob.get(f"/staff/applications/{shown.application_id}/interview")).text
        assert f"{cast.bob.name} gave these figures when answering a contest. The engine’s, {before:.1f}," in page

    async def test_has_the_engine_grade_again_what_is_stored(
        self, house: House, cast: Cast, shown: Interview, client_of: ClientOf
    ) -> None:
        """A stored grade that is not what the engine says today is replaced by what it says."""
        await self.contested(house, cast, shown, client_of)
        right = await row(house, shown)
        async with house.database.transaction() as session:
            scores = await evaluation.scores(session, org_id=shown.org_id, group_id=shown.id)
            wrong = evaluation.grade_answer(
                Inputs(question="Why?", gold="So.", key_points=("So",), red_flags=(), answer="No.")
            )
            first = next(iter(scores.values()))
            await evaluation.replace(session, first, wrong, vault=house.vault)
            stored = await queries.interview(session, org_id=shown.org_id, interview_id=shown.id)
            assert stored
            stored.overall = None
        sent = await self.answer(await client_of(cast.bob), shown, outcome="regraded")
        assert sent.status_code == 200
        assert sent.json()["scorecard"]["overall"] == float(right.overall or 0)
        assert (await row(house, shown)).overall == right.overall
        contest = sent.json()["scorecard"]["contests"][0]
        assert (contest["before"], contest["after"]) == (None, float(right.overall or 0))

    async def test_is_not_for_the_only_one_who_rated_it(
        self, house: House, cast: Cast, shown: Interview, client_of: ClientOf
    ) -> None:
        async with house.database.transaction() as session:
            given = RatingIn.model_validate({"relevance": 2})
            await ratings.rate(
                session, actor=cast.bob.actor, interview_id=shown.id, given=given, vault=house.vault, now=NOW
            )
        await self.contested(house, cast, shown, client_of)
        refused = await self.answer(await client_of(cast.bob), shown, outcome="kept")
        assert (refused.status_code, refused.json()["code"]) == (409, "somebody_else")
        assert (await self.answer(await client_of(cast.alice), shown, outcome="kept")).status_code == 200

    async def test_of_an_outsider_finds_nothing(
        self, house: House, cast: Cast, shown: Interview, client_of: ClientOf
    ) -> None:
        await self.contested(house, cast, shown, client_of)
        assert (await self.answer(await client_of(cast.charlie), shown, outcome="kept")).status_code == 404
        assert (await self.answer(await client_of(cast.erin), shown, outcome="kept")).status_code == 403
