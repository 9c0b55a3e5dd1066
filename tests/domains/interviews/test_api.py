"""Question sets and interviews over the API: who may what, and in which shape."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from tests.applicants import make_application
from tests.client import Client
from tests.interviewing import GOOD, KEY_POINTS, WEAK, asked, make_interview, make_questions, question_fields, take
from tests.openings import make_job
from tests.people import Cast

from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.rules.taking import DECLINED
from evenhand.domains.interviews.service.questions import TRIAL_RATE
from evenhand.kit.clock import utc_now
from evenhand.kit.ids import new_id
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]
SETS, INTERVIEWS = "/api/v1/question-sets", "/api/v1/interviews"


@pytest.fixture
async def interview(house: House, cast: Cast) -> Interview:
    """Mira is invited to an interview of three questions, today."""
    return await make_interview(house, cast, now=utc_now())


@pytest.fixture
async def scored(house: House, cast: Cast, interview: Interview, run_background: RunBackground) -> Interview:
    """The same, taken and graded."""
    await take(house, cast.mira, interview, [GOOD, WEAK, None], now=utc_now())
    await run_background()
    return interview


class TestQuestionSets:
    async def test_go_from_generated_to_approved(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        bob, erin = await client_of(cast.bob), await client_of(cast.erin)
        made = await bob.post(SETS, json={"job_id": str(job.id)})
        assert made.status_code == 201
        assert (made.json()["waiting"], len(made.json()["questions"])) == (10, 10)
        address = made.headers["location"]
        first = made.json()["questions"][0]
        assert first["gold"]
        assert first["generated"]
        assert first["skill_name"]

        where = f"{address}/questions/{first['id']}"
        edited = await erin.patch(where, json={"version": 1, "difficulty": "hard", "key_points": KEY_POINTS})
        assert (edited.status_code, edited.json()["version"], edited.json()["key_points"]) == (200, 2, KEY_POINTS)
        stale = await erin.post(f"{where}/approve", json={"version": 1})
        assert (stale.status_code, stale.json()["code"]) == (409, "question_changed")
        approved = await erin.post(f"{where}/approve", json={"version": 2})
        assert approved.json()["status"] == "approved"
        second = made.json()["questions"][1]["id"]
        rejected = await erin.post(f"{address}/questions/{second}/reject", json={"version": 1, "note": "Trivia."})
        assert (rejected.json()["status"], rejected.json()["review_note"]) == ("rejected", "Trivia.")
        written = await erin.post(f"{address}/questions", json=question_fields())
        assert (written.status_code, written.json()["generated"]) == (201, False)

        counted = (await bob.get(SETS, params={"job_id": str(job.id)})).json()["items"]
        assert [(one["approved"], one["waiting"], one["rejected"]) for one in counted] == [(1, 9, 1)]
        assert (await bob.get(where)).json() == approved.json()

    async def test_refuse_one_word_in_the_words_of_the_page(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        rows = await make_questions(house, cast.erin, await make_job(house, cast.bob), 1)
        answer = await (await client_of(cast.erin)).patch(
            f"{SETS}/{rows[0].set_id}/questions/{rows[0].id}", json={"version": 2, "key_points": ["locks"]}
        )
        assert answer.status_code == 422
        assert "Write it as a claim" in answer.text

    async def test_try_out_grades_and_keeps_nothing(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        rows = await make_questions(house, cast.erin, await make_job(house, cast.bob), 1)
        erin = await client_of(cast.erin)
        where = f"{SETS}/{rows[0].set_id}/questions/{rows[0].id}"
        graded = (await erin.post(f"{where}/try", json={"answer": GOOD})).json()
        assert graded["overall"] > 7
        assert {one["status"] for one in graded["points"]} == {"found"}
        assert (await erin.get(where)).json()["version"] == 2
        statuses = [
            (await erin.post(f"{where}/try", json={"answer": "a"})).status_code for _ in range(TRIAL_RATE.times)
        ]
        assert (statuses[0], statuses[-1]) == (200, 429)

    async def test_are_paged(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        for number in range(3):
            await make_questions(house, cast.erin, await make_job(house, cast.bob, title=f"Job {number}"), 1)
        bob = await client_of(cast.bob)
        first = (await bob.get(SETS, params={"limit": 2})).json()
        second = (await bob.get(SETS, params={"limit": 2, "cursor": first["next"]})).json()
        assert [one["job_title"] for one in first["items"] + second["items"]] == ["Job 2", "Job 1", "Job 0"]
        assert second["next"] is None
        assert (await bob.get(SETS, params={"cursor": "rubbish"})).status_code == 422

    async def test_are_prepared_by_recruiters_and_judged_by_experts(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        rows = await make_questions(house, cast.erin, job, 1)
        where = f"{SETS}/{rows[0].set_id}/questions"
        bob, erin, mira = [await client_of(one) for one in (cast.bob, cast.erin, cast.mira)]
        assert (await erin.post(SETS, json={"job_id": str(job.id)})).status_code == 403
        for method, path, body in (
            ("POST", where, question_fields()),
            ("PATCH", f"{where}/{rows[0].id}", {"version": 2, "gold": "Mine"}),
            ("POST", f"{where}/{rows[0].id}/approve", {"version": 2}),
            ("POST", f"{where}/{rows[0].id}/reject", {"version": 2, "note": "No."}),
            ("POST", f"{where}/{rows[0].id}/try", {"answer": "a b c"}),
        ):
            for client in (bob, mira):
                assert (await client.request(method, path, json=body)).status_code == 403
        assert (await mira.get(SETS)).status_code == 403
        assert (await mira.get(f"{SETS}/{rows[0].set_id}")).status_code == 403

    async def test_are_another_organisations_secret(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        rows = await make_questions(house, cast.erin, job, 1)
        where = f"{SETS}/{rows[0].set_id}"
        charlie = await client_of(cast.charlie)
        question = f"{where}/questions/{rows[0].id}"
        for method, path, body in (
            ("POST", SETS, {"job_id": str(job.id)}),
            ("GET", where, None),
            ("POST", f"{where}/questions", question_fields()),
            ("GET", question, None),
            ("PATCH", question, {"version": 2, "gold": "Mine"}),
            ("POST", f"{question}/approve", {"version": 2}),
            ("POST", f"{question}/reject", {"version": 2, "note": "No."}),
            ("POST", f"{question}/try", {"answer": "a b c"}),
        ):
            assert (await charlie.request(method, path, json=body)).status_code == 404, path
        assert (await charlie.get(SETS)).json() == {"items": [], "next": None}
        assert (await charlie.get(SETS, params={"job_id": str(job.id)})).json()["items"] == []


class TestInvite:
    async def test_returns_the_interview_once(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        application = await make_application(house, cast.mira, job)
        bob = await client_of(cast.bob)
        body = {"application_id": str(application.id)}
        early = await bob.post(INTERVIEWS, json=body)
        assert (early.status_code, early.json()["code"]) == (409, "too_few_questions")
        await make_questions(house, cast.erin, job, 3)
        first, second = await bob.post(INTERVIEWS, json=body), await bob.post(INTERVIEWS, json=body)
        assert first.status_code == 201
        assert first.json()["id"] == second.json()["id"]
        assert (first.json()["status"], first.json()["candidate"], first.json()["scorecard"]) == (
            "invited",
            "Mira Candidate",
            None,
        )
        assert (await bob.get(first.headers["location"])).json() == first.json()

    async def test_is_a_recruiters_act_in_their_own_organisation(
        self, client_of: ClientOf, interview: Interview, cast: Cast
    ) -> None:
        body = {"application_id": str(interview.application_id)}
        assert (await (await client_of(cast.charlie)).post(INTERVIEWS, json=body)).status_code == 404
        for member in (cast.erin, cast.mira):
            assert (await (await client_of(member)).post(INTERVIEWS, json=body)).status_code == 403


class TestTake:
    async def answer(self, client: Client, interview: Interview, question_id: UUID | str, **body: Any) -> Any:
        return await client.post(f"{INTERVIEWS}/{interview.id}/answers", json={"question_id": str(question_id), **body})

    async def test_goes_from_the_first_question_to_the_last(
        self, client_of: ClientOf, interview: Interview, cast: Cast
    ) -> None:
        mira = await client_of(cast.mira)
        state = (await mira.get(f"{INTERVIEWS}/{interview.id}")).json()
        assert (state["status"], state["question"]["number"], state["total"]) == ("invited", 1, 3)
        first = state["question"]["id"]
        draft = await mira.put(f"{INTERVIEWS}/{interview.id}/draft", json={"question_id": first, "text": "Roll"})
        assert draft.status_code == 200
        assert draft.json()["saved_at"]
        assert (await mira.get(f"{INTERVIEWS}/{interview.id}")).json()["draft"] == "Roll"
        after = (await self.answer(mira, interview, first, text=GOOD, client_id="a")).json()
        assert (await self.answer(mira, interview, first, text="again", client_id="b")).json() == after
        after = (await self.answer(mira, interview, after["question"]["id"], declined=True)).json()
        assert after["earlier"][1]["answer"] == DECLINED
        after = (await self.answer(mira, interview, after["question"]["id"], text=WEAK)).json()
        assert (after["status"], after["question"]) == ("completed", None)

    async def test_says_why_something_cannot_be_taken(
        self, client_of: ClientOf, house: House, interview: Interview, cast: Cast
    ) -> None:
        mira = await client_of(cast.mira)
        first, second, _ = [one.id for one in await asked(house, interview)]
        for question_id, body, status, code in (
            (first, {"text": " "}, 422, "answer_empty"),
            (first, {"text": "x" * 20_001}, 413, "answer_too_long"),
            (second, {"text": GOOD}, 409, "not_this_question"),
            (new_id(), {"declined": True}, 409, "not_this_question"),
        ):
            answer = await self.answer(mira, interview, question_id, **body)
            assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.json()["state"]["question"]["id"] == str(first)

    async def test_survives_half_a_character(
        self, client_of: ClientOf, house: House, interview: Interview, cast: Cast
    ) -> None:
        first = (await asked(house, interview))[0].id
        body = f'{{"question_id": "{first}", "text": "half \\ud800 of it"}}'
        answer = await (await client_of(cast.mira)).post(
            f"{INTERVIEWS}/{interview.id}/answers", content=body, headers={"content-type": "application/json"}
        )
        assert answer.status_code == 200
        assert answer.json()["earlier"][0]["answer"] == "half  of it"


class TestRead:
    async def test_each_side_reads_its_own_view(self, client_of: ClientOf, scored: Interview, cast: Cast) -> None:
        mira, bob = await client_of(cast.mira), await client_of(cast.bob)
        own = (await mira.get(f"{INTERVIEWS}/{scored.id}")).json()
        assert (own["status"], own["answered"]) == ("completed", 3)
        theirs = (await bob.get(f"{INTERVIEWS}/{scored.id}")).json()
        assert theirs["status"] == "scored"
        assert theirs["scorecard"]["overall"] == theirs["overall"]
        listed = (await bob.get(INTERVIEWS)).json()["items"]
        assert [(one["candidate"], one["overall"]) for one in listed] == [("Mira Candidate", theirs["overall"])]
        mine = (await mira.get(INTERVIEWS)).json()["items"]
        assert [(one["id"], one["overall"], one["dimensions"]) for one in mine] == [(str(scored.id), None, [])]

    async def test_the_scorecard_is_the_companys_until_it_is_released(
        self, client_of: ClientOf, scored: Interview, cast: Cast
    ) -> None:
        mira, bob, erin = [await client_of(one) for one in (cast.mira, cast.bob, cast.erin)]
        address = f"{INTERVIEWS}/{scored.id}"
        before = await mira.get(f"{address}/scorecard")
        assert (before.status_code, before.json()["code"]) == (404, "scorecard_not_released")
        assert (await mira.post(f"{address}/release")).status_code == 403
        assert (await erin.post(f"{address}/release")).status_code == 403
        released = await bob.post(f"{address}/release")
        assert released.json()["released_at"]
        assert (await bob.post(f"{address}/release")).json() == released.json()
        own, theirs = (await mira.get(f"{address}/scorecard")).json(), (await bob.get(f"{address}/scorecard")).json()
        assert all(one["gold"] is None for one in own["answers"])
        assert all(one["gold"] for one in theirs["answers"])
        assert own["dimensions"] == theirs["dimensions"]
        assert own["answers"][0]["points"] == theirs["answers"][0]["points"]

    async def test_replaying_gives_the_same_seals(self, client_of: ClientOf, scored: Interview, cast: Cast) -> None:
        bob, mira = await client_of(cast.bob), await client_of(cast.mira)
        result = (await bob.post(f"{INTERVIEWS}/{scored.id}/replay")).json()
        assert result["same"] is True
        assert len(result["answers"]) == 3
        assert (await mira.post(f"{INTERVIEWS}/{scored.id}/replay")).status_code == 403

    async def test_another_organisation_finds_nothing(self, client_of: ClientOf, scored: Interview, cast: Cast) -> None:
        for member in (cast.charlie, cast.noor):
            client = await client_of(member)
            assert (await client.get(INTERVIEWS)).json() == {"items": [], "next": None}
            for path in ("", "/scorecard"):
                assert (await client.get(f"{INTERVIEWS}/{scored.id}{path}")).status_code == 404
        charlie = await client_of(cast.charlie)
        for path in ("/release", "/replay"):
            assert (await charlie.post(f"{INTERVIEWS}/{scored.id}{path}")).status_code == 404

    async def test_too_early_is_said(self, client_of: ClientOf, interview: Interview, cast: Cast) -> None:
        bob = await client_of(cast.bob)
        for method, path in (("POST", "/release"), ("POST", "/replay"), ("GET", "/scorecard")):
            answer = await bob.request(method, f"{INTERVIEWS}/{interview.id}{path}")
            assert (answer.status_code, answer.json()["code"]) == (409, "not_scored_yet")
