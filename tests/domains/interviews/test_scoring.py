"""What follows on an interview, with the real engine: grading, the scorecard, replaying, and the mails."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from tests.interviewing import GOOD, WEAK, asked, invite, make_interview, take
from tests.people import NOW, Cast, Member

from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.evaluation.rules import Inputs
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.background.grading import grade_answers
from evenhand.domains.interviews.events import InterviewCompleted
from evenhand.domains.interviews.models import Answer, Interview
from evenhand.domains.interviews.rules.taking import DECLINED, OPEN_FOR
from evenhand.domains.interviews.schemas.scorecard import Scorecard
from evenhand.domains.interviews.service import inviting, listing, scorecards, scoring, writing
from evenhand.domains.interviews.service.inviting import about
from evenhand.domains.interviews.service.taking import InterviewNotFound
from evenhand.domains.notifications import queries as mail_queries
from evenhand.domains.notifications import service as notifications
from evenhand.engines.grading import Grade
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database, Session
from evenhand.wiring import House

RunBackground = Callable[[], Awaitable[int]]


@pytest.fixture
async def taken(house: House, cast: Cast) -> Interview:
    """Mira has answered one question well, one badly, and declined one."""
    interview = await make_interview(house, cast)
    await take(house, cast.mira, interview, [GOOD, WEAK, None], now=NOW + timedelta(minutes=41))
    return interview


@pytest.fixture
async def scored(taken: Interview, run_background: RunBackground) -> Interview:
    """The same, graded."""
    await run_background()
    return taken


async def card_of(session: Session, house: House, member: Member, interview: Interview) -> Scorecard:
    return await scorecards.scorecard(
        session, actor=member.actor, interview_id=interview.id, vault=house.vault, now=NOW
    )


async def fresh(session: Session, interview: Interview) -> Interview:
    found = await queries.interview(session, org_id=interview.org_id, interview_id=interview.id)
    assert found
    return found


class TestGrading:
    async def test_scores_every_answer_and_adds_them_up(
        self, session: Session, house: House, cast: Cast, scored: Interview
    ) -> None:
        found = await fresh(session, scored)
        assert found.status == "scored"
        assert found.scored_at is not None
        card = await card_of(session, house, cast.bob, scored)
        good, weak, declined = card.answers
        assert good.overall is not None
        assert weak.overall is not None
        assert good.overall > 7 > 4 > weak.overall
        assert declined.overall is None
        assert (declined.answer, declined.flags) == (DECLINED, ["declined"])
        means = [one.score for one in card.dimensions]
        for place, mean in enumerate(means):
            known = [score for one in card.answers if (score := one.dimensions[place].score) is not None]
            assert mean == pytest.approx(sum(known) / len(known), abs=0.051)
        weighted = sum(one.weight * (one.score or 0) for one in card.dimensions) / 100
        assert card.overall == pytest.approx(weighted, abs=0.051)
        assert card.overall == float(found.overall or 0)
        assert card.proposal.name == found.proposal

    async def test_done_twice_keeps_what_there_is(
        self, session: Session, house: House, scored: Interview, run_background: RunBackground
    ) -> None:
        before = await evaluation.scores(session, org_id=scored.org_id, group_id=scored.id)
        await grade_answers(
            InterviewCompleted(**about(scored)), database=house.database, vault=house.vault, clock=lambda: NOW
        )
        after = await evaluation.scores(session, org_id=scored.org_id, group_id=scored.id)
        assert {row.id for row in before.values()} == {row.id for row in after.values()}
        assert len(after) == 3

    async def test_goes_on_after_an_interruption(
        self, session: Session, house: House, taken: Interview, run_background: RunBackground
    ) -> None:
        left = await scoring.left_to_grade(session, org_id=taken.org_id, interview_id=taken.id, vault=house.vault)
        assert [one.text for one in left] == [GOOD, WEAK, DECLINED]
        first = await evaluation.keep(
            session,
            org_id=taken.org_id,
            person_id=taken.person_id,
            subject_id=left[0].answer.id,
            group_id=taken.id,
            made=evaluation.grade_answer(left[0].inputs),
            vault=house.vault,
            now=NOW,
        )
        assert not await scoring.conclude(
            session, org_id=taken.org_id, interview_id=taken.id, vault=house.vault, now=NOW
        )
        await run_background()
        scores = await evaluation.scores(session, org_id=taken.org_id, group_id=taken.id)
        assert scores[left[0].answer.id].id == first.id
        assert (await fresh(session, taken)).status == "scored"

    async def test_happens_while_no_transaction_is_open(
        self, house: House, taken: Interview, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The engine is called between transactions: it may take its time without holding a row."""
        open_ones: list[int] = []
        watched = _Watched(house.database)
        grade = evaluation.grade_answer

        def watching(inputs: Inputs) -> Grade:
            open_ones.append(watched.open)
            return grade(inputs)

        monkeypatch.setattr(evaluation, "grade_answer", watching)
        await grade_answers(InterviewCompleted(**about(taken)), database=watched, vault=house.vault, clock=lambda: NOW)
        assert open_ones == [0, 0, 0]

    async def test_leaves_an_erased_person_alone(
        self, session: Session, house: House, cast: Cast, taken: Interview, run_background: RunBackground
    ) -> None:
        await house.vault.destroy(cast.mira.id)
        await run_background()
        assert await evaluation.scores(session, org_id=taken.org_id, group_id=taken.id) == {}
        assert (await fresh(session, taken)).status == "completed"


class _Watched(Database):
    """Counts the transactions that are open."""

    def __init__(self, inner: Database) -> None:
        self._inner = inner
        self.open = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        self.open += 1
        try:
            async with self._inner.transaction() as session:
                yield session
        finally:
            self.open -= 1


class TestScorecard:
    async def test_rests_every_point_on_words_of_the_answer(
        self, session: Session, house: House, cast: Cast, scored: Interview
    ) -> None:
        card = await card_of(session, house, cast.bob, scored)
        found = [point for point in card.answers[0].points if point.status == "found"]
        assert [point.number for point in found] == [1, 2, 3]
        assert all(GOOD[point.start : point.end] == point.text for point in found)
        assert all(point.words.startswith("Found, strength") for point in found)
        assert [one.topic for one in card.topics] == ["PostgreSQL"]
        assert {one.text for one in card.strengths} <= {point.text for point in found}

    async def test_says_what_it_leaves_out_and_how_it_was_made(
        self, session: Session, house: House, cast: Cast, scored: Interview
    ) -> None:
        card = await card_of(session, house, cast.bob, scored)
        assert any("2 of 3 answers" in sentence for sentence in card.remarks)
        assert "Question 3 has no evidence" in card.proposal.why
        assert (card.made.engine, len(card.made.seal)) == ("evenhand.grading", 64)
        assert {one.name: one.weight for one in card.dimensions} == {
            "relevance": 30,
            "completeness": 25,
            "accuracy": 30,
            "clarity": 15,
        }

    async def test_refuses_before_it_is_graded(
        self, session: Session, house: House, cast: Cast, taken: Interview
    ) -> None:
        with pytest.raises(inviting.NotScoredYet):
            await card_of(session, house, cast.bob, taken)
        with pytest.raises(inviting.NotScoredYet):
            await scorecards.replay(session, actor=cast.bob.actor, interview_id=taken.id, vault=house.vault)

    async def test_is_another_organisations_secret(
        self, session: Session, house: House, cast: Cast, scored: Interview
    ) -> None:
        with pytest.raises(InterviewNotFound):
            await card_of(session, house, cast.charlie, scored)
        with pytest.raises(InterviewNotFound):
            await scorecards.replay(session, actor=cast.charlie.actor, interview_id=scored.id, vault=house.vault)
        with pytest.raises(InterviewNotFound):
            await listing.received_interview(
                session, actor=cast.charlie.actor, interview_id=scored.id, vault=house.vault, now=NOW
            )

    async def test_is_gone_with_the_person(self, session: Session, house: House, cast: Cast, scored: Interview) -> None:
        await house.vault.destroy(cast.mira.id)
        with pytest.raises(InterviewNotFound):
            await card_of(session, house, cast.bob, scored)


class TestOwnScorecard:
    async def own(self, session: Session, vault: Vault, member: Member, interview: Interview) -> Scorecard:
        return await scorecards.own_scorecard(session, actor=member.actor, interview_id=interview.id, vault=vault)

    async def test_is_shown_once_it_was_released_with_the_same_evidence_and_no_gold_answers(
        self, session: Session, house: House, cast: Cast, scored: Interview
    ) -> None:
        with pytest.raises(scorecards.ScorecardNotReleased):
            await self.own(session, house.vault, cast.mira, scored)
        for _ in range(2):
            released = await inviting.release(
                session, actor=cast.bob.actor, interview_id=scored.id, now=NOW + timedelta(days=1)
            )
        assert released.released_by == cast.bob.id
        own = await self.own(session, house.vault, cast.mira, scored)
        theirs = await card_of(session, house, cast.bob, scored)
        assert all(one.gold is None for one in own.answers)
        assert all(one.gold for one in theirs.answers)
        assert own.model_dump(exclude={"answers"}) == theirs.model_dump(exclude={"answers"})
        assert [one.model_dump(exclude={"gold"}) for one in own.answers] == [
            one.model_dump(exclude={"gold"}) for one in theirs.answers
        ]

    async def test_is_nobody_elses(self, session: Session, house: House, cast: Cast, scored: Interview) -> None:
        await inviting.release(session, actor=cast.bob.actor, interview_id=scored.id, now=NOW)
        for other in (cast.noor, cast.charlie, cast.bob):
            with pytest.raises(InterviewNotFound):
                await self.own(session, house.vault, other, scored)


class TestReplay:
    async def test_gives_the_same_seals_from_what_is_stored(
        self, session: Session, house: House, cast: Cast, scored: Interview
    ) -> None:
        result = await scorecards.replay(session, actor=cast.bob.actor, interview_id=scored.id, vault=house.vault)
        assert result.same
        assert [(one.number, one.same, one.seal == one.again) for one in result.answers] == [
            (1, True, True),
            (2, True, True),
            (3, True, True),
        ]

    async def test_shows_that_an_answer_was_changed_afterwards(
        self, session: Session, house: House, cast: Cast, scored: Interview
    ) -> None:
        question = (await asked(house, scored))[1]
        row: Answer = (await queries.answers(session, org_id=scored.org_id, interview_id=scored.id))[question.id]
        writing.keep(row, GOOD, await house.vault.key(cast.mira.id, scored.org_id), at=row.saved_at)
        await session.flush()
        result = await scorecards.replay(session, actor=cast.bob.actor, interview_id=scored.id, vault=house.vault)
        assert [one.same for one in result.answers] == [True, False, True]
        assert "/manifest/inputs/answer" in {part.where for part in result.answers[1].differences}


class TestLists:
    async def test_the_organisations_has_names_and_figures(
        self, session: Session, house: House, cast: Cast, scored: Interview
    ) -> None:
        rows, following = await listing.received_interviews(
            session, actor=cast.bob.actor, cursor="", limit=10, vault=house.vault
        )
        assert following is None
        assert [(row.candidate, row.status, row.answered, row.total) for row in rows] == [
            ("Mira Candidate", "scored", 3, 3)
        ]
        card = await card_of(session, house, cast.bob, scored)
        assert rows[0].overall == card.overall
        assert [one.score for one in rows[0].dimensions] == [one.score for one in card.dimensions]
        others, _ = await listing.received_interviews(
            session, actor=cast.charlie.actor, cursor="", limit=10, vault=house.vault
        )
        assert others == []

    async def test_ones_own_has_neither(self, session: Session, cast: Cast, scored: Interview) -> None:
        rows, _ = await listing.own_interviews(session, actor=cast.mira.actor, limit=10)
        assert [(row.id, row.candidate, row.overall, row.dimensions) for row in rows] == [(scored.id, "", None, [])]
        assert (await listing.own_interviews(session, actor=cast.noor.actor, limit=10))[0] == []


class TestMails:
    async def letters(self, session: Session, house: House, member: Member) -> dict[str, notifications.Words]:
        rows = await mail_queries.mails(session, person_id=member.id, limit=50)
        found = {row.kind: await notifications.open_words(row, vault=house.vault) for row in rows}
        assert len(found) == len(rows) or [row.kind for row in rows].count("interview-invited") > 1
        return {kind: words for kind, words in found.items() if words}

    async def test_invite_confirm_and_show(
        self, session: Session, house: House, cast: Cast, scored: Interview, run_background: RunBackground
    ) -> None:
        await inviting.release(session, actor=cast.bob.actor, interview_id=scored.id, now=NOW)
        await run_background()
        mails = await self.letters(session, house, cast.mira)
        address = f"http://localhost:8000/interviews/{scored.id}"
        invited = mails["interview-invited"]
        assert invited.to == cast.mira.email
        assert "Bob Recruiter invites you" in invited.text
        assert "3 questions" in invited.text
        assert "until 5 December" in invited.text
        assert f"\n{address}\n" in invited.text
        assert f"{address}/done" in mails["interview-received"].text
        released = mails["interview-released"]
        assert f"{address}/scorecard" in released.text
        assert f"Questions reach Bob Recruiter at {cast.bob.email}." in released.text

    async def test_are_written_once_whatever_runs_twice(
        self, session: Session, house: House, cast: Cast, scored: Interview, run_background: RunBackground
    ) -> None:
        before = len(await mail_queries.mails(session, person_id=cast.mira.id, limit=50))
        await invite(house, cast.bob, scored.application_id)
        await run_background()
        assert len(await mail_queries.mails(session, person_id=cast.mira.id, limit=50)) == before

    async def test_new_time_is_a_new_mail(
        self, session: Session, house: House, cast: Cast, run_background: RunBackground
    ) -> None:
        interview = await make_interview(house, cast)
        await run_background()
        await invite(house, cast.bob, interview.application_id, now=NOW + OPEN_FOR)
        await run_background()
        rows = await mail_queries.mails(session, person_id=cast.mira.id, limit=50)
        assert [row.kind for row in rows].count("interview-invited") == 2

    async def test_go_to_nobody_who_was_erased(
        self, session: Session, house: House, cast: Cast, run_background: RunBackground
    ) -> None:
        await make_interview(house, cast)
        await house.vault.destroy(cast.mira.id)
        await run_background()
        assert await identity.contacts(session, ids=[cast.mira.id], vault=house.vault) == {}
        kinds = [row.kind for row in await mail_queries.mails(session, person_id=cast.mira.id, limit=50)]
        assert "interview-invited" not in kinds
