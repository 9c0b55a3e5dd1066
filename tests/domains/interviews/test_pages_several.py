"""Several questions at once in a browser and over the API: review, reuse, figures, history, a change that waits."""

from collections.abc import Awaitable, Callable

import pytest
from tests.client import Client
from tests.interviewing import make_question, question_fields
from tests.openings import make_job
from tests.people import Cast

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question
from evenhand.domains.jobs.models import Job
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
API = "/api/v1/question-sets"


@pytest.fixture
async def job(house: House, cast: Cast) -> Job:
    """Bob's job."""
    return await make_job(house, cast.bob)


async def waiting(house: House, cast: Cast, job: Job, count: int) -> list[Question]:
    """Questions that wait for a review."""
    return [
        await make_question(house, cast.erin, job, approved=False, text=f"Case {number}. What do you do first?")
        for number in range(count)
    ]


async def statuses(session: Session, rows: list[Question]) -> list[str]:
    found = await queries.questions(session, org_id=rows[0].org_id, set_id=rows[0].set_id)
    for row in found:
        await session.refresh(row)
    return [row.status for row in found]


class TestReviewSeveral:
    async def test_approves_what_was_ticked(
        self, client_of: ClientOf, session: Session, house: House, cast: Cast, job: Job
    ) -> None:
        rows = await waiting(house, cast, job, 3)
        erin = await client_of(cast.erin)
        address = f"/staff/jobs/{job.id}/questions/several"
        page = (await erin.get(address)).text
        assert page.count('type="checkbox"') == 3
        ticked = [f"{row.id}:1" for row in rows[:2]]
        answer = await erin.submit(address, {"pick": ticked, "act": "approve"})
        assert answer.headers["location"] == f"/staff/jobs/{job.id}/questions?approved=2&changed=0"
        assert "2 questions approved." in (await erin.get(answer.headers["location"])).text
        assert await statuses(session, rows) == ["approved", "approved", "draft"]
        again = await erin.submit(address, {"pick": ticked, "act": "approve"})
        assert again.status_code == 303  # a double click changes nothing

    async def test_rejects_only_with_a_reason_and_keeps_the_ticks(
        self, client_of: ClientOf, session: Session, house: House, cast: Cast, job: Job
    ) -> None:
        rows = await waiting(house, cast, job, 2)
        erin = await client_of(cast.erin)
        address = f"/staff/jobs/{job.id}/questions/several"
        ticked = [f"{rows[1].id}:1"]
        empty = await erin.submit(address, {"pick": ticked, "act": "reject", "note": " "})
        assert (empty.status_code, empty.text.count(" checked")) == (422, 1)
        assert 'href="#f-note"' in empty.text
        done = await erin.submit(address, {"pick": ticked, "act": "reject", "note": "Asks for trivia."})
        assert done.headers["location"].endswith("?rejected=1&changed=0")
        assert await statuses(session, rows) == ["draft", "rejected"]

    async def test_says_which_someone_else_changed(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        rows = await waiting(house, cast, job, 2)
        erin = await client_of(cast.erin)
        address = f"/staff/jobs/{job.id}/questions/several"
        answer = await erin.submit(address, {"pick": [f"{rows[0].id}:1", f"{rows[1].id}:7"], "act": "approve"})
        shown = (await erin.get(answer.headers["location"])).text
        assert "1 question approved." in shown
        assert "1 question was left as it is" in shown

    @pytest.mark.parametrize("pick", [[], ["nonsense"], ["nonsense:1"], ["01a1feaa-0fcc-7347-a189-6f9dbb502751:x"]])
    async def test_refuses_what_no_page_sends(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job, pick: list[str]
    ) -> None:
        await waiting(house, cast, job, 1)
        answer = await (await client_of(cast.erin)).submit(
            f"/staff/jobs/{job.id}/questions/several", {"pick": pick, "act": "approve"}
        )
        assert answer.status_code == 422
        assert "Choose at least one question." in answer.text

    async def test_is_an_experts(self, client_of: ClientOf, house: House, cast: Cast, job: Job) -> None:
        rows = await waiting(house, cast, job, 1)
        address = f"/staff/jobs/{job.id}/questions/several"
        sent = {"pick": [f"{rows[0].id}:1"], "act": "approve"}
        assert (await (await client_of(cast.bob)).submit(address, sent)).status_code == 403
        assert (await (await client_of(cast.charlie)).submit(address, sent)).status_code == 404
        assert (await (await client_of(cast.charlie)).get(address)).status_code == 404


class TestEarlier:
    async def test_adds_what_was_ticked(self, client_of: ClientOf, house: House, cast: Cast, job: Job) -> None:
        source = await make_question(house, cast.erin, await make_job(house, cast.bob, title="Crane operator"))
        bob = await client_of(cast.bob)
        address = f"/staff/jobs/{job.id}/questions/earlier"
        page = (await bob.get(address)).text
        assert source.text in page
        assert "from “Crane operator”" in page
        assert "No approved question" in (await bob.get(f"{address}?q=nobody%00says")).text
        assert (await bob.submit(address, {"pick": ["x"]})).status_code == 422
        answer = await bob.submit(address, {"pick": [str(source.id)]})
        shown = (await bob.get(answer.headers["location"])).text
        assert "1 question added." in shown
        assert "from an earlier set" in shown
        assert (await bob.submit(address, {"pick": [str(new_id())]})).status_code == 404

    async def test_is_another_organisations_secret(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        source = await make_question(house, cast.erin, job)
        charlie = await client_of(cast.charlie)
        assert (await charlie.get(f"/staff/jobs/{job.id}/questions/earlier")).status_code == 404
        theirs = await make_job(house, cast.charlie)
        address = f"/staff/jobs/{theirs.id}/questions/earlier"
        assert source.text not in (await charlie.get(address)).text
        assert (await charlie.submit(address, {"pick": [str(source.id)]})).status_code == 404


class TestGenerate:
    async def test_takes_a_number_and_how_hard(self, client_of: ClientOf, cast: Cast, job: Job) -> None:
        bob = await client_of(cast.bob)
        address = f"/staff/jobs/{job.id}/questions"
        answer = await bob.submit(f"{address}/generate", {"count": "5", "mix": "harder"})
        assert answer.headers["location"] == f"{address}?added=5"
        wrong = await bob.submit(f"{address}/generate", {"count": "600", "mix": "level"})
        assert (wrong.status_code, 'value="600"' in wrong.text) == (422, True)
        assert 'href="#f-count"' in wrong.text


class TestStatistics:
    async def test_is_empty_before_anyone_was_asked(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        await make_question(house, cast.erin, job)
        page = await (await client_of(cast.bob)).get(f"/staff/jobs/{job.id}/questions/statistics")
        assert "None of these questions was asked yet." in page.text
        assert (await (await client_of(cast.charlie)).get(page.url.path)).status_code == 404


class TestClash:
    async def test_shows_what_is_saved_now_beside_what_was_typed(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        question = await make_question(house, cast.erin, job)
        erin = await client_of(cast.erin)
        fields = question_fields()
        sent = {**fields, "red_flags": "\n".join(fields["red_flags"]), "act": "save"}
        address = f"/staff/jobs/{job.id}/questions/{question.id}"
        assert (await erin.submit(address, {**sent, "gold": "Theirs came first.", "version": 2})).status_code == 303
        late = await erin.submit(address, {**sent, "gold": "Mine came second.", "version": 2})
        assert late.status_code == 409
        assert "Saved meanwhile by someone else" in late.text
        assert "<del>" in late.text
        assert "Mine came second.</textarea>" in late.text


class TestApi:
    async def test_reviews_reuses_and_tells_the_history(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        rows = await waiting(house, cast, job, 2)
        erin, bob = await client_of(cast.erin), await client_of(cast.bob)
        address = f"{API}/{rows[0].set_id}"
        picked = [{"id": str(row.id), "version": 1} for row in rows]
        made = await erin.post(f"{address}/review", json={"act": "approve", "questions": picked})
        assert made.json() == {"done": sorted(str(row.id) for row in rows), "changed": []}
        no_reason = await erin.post(f"{address}/review", json={"act": "reject", "questions": picked})
        assert no_reason.status_code == 422
        assert (await bob.post(f"{address}/review", json={"act": "approve", "questions": picked})).status_code == 403
        history = (await bob.get(f"{address}/questions/{rows[0].id}/history")).json()
        assert [(one["number"], one["status"], one["reviewed_by"]) for one in history] == [
            (1, "approved", cast.erin.name)
        ]
        figures = (await bob.get(f"{address}/statistics")).json()
        assert [one["asked"] for one in figures] == [0, 0]
        other = await bob.post(API, json={"job_id": str((await make_job(house, cast.bob)).id), "count": 4})
        assert len(other.json()["questions"]) == 4
        reused = await bob.post(f"{API}/{other.json()['id']}/reuse", json={"questions": [str(rows[0].id)]})
        assert [one["text"] for one in reused.json()["questions"]].count(rows[0].text) == 1

    async def test_is_another_organisations_secret(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        rows = await waiting(house, cast, job, 1)
        charlie = await client_of(cast.charlie)
        address, picked = f"{API}/{rows[0].set_id}", [{"id": str(rows[0].id), "version": 1}]
        for path in ("statistics", f"questions/{rows[0].id}/history"):
            assert (await charlie.get(f"{address}/{path}")).status_code == 404
        review = {"act": "approve", "questions": picked}
        assert (await charlie.post(f"{address}/review", json=review)).status_code == 404
        assert (await charlie.post(f"{address}/reuse", json={"questions": [str(rows[0].id)]})).status_code == 404
