"""Making scores once more from what is stored: found by interview or score, at any organisation, keeping nothing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import update
from tests.interviewing import GOOD, WEAK, make_interview, take
from tests.people import NOW, Cast

from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.interviews.models import Interview, InterviewQuestion
from evenhand.domains.interviews.service import rescoring
from evenhand.domains.interviews.service.rescoring import Found
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.wiring import House


@pytest.fixture
async def scored(house: House, cast: Cast, run_background: Callable[[], Awaitable[int]]) -> Interview:
    """Mira has answered one question well, one badly, and declined one; all are graded."""
    interview = await make_interview(house, cast)
    await take(house, cast.mira, interview, [GOOD, WEAK, None], now=NOW + timedelta(minutes=41))
    await run_background()
    return interview


class TestFind:
    async def test_finds_an_interview_and_each_of_its_scores(self, session: Session, scored: Interview) -> None:
        assert await rescoring.find(session, some_id=scored.id) == Found(scored.org_id, scored.id)
        scores = await evaluation.scores(session, org_id=scored.org_id, group_id=scored.id)
        assert len(scores) == 3
        for score in scores.values():
            assert await rescoring.find(session, some_id=score.id) == Found(scored.org_id, scored.id, score.id)

    async def test_finds_nothing_else(self, session: Session, scored: Interview, cast: Cast) -> None:
        assert await rescoring.find(session, some_id=new_id()) is None
        assert await rescoring.find(session, some_id=cast.mira.id) is None


class TestInterviews:
    async def test_are_those_of_one_organisation(self, session: Session, scored: Interview, cast: Cast) -> None:
        assert scored.org_id in await rescoring.organisations(session)
        assert Found(scored.org_id, scored.id) in await rescoring.interviews(session, org_id=scored.org_id)
        assert await rescoring.interviews(session, org_id=cast.charlie.org_id or new_id()) == []


class TestRescore:
    async def test_comes_to_the_same_bytes(self, session: Session, house: House, scored: Interview) -> None:
        made = await rescoring.rescore(session, Found(scored.org_id, scored.id), vault=house.vault)
        assert made is not None
        assert [one.number for one in made] == [1, 2, 3]
        assert all(one.replay.same and one.stored["seal"] == one.replay.again for one in made)
        assert made[0].texts.answer == GOOD

    async def test_makes_only_the_score_that_was_asked_for(
        self, session: Session, house: House, scored: Interview
    ) -> None:
        scores = await evaluation.scores(session, org_id=scored.org_id, group_id=scored.id)
        wanted = next(iter(scores.values())).id
        made = await rescoring.rescore(session, Found(scored.org_id, scored.id, wanted), vault=house.vault)
        assert [one.score_id for one in made or []] == [wanted]

    async def test_names_a_question_that_was_changed_afterwards(
        self, session: Session, house: House, scored: Interview
    ) -> None:
        changed = update(InterviewQuestion).where(InterviewQuestion.interview_id == scored.id)
        await session.execute(changed.values(gold="Wait until Monday."))
        made = await rescoring.rescore(session, Found(scored.org_id, scored.id), vault=house.vault)
        assert made
        assert all("/manifest/inputs/gold/0" in {d.where for d in one.replay.differences} for one in made)

    async def test_makes_nothing_of_someone_who_was_erased(
        self, session: Session, house: House, scored: Interview, cast: Cast
    ) -> None:
        await house.vault.destroy(cast.mira.id)
        assert await rescoring.rescore(session, Found(scored.org_id, scored.id), vault=house.vault) is None

    async def test_keeps_to_the_organisation(self, session: Session, house: House, scored: Interview) -> None:
        assert await rescoring.rescore(session, Found(new_id(), scored.id), vault=house.vault) == []
