"""What people rate beside the engine: kept with who and when, shown plainly, and first where the job says so."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.client import Client
from tests.interviewing import GOOD, WEAK, make_interview, take
from tests.people import NOW, Cast, Member

from evenhand.domains.applications import queries as application_queries
from evenhand.domains.applications import service as applications
from evenhand.domains.interviews.models import Interview, Rating
from evenhand.domains.interviews.schemas.ratings import RatingIn
from evenhand.domains.interviews.schemas.scorecard import Scorecard
from evenhand.domains.interviews.service import inviting, listing, ratings, scorecards
from evenhand.domains.interviews.service.taking import InterviewNotFound
from evenhand.domains.jobs.models import Job
from evenhand.kit.db import Session
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]


@pytest.fixture
async def scored(house: House, cast: Cast, run_background: RunBackground) -> Interview:
    """Mira has answered one question well, one badly, and declined one; the answers are graded."""
    interview = await make_interview(house, cast)
    await take(house, cast.mira, interview, [GOOD, WEAK, None], now=NOW + timedelta(minutes=41))
    await run_background()
    return interview


@pytest.fixture
async def blind(house: House, scored: Interview) -> Interview:
    """The same, for a job that asks people to rate first."""
    async with house.database.transaction() as session:
        (await session.get_one(Job, scored.job_id)).rate_first = True
    return scored


async def rate(house: House, member: Member, interview: Interview, **given: Any) -> Rating:
    async with house.database.transaction() as session:
        return await ratings.rate(
            session,
            actor=member.actor,
            interview_id=interview.id,
            given=RatingIn.model_validate(given),
            vault=house.vault,
            now=NOW,
        )


async def card(house: House, member: Member, interview: Interview) -> Scorecard:
    async with house.database.transaction() as session:
        return await scorecards.scorecard(
            session, actor=member.actor, interview_id=interview.id, vault=house.vault, now=NOW
        )


class TestRate:
    async def test_is_kept_beside_the_engines_figures(self, house: House, cast: Cast, scored: Interview) -> None:
        before = await card(house, cast.alice, scored)
        await rate(house, cast.bob, scored, relevance=7, accuracy=6.5, comment="Calm and exact.")
        after = await card(house, cast.alice, scored)
        assert after.dimensions == before.dimensions
        (one,) = after.ratings
        assert (one.rater, one.comment, one.own, one.at, one.before) == (
            "Bob Recruiter",
            "Calm and exact.",
            False,
            NOW,
            True,
        )
        assert [part.score for part in one.dimensions] == [7.0, None, 6.5, None]
        assert one.overall == 6.8  # both weigh .30; what was left empty is left out

    async def test_of_answers_adds_up_to_their_means(self, house: House, cast: Cast, scored: Interview) -> None:
        answers = [{"number": 1, "clarity": 8}, {"number": 2, "clarity": 5, "comment": "Vague."}]
        row = await rate(house, cast.bob, scored, answers=answers)
        assert row.clarity == Decimal("6.5")
        (one,) = (await card(house, cast.bob, scored)).ratings
        assert [(part.number, part.comment) for part in one.answers] == [(1, ""), (2, "Vague.")]

    async def test_says_where_the_two_lie_far_apart(self, house: House, cast: Cast, scored: Interview) -> None:
        engine = {part.name: part.score for part in (await card(house, cast.bob, scored)).dimensions}
        assert engine["accuracy"] is not None
        theirs = 0 if engine["accuracy"] >= 2 else 10
        await rate(house, cast.bob, scored, accuracy=theirs)
        (one,) = (await card(house, cast.bob, scored)).ratings
        assert one.apart == [f"Accuracy: Bob Recruiter rates {theirs}.0, the engine {engine['accuracy']}."]

    async def test_given_anew_counts_and_keeps_the_first(self, house: House, cast: Cast, scored: Interview) -> None:
        for figure in (4, 4, 6):
            await rate(house, cast.bob, scored, relevance=figure)
        (one,) = (await card(house, cast.bob, scored)).ratings
        assert (one.overall, one.earlier) == (6.0, 1)

    async def test_says_whether_the_engine_was_seen_before(self, house: House, cast: Cast, scored: Interview) -> None:
        await card(house, cast.bob, scored)
        assert not (await rate(house, cast.bob, scored, relevance=4)).before
        assert (await rate(house, cast.alice, scored, relevance=4)).before

    async def test_keeps_the_words_sealed(self, house: House, cast: Cast, scored: Interview) -> None:
        row = await rate(house, cast.bob, scored, relevance=4, comment="Calm and exact.")
        assert b"Calm" not in row.detail_sealed

    @pytest.mark.parametrize("given", [{}, {"comment": "Only words."}, {"answers": [{"number": 9, "clarity": 4}]}])
    async def test_refuses_a_rating_without_a_figure(
        self, house: House, cast: Cast, scored: Interview, given: dict[str, Any]
    ) -> None:
        if "answers" in given:
            given = {"answers": [{"number": 1, "comment": "x"}]}
        with pytest.raises(ratings.NothingRated):
            await rate(house, cast.bob, scored, **given)

    async def test_refuses_before_there_is_anything_to_rate(self, house: House, cast: Cast) -> None:
        with pytest.raises(inviting.NotScoredYet):
            await rate(house, cast.bob, await make_interview(house, cast), relevance=4)

    async def test_is_nothing_for_another_organisation(self, house: House, cast: Cast, scored: Interview) -> None:
        with pytest.raises(InterviewNotFound):
            await rate(house, cast.charlie, scored, relevance=4)

    async def test_is_shown_to_the_candidate_with_its_words(
        self, house: House, cast: Cast, scored: Interview, client_of: ClientOf
    ) -> None:
        await rate(house, cast.bob, scored, relevance=7, comment="Calm and exact.")
        async with house.database.transaction() as session:
            await inviting.release(session, actor=cast.bob.actor, interview_id=scored.id, now=NOW)
        shown = (await (await client_of(cast.mira)).get(f"/interviews/{scored.id}/scorecard")).text
        assert "Bob Recruiter" in shown
        assert "Calm and exact." in shown


class TestRateFirst:
    async def test_keeps_every_figure_from_page_and_api(
        self, house: House, cast: Cast, blind: Interview, client_of: ClientOf
    ) -> None:
        bob = await client_of(cast.bob)
        page = (await bob.get(f"/staff/applications/{blind.application_id}/interview")).text
        assert "people rate first" in page
        assert GOOD in page
        assert 'class="meter' not in page
        assert "Proposed by the engine" not in page
        answer = await bob.get(f"/api/v1/interviews/{blind.id}/scorecard")
        assert (answer.status_code, answer.json()["code"]) == (409, "rate_first")
        assert (await bob.post(f"/api/v1/interviews/{blind.id}/replay")).status_code == 409
        found = (await bob.get(f"/api/v1/interviews/{blind.id}")).json()
        assert (found["rate_first"], found["overall"], found["dimensions"], found["scorecard"]) == (
            True,
            None,
            [],
            None,
        )
        assert found["words"][0]["answer"] == GOOD
        board = (await bob.get(f"/staff/jobs/{blind.job_id}/pipeline")).text
        assert "Your rating first" in board
        assert 'class="glyph"' not in board
        listed = (await bob.get(f"/api/v1/jobs/{blind.job_id}/applications")).json()["items"][0]["interview"]
        assert (listed["overall"], listed["proposal"], listed["people"]) == (None, None, None)

    async def test_tells_nothing_through_a_filter(
        self, house: House, cast: Cast, blind: Interview, client_of: ClientOf
    ) -> None:
        bob = await client_of(cast.bob)
        for proposal in ("select", "next_round", "decline_for_now", "not_enough_evidence"):
            found = await bob.get(f"/api/v1/jobs/{blind.job_id}/applications?proposal={proposal}")
            assert found.json()["items"] == []

    async def test_shows_them_to_whoever_has_rated_and_to_nobody_else(
        self, house: House, cast: Cast, blind: Interview, client_of: ClientOf
    ) -> None:
        bob = await client_of(cast.bob)
        sent = {"relevance": "7", "comment": "Calm and exact.", "1-clarity": "8.5"}
        answer = await bob.submit(f"/staff/applications/{blind.application_id}/interview/rate", sent)
        assert answer.status_code == 303
        page = (await bob.get(f"/staff/applications/{blind.application_id}/interview")).text
        assert "Proposed by the engine" in page
        assert "before seeing the engine" in page
        with pytest.raises(ratings.RateFirst):
            await card(house, cast.alice, blind)
        async with house.database.transaction() as session:
            rows, _ = await listing.received_interviews(
                session, actor=cast.alice.actor, cursor="", limit=5, vault=house.vault
            )
        assert [(row.overall, row.rate_first) for row in rows] == [(None, True)]

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"relevance": "7.3"}, "f-relevance"),
            ({"relevance": "11"}, "Write 10 or less."),
            ({"2-clarity": "much"}, "f-2-clarity"),
            ({"comment": "No figure at all."}, "Rate at least one of the four dimensions."),
        ],
    )
    async def test_keeps_what_was_typed_beside_the_error(
        self, cast: Cast, blind: Interview, client_of: ClientOf, sent: dict[str, str], words: str
    ) -> None:
        bob = await client_of(cast.bob)
        answer = await bob.submit(f"/staff/applications/{blind.application_id}/interview/rate", sent)
        assert answer.status_code == 422
        assert words in answer.text
        assert next(iter(sent.values())) in answer.text


class TestSaw:
    async def test_a_move_keeps_the_seal_of_the_scorecard_that_was_seen(
        self, session: Session, house: House, cast: Cast, scored: Interview
    ) -> None:
        seal = (await card(house, cast.bob, scored)).made.seal
        for member, saw in ((cast.bob, seal), (cast.alice, "")):
            row = await applications.received_application(
                session, org_id=scored.org_id, application_id=scored.application_id
            )
            to = "task" if row.stage == "interview" else "finalist"
            await applications.move(
                session,
                actor=member.actor,
                application_id=row.id,
                to=to,  # type: ignore[arg-type]
                version=row.version,
                vault=house.vault,
                now=NOW,
            )
            last = await application_queries.last_move(session, org_id=row.org_id, application_id=row.id)
            assert last
            assert last.saw == saw
