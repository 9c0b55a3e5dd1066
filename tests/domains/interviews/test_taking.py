"""Taking an interview: stored once, in turn, and only by the person whose it is."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import QUICK_PASSWORDS
from tests.interviewing import GOOD, asked, make_interview, take
from tests.people import NOW, Cast, make_cast

from evenhand.domains.applications import service as applications
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.rules.taking import ANSWER_CHARS, DECLINED, OPEN_FOR
from evenhand.domains.interviews.schemas.taking import RoomState
from evenhand.domains.interviews.service import taking as service
from evenhand.domains.interviews.service import writing
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.settings import Settings
from evenhand.wiring import House


@pytest.fixture
async def interview(house: House, cast: Cast) -> Interview:
    """Mira is invited to an interview of three questions."""
    return await make_interview(house, cast)


@pytest.fixture
async def ids(house: House, interview: Interview) -> list[UUID]:
    """Its questions in order."""
    return [one.id for one in await asked(house, interview)]


def about(house: House, cast: Cast, interview: Interview, **changes: Any) -> dict[str, Any]:
    return {
        "actor": cast.mira.actor,
        "interview_id": interview.id,
        "vault": house.vault,
        "now": NOW,
        **changes,
    }


async def state(session: Session, house: House, cast: Cast, interview: Interview) -> RoomState:
    return await service.state_for(session, actor=cast.mira.actor, interview_id=interview.id, vault=house.vault)


class TestStateFor:
    async def test_shows_the_first_question_and_changes_nothing(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        shown = await state(session, house, cast, interview)
        assert (shown.status, shown.total, shown.answered, shown.draft) == ("invited", 3, 0, "")
        assert shown.question
        assert (shown.question.id, shown.question.number, shown.question.topic) == (ids[0], 1, "PostgreSQL")
        found = await queries.interview(session, org_id=interview.org_id, interview_id=interview.id)
        assert found
        assert found.started_at is None

    async def test_says_nothing_of_the_gold_answer(
        self, session: Session, house: House, cast: Cast, interview: Interview
    ) -> None:
        shown = (await state(session, house, cast, interview)).model_dump_json()
        assert "gold" not in shown
        assert "Roll back" not in shown

    async def test_is_the_persons_own(self, session: Session, house: House, cast: Cast, interview: Interview) -> None:
        for other in (cast.noor, cast.bob, cast.charlie):
            with pytest.raises(service.InterviewNotFound):
                await service.state_for(session, actor=other.actor, interview_id=interview.id, vault=house.vault)

    async def test_is_gone_once_the_organisation_holds_no_key(
        self, session: Session, house: House, cast: Cast, interview: Interview
    ) -> None:
        await house.vault.destroy(cast.mira.id, interview.org_id)
        with pytest.raises(service.InterviewNotFound):
            await state(session, house, cast, interview)


class TestAnswer:
    async def test_is_stored_sealed_and_the_next_question_asked(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        given = about(house, cast, interview)
        after = await service.answer(session, question_id=ids[0], text=f"  {GOOD}\r\n", **given)
        assert after.question
        assert (after.status, after.answered, after.question.id) == ("in_progress", 1, ids[1])
        assert [(one.number, one.answer) for one in after.earlier] == [(1, GOOD)]
        row = (await queries.answers(session, org_id=interview.org_id, interview_id=interview.id))[ids[0]]
        assert b"roll back" not in row.text_sealed
        key = await house.vault.key(cast.mira.id, interview.org_id)
        assert writing.typed(row, key) == GOOD

    async def test_sent_twice_counts_once_and_the_first_words_stay(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        given = about(house, cast, interview)
        first = await service.answer(session, question_id=ids[0], text=GOOD, **given)
        for text in (GOOD, "Other words"):
            assert await service.answer(session, question_id=ids[0], text=text, **given) == first
        assert await service.decline(session, question_id=ids[0], **given) == first
        assert await service.answer(session, question_id=ids[0], text="", **given) == first

    async def test_after_the_last_one_the_interview_is_complete(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        for place, question_id in enumerate(ids):
            moment = NOW + timedelta(minutes=10 * place)
            after = await service.answer(
                session, question_id=question_id, text=GOOD, **about(house, cast, interview, now=moment)
            )
        assert (after.status, after.question, after.answered) == ("completed", None, 3)
        found = await queries.interview(session, org_id=interview.org_id, interview_id=interview.id)
        assert found
        assert (found.started_at, found.completed_at) == (NOW, NOW + timedelta(minutes=20))
        again = await service.answer(session, question_id=ids[2], text="late copy", **about(house, cast, interview))
        assert again == after

    @pytest.mark.parametrize("text", ["", "   \n\t ", "\u202e\u0000"])
    async def test_refuses_an_empty_one(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID], text: str
    ) -> None:
        with pytest.raises(service.AnswerEmpty, match="I don’t know this one"):
            await service.answer(session, question_id=ids[0], text=text, **about(house, cast, interview))

    async def test_takes_twenty_thousand_characters_and_refuses_one_more(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        given = about(house, cast, interview)
        with pytest.raises(service.AnswerTooLong, match="20,001 characters"):
            await service.answer(session, question_id=ids[0], text="ж" * (ANSWER_CHARS + 1), **given)
        after = await service.answer(session, question_id=ids[0], text="ж" * ANSWER_CHARS, **given)
        assert len(after.earlier[0].answer) == ANSWER_CHARS

    async def test_refuses_another_question_than_the_one_asked_and_says_which_that_is(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        for wrong in (ids[1], new_id()):
            with pytest.raises(service.NotThisQuestion) as refusal:
                await service.answer(session, question_id=wrong, text=GOOD, **about(house, cast, interview))
            assert refusal.value.details["state"]["question"]["id"] == str(ids[0])

    async def test_refuses_after_the_last_day(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        last = about(house, cast, interview, now=NOW + OPEN_FOR - timedelta(seconds=1))
        await service.answer(session, question_id=ids[0], text=GOOD, **last)
        late = about(house, cast, interview, now=NOW + OPEN_FOR)
        with pytest.raises(service.InterviewOver):
            await service.answer(session, question_id=ids[1], text=GOOD, **late)

    async def test_refuses_once_the_application_has_ended(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        await applications.withdraw(
            session,
            actor=cast.mira.actor,
            application_id=interview.application_id,
            vault=house.vault,
            now=NOW,
        )
        with pytest.raises(service.ApplicationEnded):
            await service.answer(session, question_id=ids[0], text=GOOD, **about(house, cast, interview))

    async def test_takes_nobody_elses_words(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        for other in (cast.noor, cast.bob, cast.alice, cast.charlie):
            given = about(house, cast, interview, actor=other.actor)
            with pytest.raises(service.InterviewNotFound):
                await service.answer(session, question_id=ids[0], text=GOOD, **given)
            with pytest.raises(service.InterviewNotFound):
                await service.save_draft(session, question_id=ids[0], text=GOOD, **given)
            with pytest.raises(service.InterviewNotFound):
                await service.decline(session, question_id=ids[0], **given)

    async def test_from_two_tabs_in_the_same_moment_counts_once(self, own_database: str, settings: Settings) -> None:
        house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
        try:
            cast = await make_cast(house)
            interview = await make_interview(house, cast)
            first = (await asked(house, interview))[0].id

            async def send(text: str) -> RoomState:
                async with house.database.transaction() as session:
                    return await service.answer(session, question_id=first, text=text, **about(house, cast, interview))

            states = await asyncio.gather(*(send(f"{GOOD} From tab {tab}.") for tab in range(4)))
            assert {one.answered for one in states} == {1}
            assert len({one.earlier[0].answer for one in states}) == 1
        finally:
            await house.database.close()


class TestDecline:
    async def test_goes_on_and_lets_go_of_the_draft(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        given = about(house, cast, interview)
        await service.save_draft(session, question_id=ids[0], text="I am not sure", **given)
        after = await service.decline(session, question_id=ids[0], **given)
        assert (after.answered, after.draft) == (1, "")
        assert after.earlier[0].answer == DECLINED
        row = (await queries.answers(session, org_id=interview.org_id, interview_id=interview.id))[ids[0]]
        assert row.declined
        key = await house.vault.key(cast.mira.id, interview.org_id)
        assert writing.typed(row, key) == ""


class TestSaveDraft:
    async def test_is_kept_for_its_writer_and_begins_the_interview(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        given = about(house, cast, interview)
        for text in ("Roll", "Roll back f"):
            assert (await service.save_draft(session, question_id=ids[0], text=text, **given)).saved_at == NOW
        shown = await state(session, house, cast, interview)
        assert (shown.status, shown.answered, shown.draft, shown.saved_at) == ("in_progress", 0, "Roll back f", NOW)

    async def test_changes_no_answer(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        given = about(house, cast, interview)
        await service.answer(session, question_id=ids[0], text=GOOD, **given)
        with pytest.raises(service.NotThisQuestion):
            await service.save_draft(session, question_id=ids[0], text="late words", **given)
        assert (await state(session, house, cast, interview)).earlier[0].answer == GOOD

    async def test_may_be_emptied_but_not_endless(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        given = about(house, cast, interview)
        await service.save_draft(session, question_id=ids[0], text="Roll", **given)
        await service.save_draft(session, question_id=ids[0], text="", **given)
        assert (await state(session, house, cast, interview)).draft == ""
        with pytest.raises(service.AnswerTooLong):
            await service.save_draft(session, question_id=ids[0], text="x" * (ANSWER_CHARS + 1), **given)

    async def test_refuses_when_it_is_over_or_complete(
        self, session: Session, house: House, cast: Cast, interview: Interview, ids: list[UUID]
    ) -> None:
        with pytest.raises(service.InterviewOver):
            await service.save_draft(
                session, question_id=ids[0], text="x", **about(house, cast, interview, now=NOW + OPEN_FOR)
            )
        await take(house, cast.mira, interview, [GOOD, None, GOOD])
        with pytest.raises(service.NotThisQuestion):
            await service.save_draft(session, question_id=ids[2], text="x", **about(house, cast, interview))
