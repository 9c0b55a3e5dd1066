"""Preparing the questions of a job."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from tests.interviewing import GOOD, KEY_POINTS, WEAK, make_question, question_fields
from tests.openings import make_draft, make_job
from tests.people import NOW, Cast

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question
from evenhand.domains.interviews.rules.questions import GENERATED, KINDS
from evenhand.domains.interviews.schemas.questions import QuestionIn, QuestionPatch
from evenhand.domains.interviews.service import questions as service
from evenhand.domains.interviews.service.questions import making
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.service import JobNotFound
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.web.forms import sentences
from evenhand.wiring import House


async def generated(session: Session, cast: Cast, job: Job) -> tuple[service.Generated, list[Question]]:
    made = await service.generate(session, actor=cast.bob.actor, job_id=job.id, now=NOW)
    return made, list(await queries.questions(session, org_id=job.org_id, set_id=made.set.id))


class TestGenerate:
    async def test_makes_a_set_from_skills_and_level(self, session: Session, house: House, cast: Cast) -> None:
        made, rows = await generated(session, cast, await make_job(house, cast.bob))
        assert made.added == len(rows) == GENERATED
        assert {row.kind for row in rows} == set(KINDS)
        assert {row.skill_id for row in rows} >= {"python", "postgresql"}
        assert [row.position for row in rows] == list(range(1, GENERATED + 1))
        assert all(row.status == "draft" and row.gold and row.key_points and row.why for row in rows)

    async def test_is_the_same_for_the_same_job(self, session: Session, house: House, cast: Cast) -> None:
        _, first = await generated(session, cast, await make_job(house, cast.bob))
        _, second = await generated(session, cast, await make_job(house, cast.bob))
        assert [row.library_id for row in first] == [row.library_id for row in second]

    async def test_twice_adds_nothing(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        _, first = await generated(session, cast, job)
        made, second = await generated(session, cast, job)
        assert (made.added, made.removed) == (0, 0)
        assert [row.id for row in first] == [row.id for row in second]

    async def test_replaces_rejected_ones_and_keeps_a_persons_work(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        _, rows = await generated(session, cast, job)
        expert: dict[str, Any] = {"actor": cast.erin.actor, "now": NOW}
        await service.reject(session, question_id=rows[0].id, version=1, note="Too general.", **expert)
        await service.approve(session, question_id=rows[1].id, version=1, **expert)
        change = service.contents(rows[2]).model_copy(update={"text": "In our words: what does an index cost?"})
        await service.edit(session, change, question_id=rows[2].id, version=1, **expert)
        own = await make_question(house, cast.erin, job, approved=False)
        made, after = await generated(session, cast, job)
        assert made.added == 1
        assert rows[0].library_id not in {row.library_id for row in after if row.status != "rejected"}
        kept = {row.id: row for row in after}
        assert kept[rows[0].id].status == "rejected"
        assert kept[rows[1].id].status == "approved"
        assert kept[rows[2].id].text == "In our words: what does an index cost?"
        assert own.id in kept

    async def test_drops_untouched_ones_about_skills_that_are_not_asked_for_any_more(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        _, rows = await generated(session, cast, job)
        approved = next(row for row in rows if row.skill_id == "postgresql")
        await service.approve(session, actor=cast.erin.actor, question_id=approved.id, version=1, now=NOW)
        job.required_skills, job.optional_skills = ["python"], ["kafka"]
        await session.merge(job)
        await session.flush()
        made, after = await generated(session, cast, job)
        technical = [row for row in rows if row.kind == "technical" and row.skill_id in ("postgresql", "docker")]
        assert made.removed == len(technical) - 1 > 0
        assert [row.id for row in after if row.skill_id == "postgresql"] == [approved.id]

    async def test_works_for_a_job_without_skills(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_draft(house, cast.bob, required_skills=[], optional_skills=[])
        _, rows = await generated(session, cast, job)
        assert {row.kind for row in rows} == {"behavioural", "situational"}

    async def test_refuses_another_organisations_job(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        with pytest.raises(JobNotFound):
            await service.generate(session, actor=cast.charlie.actor, job_id=job.id, now=NOW)


class TestWrite:
    async def test_adds_a_question_that_waits_to_be_approved(self, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        question = await make_question(house, cast.erin, job, approved=False)
        assert (question.status, question.library_id, question.version) == ("draft", "", 1)
        assert question.key_points == KEY_POINTS

    async def test_the_same_words_twice_are_one_question(self, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        first = await make_question(house, cast.erin, job, approved=False)
        assert (await make_question(house, cast.erin, job, approved=False)).id == first.id

    async def test_refuses_more_than_anyone_could_review(
        self, session: Session, house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(making, "MOST_QUESTIONS", 2)
        job = await make_job(house, cast.bob)
        for number in range(2):
            await make_question(house, cast.erin, job, text=f"Question {number}")
        with pytest.raises(service.SetFull):
            await make_question(house, cast.erin, job, text="One more")


class TestQuestionIn:
    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("text", " \n ", "Fill this in"),
            ("text", "x" * 1001, "1000 characters"),
            ("kind", "trivia", "Choose one of the list"),
            ("difficulty", "extreme", "Choose one of the list"),
            ("skill_id", "a skill nobody knows", "not a skill we know"),
            ("skill_id", "python, docker", "about one skill"),
            ("gold", "", "Fill this in"),
            ("gold", "x" * 4001, "4000 characters"),
            ("key_points", [], "at least one key point"),
            ("key_points", ["  "], "at least one key point"),
            ("key_points", [f"Point number {n}" for n in range(9)], "Keep to 8"),
            ("key_points", ["A good point", "locks"], "One word matches almost any answer"),
            ("key_points", ["x " * 101], "200 characters"),
            ("red_flags", [f"Flag {n}" for n in range(9)], "Keep to 8"),
            ("red_flags", ["x" * 201], "200 characters"),
        ],
    )
    def test_refuses(self, field: str, value: object, sentence: str) -> None:
        with pytest.raises(ValidationError) as refusal:
            QuestionIn.model_validate(question_fields(**{field: value}))
        assert sentence in " ".join(sentences(refusal.value).values())

    def test_takes_a_skill_by_any_name_and_drops_blank_and_repeated_points(self) -> None:
        new = QuestionIn.model_validate(
            question_fields(skill_id="Postgres", key_points=["One claim", "", "One claim"], red_flags=["A flag", " "])
        )
        assert (new.skill_id, new.key_points, new.red_flags) == ("postgresql", ["One claim"], ["A flag"])

    def test_a_patch_leaves_the_rest_as_it_was(self) -> None:
        kept = QuestionIn.model_validate(question_fields())
        changed = QuestionPatch(version=1, difficulty="hard", skill_id="").applied_to(kept)
        assert changed == kept.model_copy(update={"difficulty": "hard", "skill_id": ""})


class TestEdit:
    async def test_of_an_approved_one_waits_while_the_approved_words_are_asked(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        question = await make_question(house, cast.erin, await make_job(house, cast.bob))
        before = service.contents(question)
        change = before.model_copy(update={"gold": "Roll back. Then look."})
        later = NOW + timedelta(hours=1)
        edited = await service.edit(
            session, change, actor=cast.alice.actor, question_id=question.id, version=2, now=later
        )
        assert (edited.status, edited.edition, edited.waiting, edited.editions) == ("approved", 1, 2, 2)
        assert service.contents(edited) == before
        assert await service.newest(session, edited) == change
        approved = await service.approve(
            session, actor=cast.erin.actor, question_id=question.id, version=edited.version, now=later
        )
        assert (approved.status, approved.edition, approved.waiting) == ("approved", 2, None)
        assert service.contents(approved) == change

    async def test_of_one_that_waits_replaces_what_waited(self, session: Session, house: House, cast: Cast) -> None:
        question = await make_question(house, cast.erin, await make_job(house, cast.bob), approved=False)
        change = service.contents(question).model_copy(update={"gold": "Roll back. Then look."})
        edited = await service.edit(session, change, actor=cast.erin.actor, question_id=question.id, version=1, now=NOW)
        assert (edited.status, edited.edition, edited.waiting, edited.gold) == ("draft", 2, 2, change.gold)
        made = await service.history(session, actor=cast.erin.actor, question=edited, vault=house.vault)
        assert [(one.number, one.status, one.changed) for one in made] == [(2, "draft", ["gold"]), (1, "replaced", [])]
        assert made[0].written_by == cast.erin.name

    async def test_saving_what_is_there_changes_nothing(self, session: Session, house: House, cast: Cast) -> None:
        question = await make_question(house, cast.erin, await make_job(house, cast.bob))
        same = await service.edit(
            session,
            service.contents(question),
            actor=cast.alice.actor,
            question_id=question.id,
            version=1,
            now=NOW,
        )
        assert (same.status, same.version) == ("approved", 2)

    async def test_refuses_what_was_written_over_an_older_version(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        question = await make_question(house, cast.erin, await make_job(house, cast.bob))
        change = service.contents(question).model_copy(update={"gold": "Something else."})
        with pytest.raises(service.QuestionChanged) as refusal:
            await service.edit(session, change, actor=cast.alice.actor, question_id=question.id, version=1, now=NOW)
        assert refusal.value.details["version"] == 2


class TestApprove:
    async def test_saves_and_approves_in_one_go(self, session: Session, house: House, cast: Cast) -> None:
        question = await make_question(house, cast.erin, await make_job(house, cast.bob), approved=False)
        change = service.contents(question).model_copy(update={"difficulty": "hard"})
        about: dict[str, Any] = {"actor": cast.erin.actor, "question_id": question.id, "now": NOW, "version": 1}
        for _ in range(2):  # sent twice
            approved = await service.approve(session, change=change, **about)
            assert (approved.status, approved.difficulty, approved.version) == ("approved", "hard", 2)

    async def test_refuses_a_version_nobody_has_read(self, session: Session, house: House, cast: Cast) -> None:
        question = await make_question(house, cast.erin, await make_job(house, cast.bob), approved=False)
        change = service.contents(question).model_copy(update={"gold": "Changed meanwhile."})
        await service.edit(session, change, actor=cast.erin.actor, question_id=question.id, version=1, now=NOW)
        with pytest.raises(service.QuestionChanged):
            await service.approve(session, actor=cast.alice.actor, question_id=question.id, version=1, now=NOW)


class TestReject:
    async def test_keeps_the_note_and_happens_once(self, session: Session, house: House, cast: Cast) -> None:
        question = await make_question(house, cast.erin, await make_job(house, cast.bob))
        about: dict[str, Any] = {"actor": cast.erin.actor, "question_id": question.id, "now": NOW}
        for _ in range(2):
            rejected = await service.reject(session, version=2, note="Asks for trivia.", **about)
            assert (rejected.status, rejected.review_note, rejected.version) == ("rejected", "Asks for trivia.", 3)
        with pytest.raises(service.QuestionChanged):
            await service.reject(session, version=2, note="Another reason.", **about)


class TestTryOut:
    async def test_grades_and_keeps_nothing(self, session: Session, house: House, cast: Cast) -> None:
        question = await make_question(house, cast.erin, await make_job(house, cast.bob))
        good, weak = [
            await service.try_out(session, actor=cast.erin.actor, question_id=question.id, answer=answer)
            for answer in (GOOD, WEAK)
        ]
        assert good.overall is not None
        assert weak.overall is not None
        assert good.overall > weak.overall
        assert {point.status for point in good.points} == {"found"}


class TestScope:
    """Whatever is asked for by its id is found in the caller's organisation only."""

    async def test_another_organisation_finds_nothing(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        question = await make_question(house, cast.erin, job)
        about: dict[str, Any] = {"actor": cast.charlie.actor, "question_id": question.id}
        change = service.contents(question)
        with pytest.raises(service.QuestionNotFound):
            await service.get(session, **about)
        with pytest.raises(service.QuestionNotFound):
            await service.edit(session, change, version=2, now=NOW, **about)
        with pytest.raises(service.QuestionNotFound):
            await service.approve(session, version=2, now=NOW, **about)
        with pytest.raises(service.QuestionNotFound):
            await service.reject(session, version=2, note="Not yours.", now=NOW, **about)
        with pytest.raises(service.QuestionNotFound):
            await service.try_out(session, answer=GOOD, **about)
        with pytest.raises(service.SetNotFound):
            await service.get_set(session, actor=cast.charlie.actor, set_id=question.set_id)
        with pytest.raises(JobNotFound):
            await service.write(session, change, actor=cast.charlie.actor, job_id=job.id, now=NOW)
        assert await queries.sets(session, org_id=cast.charlie.org_id, limit=10) == []
        assert await queries.waiting_sets(session, org_id=cast.charlie.org_id, limit=10) == []

    async def test_a_question_is_found_in_its_own_set_only(self, session: Session, house: House, cast: Cast) -> None:
        question = await make_question(house, cast.erin, await make_job(house, cast.bob))
        with pytest.raises(service.QuestionNotFound):
            await service.get(session, actor=cast.erin.actor, question_id=question.id, set_id=new_id())


class TestSets:
    async def test_are_counted_and_wait_in_the_queue_while_something_is_to_review(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        first, second = await make_job(house, cast.bob, title="First"), await make_job(house, cast.bob, title="Second")
        await make_question(house, cast.erin, first)
        waiting = await make_question(house, cast.erin, second, approved=False)
        rows = await queries.sets(session, org_id=cast.bob.org_id, limit=10)
        counted = [(row.job_title, row.approved, row.waiting, row.rejected) for row in rows]
        assert counted == [("Second", 0, 1, 0), ("First", 1, 0, 0)]
        queue = await queries.waiting_sets(session, org_id=cast.bob.org_id, limit=10)
        assert [row.job_title for row in queue] == ["Second"]
        await service.approve(session, actor=cast.erin.actor, question_id=waiting.id, version=1, now=NOW)
        assert await queries.waiting_sets(session, org_id=cast.bob.org_id, limit=10) == []
