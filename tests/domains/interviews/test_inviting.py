"""Inviting an applicant, and releasing the scorecard."""

from datetime import timedelta
from typing import Any

import pytest
from tests.applicants import make_application
from tests.interviewing import GOOD, asked, invite, make_interview, make_question, make_questions, take
from tests.openings import make_job
from tests.people import NOW, Cast

from evenhand.domains.applications import service as applications
from evenhand.domains.applications.models import Application
from evenhand.domains.applications.service import ApplicationErased, ApplicationNotFound
from evenhand.domains.interviews.rules.taking import OPEN_FOR
from evenhand.domains.interviews.service import inviting as service
from evenhand.domains.interviews.service import questions, taking
from evenhand.domains.interviews.service.taking import InterviewNotFound
from evenhand.kit.db import Session
from evenhand.wiring import House


@pytest.fixture
async def application(house: House, cast: Cast) -> Application:
    """Mira has applied for Bob's job."""
    return await make_application(house, cast.mira, await make_job(house, cast.bob))


class TestInvite:
    async def test_copies_the_questions_moves_the_application_and_sets_an_end(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        interview = await make_interview(house, cast, count=4)
        assert (interview.status, interview.invited_by) == ("invited", cast.bob.id)
        assert interview.expires_at == NOW + OPEN_FOR
        rows = await asked(house, interview)
        assert [row.position for row in rows] == [1, 2, 3, 4]
        assert all(row.gold and row.key_points for row in rows)
        moved = await applications.received_application(
            session, org_id=cast.bob.org_id, application_id=interview.application_id
        )
        assert (moved.stage, moved.version) == ("interview", 2)

    async def test_asks_six_of_many(self, house: House, cast: Cast) -> None:
        assert len(await asked(house, await make_interview(house, cast, count=9))) == 6

    async def test_asks_only_what_was_approved_and_not_what_is_edited_later(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        application = await make_application(house, cast.noor, job)
        rows = await make_questions(house, cast.erin, job, 3)
        await make_question(house, cast.erin, job, text="Nobody has approved this.", approved=False)
        interview = await invite(house, cast.bob, application.id)
        change = questions.contents(rows[0]).model_copy(update={"text": "Edited later"})
        await questions.edit(session, change, actor=cast.erin.actor, question_id=rows[0].id, version=2, now=NOW)
        assert {row.text for row in await asked(house, interview)} == {row.text for row in rows}

    @pytest.mark.parametrize(("stage", "expected"), [("review", "interview"), ("finalist", "finalist")])
    async def test_never_moves_an_application_back(
        self, session: Session, house: House, cast: Cast, application: Application, stage: Any, expected: str
    ) -> None:
        moved = await applications.move(
            session,
            actor=cast.bob.actor,
            application_id=application.id,
            to=stage,
            version=1,
            vault=house.vault,
            now=NOW,
        )
        await make_interview(house, cast, application=moved)
        after = await applications.received_application(session, org_id=cast.bob.org_id, application_id=application.id)
        await session.refresh(after)
        assert after.stage == expected

    async def test_twice_is_once(self, house: House, cast: Cast) -> None:
        first = await make_interview(house, cast)
        second = await invite(house, cast.bob, first.application_id, now=NOW + timedelta(days=2))
        assert (second.id, second.expires_at) == (first.id, first.expires_at)

    async def test_gives_new_time_once_the_time_is_over(self, session: Session, house: House, cast: Cast) -> None:
        first = await make_interview(house, cast)
        await take(house, cast.mira, first, [GOOD])
        later = NOW + OPEN_FOR
        again = await invite(house, cast.bob, first.application_id, now=later)
        assert (again.id, again.status, again.expires_at) == (first.id, "in_progress", later + OPEN_FOR)
        state = await taking.state_for(session, actor=cast.mira.actor, interview_id=again.id, vault=house.vault)
        assert state.answered == 1

    @pytest.mark.parametrize("count", [0, 2])
    async def test_refuses_where_too_few_questions_are_approved(self, house: House, cast: Cast, count: int) -> None:
        job = await make_job(house, cast.bob)
        application = await make_application(house, cast.noor, job)
        await make_questions(house, cast.erin, job, count)
        with pytest.raises(service.TooFewQuestions) as refusal:
            await invite(house, cast.bob, application.id)
        assert f"{count} are approved" in refusal.value.text
        assert refusal.value.details["href"] == f"/staff/jobs/{job.id}/questions"

    async def test_refuses_an_application_that_has_ended(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        await applications.withdraw(
            session, actor=cast.mira.actor, application_id=application.id, vault=house.vault, now=NOW
        )
        with pytest.raises(service.InvitationTooLate):
            await make_interview(house, cast, application=application)

    async def test_refuses_someone_who_was_erased(self, house: House, cast: Cast, application: Application) -> None:
        await house.vault.destroy(cast.mira.id)
        with pytest.raises(ApplicationErased):
            await make_interview(house, cast, application=application)

    async def test_refuses_another_organisations_application(
        self, house: House, cast: Cast, application: Application
    ) -> None:
        with pytest.raises(ApplicationNotFound):
            await invite(house, cast.charlie, application.id)


class TestRelease:
    async def test_refuses_before_there_is_a_scorecard(self, session: Session, house: House, cast: Cast) -> None:
        interview = await make_interview(house, cast)
        with pytest.raises(service.NotScoredYet):
            await service.release(session, actor=cast.bob.actor, interview_id=interview.id, now=NOW)

    async def test_refuses_another_organisations_interview(self, session: Session, house: House, cast: Cast) -> None:
        interview = await make_interview(house, cast)
        with pytest.raises(InterviewNotFound):
            await service.release(session, actor=cast.charlie.actor, interview_id=interview.id, now=NOW)
