"""Practice: the library's questions in the same room with the same grades, for one person alone."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from tests.client import Client
from tests.interviewing import GOOD
from tests.openings import make_job
from tests.people import NOW, Cast, Member

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Practice
from evenhand.domains.interviews.schemas.practice import PracticeIn
from evenhand.domains.interviews.service import listing, pacing, taking
from evenhand.domains.interviews.service import practice as service
from evenhand.domains.jobs.service import JobNotFound
from evenhand.kit.crypto import KeyDestroyed
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]


async def begin(house: House, member: Member, **wanted: Any) -> Practice:
    async with house.database.transaction() as session:
        chosen = PracticeIn.model_validate({"skills": ["postgresql"], **wanted})
        return await service.start(session, chosen, actor=member.actor, vault=house.vault, now=NOW)


async def take_all(house: House, member: Member, practice: Practice, *, text: str = GOOD) -> None:
    """Answer everything, and finish after the review."""
    about: dict[str, Any] = {
        "actor": member.actor,
        "interview_id": practice.id,
        "vault": house.vault,
        "now": NOW,
    }
    async with house.database.transaction() as session:
        questions = await queries.practised(session, person_id=member.id, practice_id=practice.id)
    for question in questions:
        async with house.database.transaction() as session:
            state = await taking.answer(session, question_id=question.id, text=text, review=True, **about)
    assert state.waiting == "review"
    async with house.database.transaction() as session:
        await pacing.act(session, act="finish", **about)


class TestStart:
    async def test_asks_as_many_questions_of_the_skill_as_wanted(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        practice = await begin(house, cast.mira, count=3)
        asked = await queries.practised(session, person_id=cast.mira.id, practice_id=practice.id)
        assert [one.position for one in asked] == [1, 2, 3]
        assert "postgresql" in {one.skill_id for one in asked}
        assert practice.title == "PostgreSQL"

    async def test_for_a_job_takes_its_skills_and_names_it(self, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        practice = await begin(house, cast.mira, job_id=job.id, skills=[])
        assert practice.title == f"{job.title}, Harbour Test"

    async def test_refuses_a_job_that_is_not_public(self, session: Session, house: House, cast: Cast) -> None:
        with pytest.raises(JobNotFound):
            await begin(house, cast.mira, job_id=new_id(), skills=[])

    async def test_refuses_a_skill_nobody_knows_in_words(self, house: House, cast: Cast) -> None:
        with pytest.raises(service.SkillUnknown, match="not a skill we know"):
            await begin(house, cast.mira, skills=["Zorbing with intent"])


class TestPractice:
    async def test_is_graded_by_the_same_engine_with_evidence_and_without_gold_answers(
        self, session: Session, house: House, cast: Cast, run_background: RunBackground
    ) -> None:
        practice = await begin(house, cast.mira)
        await take_all(house, cast.mira, practice)
        await run_background()
        shown = await service.shown(session, actor=cast.mira.actor, practice_id=practice.id, vault=house.vault)
        assert shown.status == "scored"
        assert shown.card
        assert len(shown.card.answers) == 4
        assert {one.answer for one in shown.card.answers} == {GOOD}
        assert {one.gold for one in shown.card.answers} == {None}
        assert shown.card.made.engine

    async def test_is_nobody_elses(self, session: Session, house: House, cast: Cast) -> None:
        practice = await begin(house, cast.mira)
        for other in (cast.noor, cast.bob, cast.alice, cast.charlie):
            with pytest.raises(service.PracticeNotFound):
                await service.shown(session, actor=other.actor, practice_id=practice.id, vault=house.vault)
            with pytest.raises(service.PracticeNotFound):
                await service.delete(session, actor=other.actor, practice_id=practice.id)
            with pytest.raises(taking.InterviewNotFound):
                await taking.state_for(session, actor=other.actor, interview_id=practice.id, vault=house.vault)

    async def test_has_no_path_to_a_company(
        self, session: Session, house: House, cast: Cast, run_background: RunBackground
    ) -> None:
        """Though it is for their own job: no list, no address, no key of theirs."""
        job = await make_job(house, cast.bob)
        practice = await begin(house, cast.mira, job_id=job.id, skills=[])
        await take_all(house, cast.mira, practice)
        await run_background()
        rows, _ = await listing.received_interviews(
            session, actor=cast.bob.actor, cursor="", limit=100, vault=house.vault
        )
        assert rows == []
        assert await queries.interview(session, org_id=cast.bob.org_id, interview_id=practice.id) is None
        with pytest.raises(KeyDestroyed):
            await house.vault.key(cast.mira.id, cast.bob.org_id)
        assert {"org_id", "job_id", "application_id"}.isdisjoint(Practice.__table__.columns.keys())

    async def test_is_deleted_with_everything_in_it(
        self, session: Session, house: House, cast: Cast, run_background: RunBackground
    ) -> None:
        practice = await begin(house, cast.mira)
        await take_all(house, cast.mira, practice)
        async with house.database.transaction() as own:
            await service.delete(own, actor=cast.mira.actor, practice_id=practice.id)
        await run_background()  # grading what is not there any more is no trouble
        mira = cast.mira.id
        assert await queries.own_practice(session, person_id=mira, practice_id=practice.id) is None
        assert list(await queries.practised(session, person_id=mira, practice_id=practice.id)) == []
        assert await queries.practice_answers(session, person_id=mira, practice_id=practice.id) == {}

    async def test_can_be_graded_again_where_that_was_given_up(
        self, session: Session, house: House, cast: Cast, run_background: RunBackground
    ) -> None:
        practice = await begin(house, cast.mira)
        await take_all(house, cast.mira, practice)
        async with house.database.transaction() as own:
            await service.stall(own, person_id=cast.mira.id, practice_id=practice.id, now=NOW)
        shown = await service.shown(session, actor=cast.mira.actor, practice_id=practice.id, vault=house.vault)
        assert (shown.status, shown.stalled, shown.card) == ("completed", True, None)
        async with house.database.transaction() as own:
            await service.ask_again(own, actor=cast.mira.actor, practice_id=practice.id, now=NOW)
        await run_background()
        again = await service.shown(session, actor=cast.mira.actor, practice_id=practice.id, vault=house.vault)
        assert (again.status, again.stalled) == ("scored", False)


class TestPages:
    async def test_lead_from_the_choice_through_the_room_to_the_card_and_to_deleting(
        self, client_of: ClientOf, cast: Cast, run_background: RunBackground
    ) -> None:
        mira = await client_of(cast.mira)
        chosen = {"skill": "PostgreSQL", "level": "middle", "count": "3", "minutes": ""}
        answer = await mira.submit("/practice", chosen)
        room = answer.headers["location"]
        for _ in range(3):
            page = await mira.get(room)
            assert "no company sees any of it" in page.text
            question = page.text.partition('name="question_id" value="')[2].partition('"')[0]
            await mira.submit(room, {"question_id": question, "text": GOOD})
        assert "Look through your answers" in (await mira.get(room)).text
        done = (await mira.submit(room, {"act": "finish"})).headers["location"]
        assert "being graded" in (await mira.get(done)).text
        await run_background()
        card = (await mira.get(done)).text
        assert "Only you see this page" in card
        assert GOOD[:20] in card
        await mira.submit(f"{room}/delete")
        assert (await mira.get(room)).status_code == 404

    async def test_say_what_is_missing(self, client_of: ClientOf, cast: Cast) -> None:
        mira = await client_of(cast.mira)
        for fields, words in (({}, "Choose a job, or name a skill."), ({"skill": "Zorbing"}, "not a skill we know")):
            answer = await mira.submit("/practice", fields)
            assert answer.status_code == 422
            assert words in answer.text

    async def test_offer_the_job_that_was_asked_for(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        page = await (await client_of(cast.mira)).get(f"/practice?job={job.id}")
        assert f'value="{job.id}" selected' in page.text


class TestApi:
    async def test_starts_lists_shows_and_deletes(self, client_of: ClientOf, cast: Cast) -> None:
        mira = await client_of(cast.mira)
        made = (await mira.post("/api/v1/practices", json={"skills": ["postgresql"], "count": 3})).json()
        listed = (await mira.get("/api/v1/practices")).json()["items"]
        assert [one["id"] for one in listed] == [made["id"]]
        room = (await mira.get(f"/api/v1/interviews/{made['id']}")).json()
        assert UUID(room["question"]["id"])
        assert (await mira.delete(f"/api/v1/practices/{made['id']}")).status_code == 204
        assert (await mira.get(f"/api/v1/practices/{made['id']}")).status_code == 404
