"""Reviewing questions in a browser."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.client import Client
from tests.interviewing import GOOD, make_question, make_questions, question_fields
from tests.openings import make_job
from tests.people import Cast

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question
from evenhand.domains.jobs.models import Job
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


@pytest.fixture
async def job(house: House, cast: Cast) -> Job:
    """Bob's job, without questions."""
    return await make_job(house, cast.bob)


def form_of(**changes: Any) -> dict[str, Any]:
    """A question as the page's form sends it."""
    fields = question_fields()
    return {**fields, "red_flags": "\n".join(fields["red_flags"]), "version": 1, "act": "save", **changes}


async def stored(session: Session, question: Question) -> Question:
    found = await queries.question(session, org_id=question.org_id, question_id=question.id)
    assert found
    await session.refresh(found)
    return found


class TestQueue:
    async def test_puts_what_waits_first_and_names_jobs_without_questions(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        other = await make_job(house, cast.bob, title="Crane operator")
        third = await make_job(house, cast.bob, title="Payroll accountant")
        await make_question(house, cast.erin, other, approved=False)
        await make_questions(house, cast.erin, third, 3)
        shown = (await (await client_of(cast.erin)).get("/staff/questions")).text
        waiting, without, reviewed = (shown.index(one) for one in ("Crane operator", job.title, "Payroll accountant"))
        assert waiting < without < reviewed
        assert "1 to review" in shown
        assert "Ready" in shown
        assert "/generate" not in shown  # an expert reviews; generating is the recruiter's
        assert "/generate" in (await (await client_of(cast.bob)).get("/staff/questions")).text

    async def test_is_empty_for_another_organisation(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        await make_question(house, cast.erin, job, approved=False)
        shown = (await (await client_of(cast.charlie)).get("/staff/questions")).text
        assert "Nothing waits for a review" in shown
        assert job.title not in shown


class TestSet:
    async def test_is_generated_by_a_recruiter(self, client_of: ClientOf, cast: Cast, job: Job) -> None:
        bob = await client_of(cast.bob)
        address = f"/staff/jobs/{job.id}/questions"
        assert "Generate questions" in (await bob.get(address)).text
        answer = await bob.submit(f"{address}/generate")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{address}?added=10")
        shown = (await bob.get(answer.headers["location"])).text
        assert "10 questions added." in shown
        assert shown.count('class="cover words"') == 10
        assert "Gold answer" in shown
        assert "<textarea" not in shown  # a recruiter reads, an expert writes
        assert "Nothing to add" in (await bob.get((await bob.submit(f"{address}/generate")).headers["location"])).text

    async def test_is_another_organisations_secret(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        question = await make_question(house, cast.erin, job)
        charlie = await client_of(cast.charlie)
        address = f"/staff/jobs/{job.id}/questions"
        for path in (address, f"{address}/new", f"{address}/{question.id}"):
            assert (await charlie.get(path)).status_code == 404
        for path in (f"{address}/generate", f"{address}/new", f"{address}/{question.id}"):
            assert (await charlie.submit(path, form_of())).status_code == 404
        assert (await charlie.submit(f"{address}/{question.id}/try", {"answer": "a b"})).status_code == 404
        rejection = {"version": 2, "note": "No."}
        assert (await charlie.submit(f"{address}/{question.id}/reject", rejection)).status_code == 404

    async def test_shows_a_question_of_its_own_job_only(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        other = await make_question(house, cast.erin, await make_job(house, cast.bob))
        await make_question(house, cast.erin, job, text="One of this job")
        erin = await client_of(cast.erin)
        assert (await erin.get(f"/staff/jobs/{job.id}/questions/{other.id}")).status_code == 404
        assert (await erin.get(f"/staff/jobs/{job.id}/questions/{new_id()}")).status_code == 404


class TestWrite:
    async def test_adds_and_approves_at_once_if_asked(
        self, client_of: ClientOf, session: Session, cast: Cast, job: Job
    ) -> None:
        erin = await client_of(cast.erin)
        address = f"/staff/jobs/{job.id}/questions/new"
        assert "New question" in (await erin.get(address)).text
        answer = await erin.submit(address, form_of(act="approve"))
        assert answer.status_code == 303
        assert answer.headers["location"].endswith("?done=approve")
        shown = (await erin.get(answer.headers["location"])).text
        assert "Approved. It can be asked now." in shown
        assert "written by hand" in shown

    async def test_keeps_what_was_typed_beside_each_error(self, client_of: ClientOf, cast: Cast, job: Job) -> None:
        erin = await client_of(cast.erin)
        wrong = form_of(text="", key_points=["A claim that holds", "", "locks"], red_flags="x" * 201, gold="Kept words")
        answer = await erin.submit(f"/staff/jobs/{job.id}/questions/new", wrong)
        assert answer.status_code == 422
        assert "<title>Error:" in answer.text
        assert "Kept words" in answer.text
        assert "Key point 3: One word matches almost any answer." in answer.text
        assert '<a href="#f-point-3">' in answer.text
        assert 'id="f-point-3" name="key_points" value="locks" maxlength="200" aria-invalid="true"' in answer.text
        assert '<a href="#f-red_flags">Use at most 200 characters.' in answer.text
        assert '<a href="#f-text">Fill this in.' in answer.text


class TestEdit:
    async def test_saves_and_goes_on_with_the_same_question(
        self, client_of: ClientOf, session: Session, house: House, cast: Cast, job: Job
    ) -> None:
        question = await make_question(house, cast.erin, job)
        address = f"/staff/jobs/{job.id}/questions/{question.id}"
        answer = await (await client_of(cast.erin)).submit(address, form_of(gold="Better words.", version=2))
        assert answer.headers["location"] == f"{address}?done=save"
        now = await stored(session, question)
        assert (now.status, now.gold, now.waiting) == ("approved", question.gold, 2)
        shown = (await (await client_of(cast.erin)).get(address)).text
        assert "Version 2 waits for a review. Until then version 1 is asked." in shown
        assert "Better words." in shown

    async def test_saves_and_approves(
        self, client_of: ClientOf, session: Session, house: House, cast: Cast, job: Job
    ) -> None:
        question = await make_question(house, cast.erin, job, approved=False)
        erin = await client_of(cast.erin)
        address = f"/staff/jobs/{job.id}/questions/{question.id}"
        page = (await erin.get(address)).text
        assert "Roll back to restore the service first" in page
        answer = await erin.submit(address, form_of(gold="Better words.", act="approve"))
        assert answer.headers["location"] == f"/staff/jobs/{job.id}/questions?done=approve"  # on to the next one
        now = await stored(session, question)
        assert (now.status, now.gold, now.red_flags) == ("approved", "Better words.", question.red_flags)

    async def test_adds_and_removes_key_points_without_saving(
        self, client_of: ClientOf, session: Session, house: House, cast: Cast, job: Job
    ) -> None:
        question = await make_question(house, cast.erin, job)
        erin = await client_of(cast.erin)
        address = f"/staff/jobs/{job.id}/questions/{question.id}"
        more = await erin.submit(address, form_of(act="add", text="", gold="Typed words"))
        assert (more.status_code, more.text.count('name="key_points"')) == (200, 4)
        assert "Typed words" in more.text
        assert "data-errors" not in more.text
        less = await erin.submit(address, form_of(act="remove-2"))
        assert less.text.count('name="key_points"') == 2
        assert "Find the cause in the logs" not in less.text.split("<fieldset", 1)[1]
        assert (await stored(session, question)).version == 2

    async def test_the_key_that_sends_a_form_saves_it_and_removes_nothing(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        question = await make_question(house, cast.erin, job)
        page = (await (await client_of(cast.erin)).get(f"/staff/jobs/{job.id}/questions/{question.id}")).text
        form = page.split('aria-labelledby="qt"', 1)[1]
        assert form.index('name="act" value="save"') < form.index('name="act" value="remove-1"')

    async def test_says_when_someone_else_was_faster_and_keeps_the_words(
        self, client_of: ClientOf, session: Session, house: House, cast: Cast, job: Job
    ) -> None:
        question = await make_question(house, cast.erin, job)
        erin = await client_of(cast.erin)
        answer = await erin.submit(
            f"/staff/jobs/{job.id}/questions/{question.id}", form_of(gold="My words.", version=1)
        )
        assert answer.status_code == 409
        assert "Someone else changed this question" in answer.text
        assert "My words." in answer.text
        assert 'name="version" value="2"' in answer.text
        assert (await stored(session, question)).gold == question.gold

    async def test_is_found_under_its_own_job_only(
        self, client_of: ClientOf, session: Session, house: House, cast: Cast, job: Job
    ) -> None:
        question, other = await make_question(house, cast.erin, job), await make_job(house, cast.bob)
        await make_question(house, cast.erin, other)
        erin = await client_of(cast.erin)
        address = f"/staff/jobs/{other.id}/questions/{question.id}"
        assert (await erin.get(address)).status_code == 404
        for path in (address, f"{address}/reject", f"{address}/try"):
            sent = form_of(gold="Changed under a wrong address.", version=2, note="No.", answer="Any.")
            assert (await erin.submit(path, sent)).status_code == 404
        assert (await stored(session, question)).version == question.version

    async def test_is_not_a_recruiters(self, client_of: ClientOf, house: House, cast: Cast, job: Job) -> None:
        question = await make_question(house, cast.erin, job)
        bob = await client_of(cast.bob)
        address = f"/staff/jobs/{job.id}/questions/{question.id}"
        for path in (address, f"{address}/reject", f"{address}/try"):
            assert (await bob.submit(path, form_of(note="No."))).status_code == 403


class TestReject:
    async def test_needs_a_note(
        self, client_of: ClientOf, session: Session, house: House, cast: Cast, job: Job
    ) -> None:
        question = await make_question(house, cast.erin, job)
        erin = await client_of(cast.erin)
        address = f"/staff/jobs/{job.id}/questions/{question.id}"
        empty = await erin.submit(f"{address}/reject", {"version": 2, "note": " "})
        assert empty.status_code == 422
        assert 'href="#f-note"' in empty.text
        done = await erin.submit(f"{address}/reject", {"version": 2, "note": "Asks for trivia."})
        assert done.headers["location"] == f"/staff/jobs/{job.id}/questions?done=reject"
        assert "Asks for trivia." in (await erin.get(address)).text
        assert (await stored(session, question)).status == "rejected"
        late = await erin.submit(f"{address}/reject", {"version": 2, "note": "Another reason."})
        assert late.status_code == 409


class TestTryOut:
    async def test_marks_the_words_that_carry_points(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        question = await make_question(house, cast.erin, job)
        erin = await client_of(cast.erin)
        address = f"/staff/jobs/{job.id}/questions/{question.id}/try"
        answer = await erin.submit(address, {"answer": f"{GOOD} <script>alert(1)</script>"})
        assert answer.status_code == 200
        assert "3 of 3 key points found" in answer.text
        assert "<mark>" in answer.text
        assert "<script>alert" not in answer.text
        empty = await erin.submit(address, {"answer": ""})
        assert (empty.status_code, 'href="#f-answer"' in empty.text) == (422, True)
