"""Editions of a question: what is asked, what waits, who did what; reviewing several, and reusing earlier ones."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from tests.applicants import make_application
from tests.interviewing import asked, invite, make_question, make_questions
from tests.openings import make_job
from tests.people import NOW, Cast

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question
from evenhand.domains.interviews.rules.editions import changed_fields, compare
from evenhand.domains.interviews.rules.questions import uncovered
from evenhand.domains.interviews.rules.reasons import why
from evenhand.domains.interviews.schemas.questions import Picked, QuestionIn, Review, Wish
from evenhand.domains.interviews.service import questions as service
from evenhand.kit.db import Session
from evenhand.wiring import House

LATER = NOW + timedelta(hours=1)


def better(question: Question, gold: str = "Roll back. Then look.") -> QuestionIn:
    return service.contents(question).model_copy(update={"gold": gold})


class TestApproved:
    async def test_words_are_asked_until_the_change_is_approved(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        question = (await make_questions(house, cast.erin, job, 3))[0]
        old = question.gold
        await service.edit(
            session, better(question), actor=cast.bob.actor, question_id=question.id, version=2, now=LATER
        )
        first = await invite(house, cast.bob, (await make_application(house, cast.mira, job)).id)
        before = next(one for one in await asked(house, first) if one.question_id == question.id)
        assert (before.gold, before.edition) == (old, 1)
        await service.approve(session, actor=cast.erin.actor, question_id=question.id, version=3, now=LATER)
        second = await invite(house, cast.bob, (await make_application(house, cast.noor, job)).id)
        after = next(one for one in await asked(house, second) if one.question_id == question.id)
        assert (after.gold, after.edition) == ("Roll back. Then look.", 2)
        kept = next(one for one in await asked(house, first) if one.question_id == question.id)
        assert (kept.gold, kept.edition) == (old, 1)

    async def test_goes_on_being_asked_when_its_change_is_rejected(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        question = await make_question(house, cast.erin, await make_job(house, cast.bob))
        about: dict[str, Any] = {"question_id": question.id, "actor": cast.erin.actor, "now": LATER}
        edited = await service.edit(session, better(question), version=2, **about)
        for _ in range(2):  # sent twice
            left = await service.reject(session, version=edited.version, note="It was better before.", **about)
            assert (left.status, left.edition, left.waiting, left.review_note) == ("approved", 1, None, "")
        made = await service.history(session, actor=cast.bob.actor, question=left, vault=house.vault)
        assert [(one.number, one.status, one.note) for one in made] == [
            (2, "rejected", "It was better before."),
            (1, "approved", ""),
        ]
        withdrawn = await service.reject(session, version=left.version, note="Asks for trivia.", **about)
        assert withdrawn.status == "rejected"

    async def test_history_says_who_did_what(self, session: Session, house: House, cast: Cast) -> None:
        question = await make_question(house, cast.erin, await make_job(house, cast.bob))
        await service.edit(
            session, better(question), actor=cast.alice.actor, question_id=question.id, version=2, now=LATER
        )
        approved = await service.approve(session, actor=cast.erin.actor, question_id=question.id, version=3, now=LATER)
        made = await service.history(session, actor=cast.bob.actor, question=approved, vault=house.vault)
        told = [(one.number, one.status, one.written_by, one.reviewed_by, one.changed) for one in made]
        assert told == [
            (2, "approved", cast.alice.name, cast.erin.name, ["gold"]),
            (1, "replaced", cast.erin.name, cast.erin.name, []),
        ]


class TestReviewMany:
    async def test_approves_all_but_what_someone_changed_meanwhile(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        rows = [
            await make_question(house, cast.erin, job, approved=False, text=f"Case {n}. What first?") for n in "abc"
        ]
        await service.edit(
            session, better(rows[1]), actor=cast.alice.actor, question_id=rows[1].id, version=1, now=LATER
        )
        made = await service.review_many(
            session,
            [Picked(id=row.id, version=1) for row in rows],
            act="approve",
            actor=cast.erin.actor,
            set_id=rows[0].set_id,
            note="",
            now=LATER,
        )
        assert (set(made.done), made.changed) == ({rows[0].id, rows[2].id}, [rows[1].id])
        after = await queries.questions(session, org_id=job.org_id, set_id=rows[0].set_id)
        assert [row.status for row in after] == ["approved", "draft", "approved"]

    async def test_takes_questions_of_one_set_only(self, session: Session, house: House, cast: Cast) -> None:
        mine = await make_question(house, cast.erin, await make_job(house, cast.bob), approved=False)
        other = await make_question(house, cast.erin, await make_job(house, cast.bob), approved=False)
        about: dict[str, Any] = {"act": "approve", "note": "", "now": LATER}
        picked = [Picked(id=other.id, version=1)]
        with pytest.raises(service.QuestionNotFound):
            await service.review_many(session, picked, actor=cast.erin.actor, set_id=mine.set_id, **about)
        picked = [Picked(id=mine.id, version=1)]
        with pytest.raises(service.QuestionNotFound):
            await service.review_many(session, picked, actor=cast.charlie.actor, set_id=mine.set_id, **about)

    def test_rejects_only_with_a_reason(self) -> None:
        pick = {"id": "01a1feaa-0fcc-7347-a189-6f9dbb502751", "version": 1}
        with pytest.raises(ValidationError, match="Write why"):
            Review.model_validate({"act": "reject", "questions": [pick], "note": " "})


class TestReuse:
    async def test_copies_what_was_approved_for_another_job(self, session: Session, house: House, cast: Cast) -> None:
        source = await make_question(house, cast.erin, await make_job(house, cast.bob))
        waiting = await make_question(house, cast.erin, await make_job(house, cast.bob), approved=False)
        job = await make_job(house, cast.bob, title="Another job")
        found = await queries.earlier(session, org_id=job.org_id, job_id=job.id, skill_ids=["postgresql"], limit=10)
        assert [row.id for row, _ in found] == [source.id]
        for _ in range(2):  # sent twice
            await service.reuse(session, actor=cast.bob.actor, job_id=job.id, question_ids=[source.id], now=LATER)
        kept = await queries.set_of_job(session, org_id=job.org_id, job_id=job.id)
        assert kept is not None
        rows = await queries.questions(session, org_id=job.org_id, set_id=kept.id)
        assert [(row.text, row.status, row.copied_from) for row in rows] == [(source.text, "draft", source.id)]
        assert await queries.earlier(session, org_id=job.org_id, job_id=job.id, skill_ids=[], limit=10) == []
        with pytest.raises(service.QuestionNotFound):
            await service.reuse(session, actor=cast.bob.actor, job_id=job.id, question_ids=[waiting.id], now=LATER)

    async def test_by_an_expert_approves_at_once(self, session: Session, house: House, cast: Cast) -> None:
        source = await make_question(house, cast.erin, await make_job(house, cast.bob))
        job = await make_job(house, cast.bob, title="Another job")
        made = await service.reuse(session, actor=cast.erin.actor, job_id=job.id, question_ids=[source.id], now=LATER)
        assert [(row.status, row.waiting, row.reviewed_by) for row in made] == [("approved", None, cast.erin.id)]

    async def test_finds_nothing_of_another_organisation(self, session: Session, house: House, cast: Cast) -> None:
        source = await make_question(house, cast.erin, await make_job(house, cast.bob))
        theirs = await make_job(house, cast.charlie)
        about: dict[str, Any] = {"org_id": theirs.org_id, "job_id": theirs.id, "skill_ids": [], "limit": 10}
        assert await queries.earlier(session, **about) == []
        with pytest.raises(service.QuestionNotFound):
            await service.reuse(
                session, actor=cast.charlie.actor, job_id=theirs.id, question_ids=[source.id], now=LATER
            )

    async def test_searches_by_words_as_they_stand(self, session: Session, house: House, cast: Cast) -> None:
        await make_question(house, cast.erin, await make_job(house, cast.bob), text="What is 100% of nothing?")
        job = await make_job(house, cast.bob, title="Another job")
        about: dict[str, Any] = {"org_id": job.org_id, "job_id": job.id, "skill_ids": [], "limit": 10}
        assert len(await queries.earlier(session, words="100% OF", **about)) == 1
        assert await queries.earlier(session, words="1_0", **about) == []


class TestGenerate:
    async def test_makes_a_russian_set_for_a_russian_opening(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob, language="ru", required_skills=["python", "sql"])
        made = await service.generate(session, actor=cast.bob.actor, job_id=job.id, now=NOW)
        rows = await queries.questions(session, org_id=job.org_id, set_id=made.set.id)
        assert len(rows) == 10
        assert {row.skill_id for row in rows} >= {"python", "sql"}
        assert all("а" in row.text + row.gold for row in rows)

    async def test_makes_as_many_and_as_hard_ones_as_are_wanted(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        wish = Wish(count=6, mix="easier")
        made = await service.generate(session, actor=cast.bob.actor, job_id=job.id, now=NOW, wish=wish)
        rows = await queries.questions(session, org_id=job.org_id, set_id=made.set.id)
        assert (len(rows), {row.difficulty for row in rows}) == (6, {"easy", "medium"})
        assert all(row.follow_ups and set(row.expected) == {"junior", "middle", "senior"} for row in rows)

    async def test_offers_nothing_again_that_was_rejected_or_written_by_hand(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        made = await service.generate(session, actor=cast.bob.actor, job_id=job.id, now=NOW)
        first, second, *_ = await queries.questions(session, org_id=job.org_id, set_id=made.set.id)
        expert: dict[str, Any] = {"actor": cast.erin.actor, "now": NOW}
        await service.reject(session, question_id=first.id, version=1, note="Not here.", **expert)
        other = await make_job(house, cast.bob, title="The same job again")
        said = service.contents(second).model_copy(update={"text": second.text.upper()})
        await service.write(session, said, actor=cast.erin.actor, job_id=other.id, now=NOW)
        again = await service.generate(session, actor=cast.bob.actor, job_id=job.id, now=NOW)
        rows = await queries.questions(session, org_id=job.org_id, set_id=again.set.id)
        assert [row.library_id for row in rows].count(first.library_id) == 1
        copied = await service.generate(session, actor=cast.bob.actor, job_id=other.id, now=NOW)
        rows = await queries.questions(session, org_id=job.org_id, set_id=copied.set.id)
        assert second.library_id not in {row.library_id for row in rows}


class TestQueue:
    async def test_begins_with_what_keeps_most_people_waiting(self, session: Session, house: House, cast: Cast) -> None:
        calm, short, full = [await make_job(house, cast.bob, title=title) for title in ("Calm", "Short", "Full")]
        for job in (calm, short):
            await make_question(house, cast.erin, job, approved=False)
        await make_questions(house, cast.erin, full, 3)
        await make_question(house, cast.erin, full, approved=False, text="One more, what first?")
        for job in (short, full):
            application = await make_application(house, cast.mira, job)
            application.stage = "review"
            await session.merge(application)
        await session.flush()
        queue = await queries.waiting_sets(session, org_id=cast.bob.org_id, limit=10)
        shown = [(row.job_title, row.people, service.summary(row).blocks) for row in queue]
        assert shown == [("Short", 1, True), ("Calm", 0, False), ("Full", 1, False)]


class TestWhy:
    @pytest.mark.parametrize(
        ("reason", "sentence"),
        [
            ({"code": "skill", "is_required": True}, "Because the job requires Kubernetes at senior level."),
            ({"code": "skill"}, "Because Kubernetes is an advantage for this job, at senior level."),
            ({"code": "field", "is_required": True}, "The library has no question on it"),
            ({"code": "basis", "basis_id": "docker"}, "Kubernetes, which this job names, builds on Docker."),
            ({"code": "account", "is_required": True}, "people show it by what they do."),
            ({"code": "any"}, "It fits any job."),
        ],
    )
    def test_tells_the_reason(self, reason: dict[str, Any], sentence: str) -> None:
        told = why({"level": "senior", "skill_id": "kubernetes"} | reason, (2, 3))
        assert sentence in told[0]
        assert told[1] == "2 of 3 about it."

    def test_has_none_for_what_nobody_generated(self) -> None:
        assert why({}) == ()


class TestUncovered:
    def test_names_skills_no_question_is_about(self) -> None:
        row = Question(skill_id="sql", status="approved", why={})
        basis = Question(skill_id="python", status="draft", why={"code": "basis", "skill_id": "fastapi"})
        rejected = Question(skill_id="git", status="rejected", why={})
        assert uncovered(["sql", "fastapi", "git", "lua"], [row, basis, rejected]) == ["git", "lua"]


class TestCompare:
    def test_keeps_what_stayed_and_shows_what_went_and_came(self) -> None:
        assert compare("Roll back first.", "Roll forward first, quickly.") == [
            ("same", "Roll "),
            ("out", "back"),
            ("in", "forward"),
            ("same", " first"),
            ("in", ", quickly"),
            ("same", "."),
        ]

    def test_takes_a_field_that_is_not_there_for_an_empty_one(self) -> None:
        assert changed_fields({"text": "a"}, {"text": "a", "follow_ups": [], "junior": ""}) == []
        assert changed_fields({"text": "a"}, {"text": "a", "follow_ups": ["b"]}) == ["follow_ups"]
