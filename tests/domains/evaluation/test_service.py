"""Keeping a grade sealed, opening it and making it once more, with the real engine."""

import dataclasses
from typing import Any

import pytest
from tests.interviewing import GOLD, GOOD, KEY_POINTS
from tests.people import NOW, Cast

from evenhand.domains.evaluation import queries, service
from evenhand.domains.evaluation.models import Score
from evenhand.domains.evaluation.rules import Inputs
from evenhand.kit.crypto import KeyDestroyed
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.wiring import House

INPUTS = Inputs(
    question="A release made every answer slow. What do you do first?",
    gold=GOLD,
    key_points=tuple(KEY_POINTS),
    red_flags=(),
    answer=GOOD,
)


@pytest.fixture
async def score(session: Session, house: House, cast: Cast) -> Score:
    """A kept grade of a good answer by Mira at Alice's organisation."""
    await house.vault.key(cast.mira.id, cast.alice.org_id, create=True)
    return await keep(session, house, cast)


async def keep(session: Session, house: House, cast: Cast, **changes: Any) -> Score:
    about = {"subject_id": new_id(), "group_id": new_id()} | {
        name: changes.pop(name) for name in ("subject_id", "group_id") if name in changes
    }
    return await service.keep(
        session,
        org_id=cast.alice.org_id,
        person_id=cast.mira.id,
        **about,
        made=service.grade_answer(dataclasses.replace(INPUTS, **changes)),
        vault=house.vault,
        now=NOW,
    )


class TestKeep:
    async def test_keeps_figures_plain_and_words_sealed(self, score: Score) -> None:
        assert score.label == "correct"
        assert score.overall is not None
        assert score.overall > 7
        assert score.manifest["engine"] == "evenhand.grading"
        assert set(score.manifest["inputs"]) == {"question", "gold", "key_points", "red_flags", "answer"}
        assert b"roll back" not in score.grade_sealed.lower()

    async def test_an_answer_has_one_score(self, session: Session, house: House, cast: Cast, score: Score) -> None:
        again = await keep(session, house, cast, subject_id=score.subject_id, answer="Something else entirely.")
        assert again.id == score.id

    async def test_the_one_that_was_kept_first_stays(
        self, session: Session, house: House, cast: Cast, score: Score
    ) -> None:
        made = service.grade_answer(dataclasses.replace(INPUTS, answer="I would wait for Monday and see."))
        kept = await service.keep(
            session,
            org_id=score.org_id,
            person_id=score.person_id,
            subject_id=score.subject_id,
            group_id=score.group_id,
            made=made,
            vault=house.vault,
            now=NOW,
        )
        assert kept.seal == score.seal != made.seal


class TestOpenGrade:
    async def test_gives_the_spans_in_the_words_of_the_answer(self, house: House, score: Score) -> None:
        grade = await service.open_grade(score, vault=house.vault)
        found = [point for point in grade.points if point.status == "found"]
        assert len(found) == len(KEY_POINTS)
        assert all(GOOD[point.start : point.end] == point.text for point in found)
        assert grade == service.grade_answer(INPUTS)

    async def test_opens_nothing_of_someone_who_was_erased(self, house: House, score: Score) -> None:
        await house.vault.destroy(score.person_id)
        with pytest.raises(KeyDestroyed):
            await service.open_grade(score, vault=house.vault)


class TestReplay:
    async def test_gives_the_same_seal(self, house: House, score: Score) -> None:
        result = await service.replay(score, INPUTS, vault=house.vault)
        assert (result.same, result.again, result.differences) == (True, score.seal, ())

    async def test_shows_what_is_different_about_a_changed_answer(self, house: House, score: Score) -> None:
        changed = dataclasses.replace(INPUTS, answer="I roll back, and that is all.")
        result = await service.replay(score, changed, vault=house.vault)
        assert not result.same
        assert result.again != score.seal
        where = {one.where for one in result.differences}
        assert {"/seal", "/manifest/inputs/answer", "/overall"} <= where

    async def test_notices_a_row_with_another_seal(self, house: House, score: Score) -> None:
        score.seal = "0" * 64
        assert not (await service.replay(score, INPUTS, vault=house.vault)).same


class TestScores:
    async def test_are_another_organisations_secret(self, session: Session, cast: Cast, score: Score) -> None:
        mine = await service.scores(session, org_id=cast.alice.org_id, group_id=score.group_id)
        assert mine == {score.subject_id: score}
        assert await service.scores(session, org_id=cast.charlie.org_id, group_id=score.group_id) == {}
        assert await queries.score(session, org_id=cast.charlie.org_id, subject_id=score.subject_id) is None
