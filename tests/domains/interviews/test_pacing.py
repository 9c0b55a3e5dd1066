"""The clock that is kind, pauses, one tab at a time, two versions of a draft, the review, and grading that stopped."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.applicants import make_application
from tests.client import Client
from tests.interviewing import GOOD, asked, make_interview, make_questions, take
from tests.openings import make_job
from tests.people import NOW, Cast

from evenhand.domains.applications import service as applications
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.rules.clock import AWAY, REST
from evenhand.domains.interviews.rules.taking import CLOCKS_APART, OPEN_FOR
from evenhand.domains.interviews.schemas.taking import RoomState
from evenhand.domains.interviews.service import inviting, listing, pacing, scoring, taking
from evenhand.domains.interviews.service.taking import InterviewNotFound
from evenhand.kit.db import Session
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]
MINUTE = timedelta(minutes=1)


class Sitting:
    """Mira in her interview of three questions, at a moment that tests move."""

    def __init__(self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]) -> None:
        self.session, self.house, self.cast, self.interview, self.ids = session, house, cast, interview, ids
        self.now: datetime = NOW

    @property
    def about(self) -> dict[str, Any]:
        return {
            "actor": self.cast.mira.actor,
            "interview_id": self.interview.id,
            "vault": self.house.vault,
            "now": self.now,
        }

    async def act(self, act: Any, **more: Any) -> RoomState:
        return await pacing.act(self.session, act=act, **more, **self.about)

    async def answer(self, place: int, text: str = GOOD, **more: Any) -> RoomState:
        return await taking.answer(
            self.session, question_id=self.ids[place], text=text, review=True, **more, **self.about
        )

    async def draft(self, place: int, text: str, **more: Any) -> Any:
        return await taking.save_draft(self.session, question_id=self.ids[place], text=text, **more, **self.about)

    async def passes(self, time: timedelta, *, present: bool = True) -> RoomState:
        """Time goes by, in front of the open page or away from it."""
        until = self.now + time
        while present and until - self.now > AWAY / 2:
            self.now += AWAY / 2
            await taking.here(self.session, tab="", **self.about)
        self.now = until
        return await taking.here(self.session, tab="", **self.about)

    async def spent(self, place: int) -> float:
        return (await asked(self.house, self.interview))[place].spent_ms / 1000


@pytest.fixture
async def untimed(session: Session, house: House, cast: Cast) -> Sitting:
    interview = await make_interview(house, cast)
    return Sitting(session, house, cast, interview, [one.id for one in await asked(house, interview)])


@pytest.fixture
async def timed(session: Session, house: House, cast: Cast) -> Sitting:
    """Ten minutes for each question."""
    job = await make_job(house, cast.bob)
    application = await make_application(house, cast.mira, job)
    await make_questions(house, cast.erin, job, 3)
    async with house.database.transaction() as own:
        interview = await inviting.invite(
            own,
            actor=cast.bob.actor,
            application_id=application.id,
            minutes_each=10,
            vault=house.vault,
            now=NOW,
        )
    return Sitting(session, house, cast, interview, [one.id for one in await asked(house, interview)])


class TestClock:
    async def test_starts_with_the_first_question_and_not_before_it_is_asked_for(self, timed: Sitting) -> None:
        state = await timed.passes(20 * MINUTE)
        assert (state.waiting, state.question, state.status) == ("begin", None, "invited")
        state = await timed.act("go_on")
        assert (state.waiting, state.status) == ("", "in_progress")
        assert state.clock
        assert (state.clock.limit_seconds, state.clock.spent_seconds) == (600, 0)

    async def test_counts_while_the_page_is_open_and_not_while_it_is_away(self, timed: Sitting) -> None:
        await timed.act("go_on")
        await timed.passes(3 * MINUTE)
        assert await timed.spent(0) == 180
        state = await timed.passes(60 * MINUTE, present=False)
        assert state.clock
        assert state.clock.spent_seconds == 180 + AWAY.total_seconds()

    async def test_rests_for_five_minutes_as_often_as_it_is_asked_to(self, timed: Sitting) -> None:
        await timed.act("go_on")
        for _ in range(3):
            state = await timed.act("rest")
            assert state.clock
            assert state.clock.rest_until == timed.now + REST
            await timed.passes(REST)
        assert await timed.spent(0) == 0
        await timed.passes(MINUTE)
        assert await timed.spent(0) == 60

    async def test_stands_still_in_a_pause_from_any_device(self, timed: Sitting) -> None:
        await timed.act("go_on")
        await timed.passes(2 * MINUTE)
        state = await timed.act("pause")
        assert (state.waiting, state.question) == ("paused", None)
        await timed.passes(48 * 60 * MINUTE, present=False)
        state = await timed.act("go_on")
        assert state.clock
        assert (state.waiting, state.clock.spent_seconds) == ("", 120)

    async def test_starts_anew_with_each_question(self, timed: Sitting) -> None:
        await timed.act("go_on")
        await timed.passes(4 * MINUTE)
        state = await timed.answer(0)
        assert state.clock
        assert (state.clock.spent_seconds, state.clock.counted_at) == (0, timed.now)

    async def test_that_ran_out_keeps_what_was_typed_as_the_answer_and_waits(self, timed: Sitting) -> None:
        await timed.act("go_on")
        await timed.draft(0, "Roll back first")
        state = await timed.passes(11 * MINUTE)
        assert (state.waiting, state.answered) == ("time_over", 1)
        assert state.earlier[0].answer == "Roll back first"
        state = await timed.act("go_on")
        assert state.question
        assert (state.question.id, state.waiting) == (timed.ids[1], "")
        assert await timed.spent(1) == 0

    async def test_that_ran_out_takes_the_words_the_page_sends_then(self, timed: Sitting) -> None:
        await timed.act("go_on")
        await timed.draft(0, "Roll")
        await timed.passes(10 * MINUTE)
        state = await timed.answer(0, "Roll back, then look", time_over=True)
        assert (state.waiting, state.earlier[0].answer) == ("time_over", "Roll back, then look")
        await timed.act("go_on")
        state = await timed.answer(1, "", time_over=True)
        assert state.earlier[1].declined

    async def test_has_more_time_for_who_chooses_it_without_a_reason(self, timed: Sitting) -> None:
        await timed.act("go_on")
        state = await timed.act("extra", extra=50)
        assert state.clock
        assert (state.extra, state.clock.limit_seconds) == (50, 900)
        await timed.passes(12 * MINUTE)
        with pytest.raises(pacing.ExtraTimeInUse):
            await timed.act("extra", extra=0)
        state = await timed.answer(0)
        state = await timed.act("extra", extra=0)
        assert state.clock
        assert state.clock.limit_seconds == 600


class TestGiveExtraTime:
    async def test_reaches_the_candidate_and_nobody_who_reads_the_interview(
        self, timed: Sitting, session: Session, house: House, cast: Cast
    ) -> None:
        await inviting.give_extra_time(session, actor=cast.bob.actor, interview_id=timed.interview.id, extra=100)
        state = await timed.act("go_on")
        assert state.clock
        assert state.clock.limit_seconds == 1200
        shown = await listing.received_interview(
            session, actor=cast.bob.actor, interview_id=timed.interview.id, vault=house.vault, now=NOW
        )
        assert "extra" not in shown.model_dump_json()

    async def test_is_another_organisations_affair(self, timed: Sitting, session: Session, cast: Cast) -> None:
        with pytest.raises(InterviewNotFound):
            await inviting.give_extra_time(session, actor=cast.charlie.actor, interview_id=timed.interview.id, extra=50)


class TestOneTab:
    async def test_the_last_one_that_came_holds_the_interview(self, untimed: Sitting, session: Session) -> None:
        for tab in ("first", "second"):
            state = await taking.enter(session, tab=tab, take=True, **untimed.about)
        assert state.held_by == "second"
        await untimed.draft(0, "typed in the second", tab="second")
        for refused in (
            untimed.draft(0, "typed in the first", tab="first"),
            untimed.answer(0, tab="first"),
            untimed.act("pause", tab="first"),
        ):
            with pytest.raises(taking.OpenElsewhere) as refusal:
                await refused
            assert refusal.value.details["state"]["held_by"] == "second"
        back = await taking.enter(session, tab="first", take=False, **untimed.about)  # after a lost connection
        assert (back.held_by, back.draft) == ("second", "typed in the second")
        await taking.enter(session, tab="first", take=True, **untimed.about)
        state = await untimed.answer(0, tab="first")
        assert state.answered == 1


class TestOtherVersion:
    async def test_is_kept_where_a_draft_began_from_an_older_one(self, untimed: Sitting) -> None:
        laptop = await untimed.draft(0, "from the laptop", tab="a")
        untimed.now += MINUTE
        saved = await untimed.draft(0, "from the phone", tab="a", began_from=None)
        assert saved.other
        assert saved.other.text == "from the laptop"
        assert saved.other.saved_at == laptop.saved_at
        state = await untimed.act("use_other")
        assert state.other
        assert (state.draft, state.other.text) == ("from the laptop", "from the phone")
        state = await untimed.act("drop_other")
        assert (state.draft, state.other) == ("from the laptop", None)

    async def test_is_not_made_of_words_that_go_on(self, untimed: Sitting) -> None:
        first = await untimed.draft(0, "Roll", tab="a")
        untimed.now += MINUTE
        saved = await untimed.draft(0, "Roll back", tab="a", began_from=first.saved_at)
        assert saved.other is None
        assert (await untimed.draft(0, "Roll back, then look", tab="a")).other is None

    async def test_can_be_put_beside_a_newer_draft(self, untimed: Sitting) -> None:
        newer = await untimed.draft(0, "newer", tab="a")
        saved = await untimed.draft(0, "older, of this device", tab="a", aside=True)
        assert saved.saved_at == newer.saved_at
        assert saved.other
        assert saved.other.text == "older, of this device"


class TestReview:
    async def test_comes_before_the_end_and_lets_an_answer_be_changed(self, untimed: Sitting) -> None:
        await untimed.answer(0)
        with pytest.raises(pacing.NotAllAnswered):
            await untimed.act("finish")
        await untimed.answer(1)
        state = await untimed.answer(2)
        assert (state.waiting, state.status, state.question) == ("review", "in_progress", None)
        state = await untimed.act("change", question_id=untimed.ids[1])
        assert state.question
        assert (state.question.id, state.draft, state.answered) == (untimed.ids[1], GOOD, 2)
        state = await untimed.answer(1, "Said better.")
        assert state.waiting == "review"
        for _ in range(2):  # a double click
            state = await untimed.act("finish")
            assert (state.status, state.earlier[1].answer) == ("completed", "Said better.")
        with pytest.raises(taking.NotThisQuestion):
            await untimed.act("change", question_id=untimed.ids[1])

    async def test_gives_no_second_time_for_an_answer_whose_time_ran_out(self, timed: Sitting) -> None:
        await timed.act("go_on")
        await timed.passes(10 * MINUTE)
        for place in range(3):
            state = await timed.answer(place)
        assert state.waiting == "review"
        with pytest.raises(pacing.TimeUsedUp):
            await timed.act("change", question_id=timed.ids[0])
        state = await timed.act("change", question_id=timed.ids[1])
        assert state.question

    async def test_is_over_at_the_end_of_the_days_though_nobody_finished(
        self, untimed: Sitting, house: House, session: Session
    ) -> None:
        for place in range(3):
            await untimed.answer(place)
        await untimed.act("change", question_id=untimed.ids[2])
        await untimed.draft(2, "Begun anew and left.")
        finish = partial(
            pacing.finish_what_is_there,
            session,
            org_id=untimed.interview.org_id,
            interview_id=untimed.interview.id,
            vault=house.vault,
        )
        await finish(now=NOW + MINUTE)
        found = await queries.interview(session, org_id=untimed.interview.org_id, interview_id=untimed.interview.id)
        assert found
        assert found.status == "in_progress"
        await finish(now=NOW + OPEN_FOR)
        assert found.status == "completed"
        state = await taking.state_for(
            session, actor=untimed.cast.mira.actor, interview_id=untimed.interview.id, vault=house.vault
        )
        assert [one.answer for one in state.earlier] == [GOOD, GOOD, "Begun anew and left."]

    async def test_is_looked_for_after_the_end_by_any_clock(self, untimed: Sitting, session: Session) -> None:
        """The queue goes by the database's clock, the worker by its own: too early would be never."""
        for place in range(3):
            await untimed.answer(place)
        waits = "SELECT execute_after - created FROM pgqueuer WHERE entrypoint LIKE '%finish_at_the_end'"
        assert [*await session.scalars(text(waits))] == [OPEN_FOR + CLOCKS_APART]

    async def test_counts_for_nobody_who_has_withdrawn(self, untimed: Sitting, house: House, session: Session) -> None:
        for place in range(3):
            await untimed.answer(place)
        await applications.withdraw(
            session,
            actor=untimed.cast.mira.actor,
            application_id=untimed.interview.application_id,
            vault=house.vault,
            now=NOW,
        )
        org_id, interview_id = untimed.interview.org_id, untimed.interview.id
        await pacing.finish_what_is_there(
            session, org_id=org_id, interview_id=interview_id, vault=house.vault, now=NOW + OPEN_FOR
        )
        found = await queries.interview(session, org_id=org_id, interview_id=interview_id)
        assert found
        assert found.status == "in_progress"


class TestGradingThatStopped:
    async def test_is_said_to_both_sides_and_started_again_by_staff(
        self, client_of: ClientOf, house: House, cast: Cast, run_background: RunBackground
    ) -> None:
        interview = await make_interview(house, cast)
        await take(house, cast.mira, interview, [GOOD, None, GOOD])
        async with house.database.transaction() as session:
            await scoring.stall(session, org_id=interview.org_id, interview_id=interview.id, now=NOW)
        bob, mira = await client_of(cast.bob), await client_of(cast.mira)
        tab = f"/staff/applications/{interview.application_id}/interview"
        assert "Grading stopped" in (await bob.get("/staff/interviews")).text
        assert "Grade again" in (await bob.get(tab)).text
        assert "through no fault of yours" in (await mira.get(f"/interviews/{interview.id}/done")).text
        assert (await (await client_of(cast.charlie)).submit(f"{tab}/grade")).status_code == 404
        for _ in range(2):  # a double click
            assert (await bob.submit(f"{tab}/grade")).status_code == 303
        await run_background()
        answer = await bob.get(f"/api/v1/interviews/{interview.id}")
        assert (answer.json()["status"], answer.json()["stalled"]) == ("scored", False)

    async def test_is_refused_while_the_interview_goes_on(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        interview = await make_interview(house, cast)
        bob = await client_of(cast.bob)
        answer = await bob.post(f"/api/v1/interviews/{interview.id}/grade")
        assert (answer.status_code, answer.json()["code"]) == (409, "not_waiting_for_grades")


class TestPlainForm:
    async def test_offers_every_act_without_script(self, client_of: ClientOf, timed: Sitting, cast: Cast) -> None:
        mira = await client_of(cast.mira)
        room = f"/interviews/{timed.interview.id}"
        assert "10 minutes for each of them" in (await mira.get(room)).text.replace("\N{NO-BREAK SPACE}", " ")
        await mira.submit(room, {"act": "go_on"})
        question = {"question_id": str(timed.ids[0])}
        await mira.submit(room, {**question, "text": "half a sentence", "act": "pause"})
        paused = (await mira.get(room)).text
        assert "Paused" in paused
        assert "room-text" not in paused
        await mira.submit(room, {"act": "go_on"})
        assert "half a sentence" in (await mira.get(room)).text
        await mira.submit(room, {**question, "text": "half a sentence", "act": "extra", "extra": "100"})
        assert "20 minutes for each question" in (await mira.get(room)).text.replace("\N{NO-BREAK SPACE}", " ")
        await mira.submit(room, {**question, "text": "half a sentence", "act": "rest"})
        await mira.submit(room, {**question, "text": GOOD})
        for place in (1, 2):
            await mira.submit(room, {"question_id": str(timed.ids[place]), "decline": "1"})
        review = (await mira.get(room)).text
        assert "Look through your answers" in review
        await mira.submit(room, {"change": str(timed.ids[1])})
        await mira.submit(room, {"question_id": str(timed.ids[1]), "text": "Now I know."})
        done = await mira.submit(room, {"act": "finish"})
        assert done.headers["location"] == f"{room}/done"
        shown = (await mira.get(f"{room}/done")).text
        assert "Now I know." in shown
        assert "Bob Recruiter at Harbour Test reads them" in shown

    @pytest.mark.parametrize("sent", [{"act": "explode"}, {"extra": "999"}, {"change": "no id"}, {"question_id": "x"}])
    async def test_takes_what_has_another_shape_for_an_error_in_words(
        self, client_of: ClientOf, untimed: Sitting, cast: Cast, sent: dict[str, str]
    ) -> None:
        mira = await client_of(cast.mira)
        answer = await mira.submit(f"/interviews/{untimed.interview.id}", {**sent, "text": "my words"})
        assert answer.status_code == 422
        assert "Load the page again" in answer.text
        assert "my words" in answer.text
