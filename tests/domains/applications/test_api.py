"""Applications over the API: applying, one's own list, ranked applicants, moves and notes, and who is kept out."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from tests.applicants import LETTER, RESUME, make_application, make_resume
from tests.client import Client
from tests.openings import make_job
from tests.people import Cast

from evenhand.domains.applications.models import Application
from evenhand.domains.jobs.models import Job
from evenhand.kit.ids import new_id
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
BASE = "/api/v1/applications"
REASON = "This job needs three years of building services."
WEAKER = RESUME.replace("Python and PostgreSQL", "Cobol")


@pytest.fixture
async def job(house: House, cast: Cast) -> Job:
    return await make_job(house, cast.bob)


@pytest.fixture
async def application(house: House, cast: Cast, job: Job) -> Application:
    return await make_application(house, cast.mira, job)


class TestApply:
    async def test_answers_with_the_application(self, house: House, cast: Cast, client_of: ClientOf, job: Job) -> None:
        resume = await make_resume(house, cast.mira)
        program = await client_of(cast.mira)
        body = {"job_id": str(job.id), "resume_id": str(resume.id), "letter": LETTER}
        answer = await program.post(BASE, json=body)
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert answer.headers["location"] == f"{BASE}/{made['id']}"
        assert made["job"] == {"id": str(job.id), "title": "Backend engineer", "company": "Harbour Test"}
        assert (made["side"], made["stage"], made["label"]) == ("candidate", "applied", "Applied")
        assert (made["letter"], made["file_name"]) == (LETTER, "backend.txt")
        assert [step["stage"] for step in made["history"]] == ["applied"]

    async def test_twice_is_a_conflict_that_names_the_first(
        self, cast: Cast, client_of: ClientOf, job: Job, application: Application
    ) -> None:
        program = await client_of(cast.mira)
        answer = await program.post(BASE, json={"job_id": str(job.id), "resume_id": str(application.resume_id)})
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (409, "already_applied")
        assert problem["application_id"] == str(application.id)
        assert "href" not in problem

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"letter": "x" * 8001}, "letter"),
            ({"resume_id": "nonsense"}, "resume_id"),
            ({"stage": "hired"}, "stage"),
            ({"job_id": None}, "job_id"),
        ],
    )
    async def test_says_which_field_to_mend(
        self, cast: Cast, client_of: ClientOf, changes: dict[str, Any], field: str
    ) -> None:
        body = {"job_id": str(new_id()), "resume_id": str(new_id()), **changes}
        answer = await (await client_of(cast.mira)).post(BASE, json=body)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]

    async def test_refuses_what_is_not_there_or_not_ones_own(
        self, house: House, cast: Cast, client_of: ClientOf, job: Job
    ) -> None:
        own, other = await make_resume(house, cast.mira), await make_resume(house, cast.noor)
        program = await client_of(cast.mira)
        for job_id, resume_id, code in (
            (new_id(), own.id, "job_not_found"),
            (job.id, other.id, "resume_not_found"),
            (job.id, new_id(), "resume_not_found"),
        ):
            answer = await program.post(BASE, json={"job_id": str(job_id), "resume_id": str(resume_id)})
            assert (answer.status_code, answer.json()["code"]) == (404, code)


class TestListOwn:
    async def test_goes_through_all_of_them_page_by_page(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        made = [str((await make_application(house, cast.mira, await make_job(house, cast.bob))).id) for _ in range(3)]
        await make_application(house, cast.noor, await make_job(house, cast.bob))
        program = await client_of(cast.mira)
        first = (await program.get(f"{BASE}?limit=2")).json()
        rest = (await program.get(f"{BASE}?limit=2&cursor={first['next']}")).json()
        assert [one["id"] for one in (*first["items"], *rest["items"])] == made[::-1]
        assert rest["next"] is None

    @pytest.mark.parametrize("query", ["limit=0", "limit=101", "cursor=nonsense"])
    async def test_refuses_a_page_that_is_none(self, cast: Cast, client_of: ClientOf, query: str) -> None:
        assert (await (await client_of(cast.mira)).get(f"{BASE}?{query}")).status_code == 422

    async def test_asks_nobody_to_sign_in(self, client_of: ClientOf) -> None:
        assert (await (await client_of()).get(BASE)).status_code == 401


class TestGetOne:
    async def test_shows_each_side_its_own(self, cast: Cast, client_of: ClientOf, application: Application) -> None:
        own = (await (await client_of(cast.mira)).get(f"{BASE}/{application.id}")).json()
        received = (await (await client_of(cast.bob)).get(f"{BASE}/{application.id}")).json()
        assert (own["side"], received["side"]) == ("candidate", "organisation")
        assert "match" not in own
        assert received["email"] == "mira@example.org"
        assert received["resume"]["basics"]["name"] == "Mira Candidate"
        span = received["match"]["parts"][0]["evidence"][0]
        assert received["text"][span["start"] : span["end"]] == span["text"] == "Python"

    @pytest.mark.parametrize("name", ["noor", "charlie"])
    async def test_is_not_there_for_anyone_else(
        self, cast: Cast, client_of: ClientOf, application: Application, name: str
    ) -> None:
        program = await client_of(getattr(cast, name))
        for application_id in (application.id, new_id()):
            answer = await program.get(f"{BASE}/{application_id}")
            assert (answer.status_code, answer.json()["code"]) == (404, "application_not_found")

    async def test_is_not_for_an_expert(self, cast: Cast, client_of: ClientOf, application: Application) -> None:
        for application_id in (application.id, new_id()):
            answer = await (await client_of(cast.erin)).get(f"{BASE}/{application_id}")
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")

    async def test_leaves_the_person_the_history_when_the_copy_was_erased(
        self, house: House, cast: Cast, client_of: ClientOf, application: Application
    ) -> None:
        await house.vault.destroy(cast.mira.id, cast.bob.org_id)
        own = (await (await client_of(cast.mira)).get(f"{BASE}/{application.id}")).json()
        assert (own["letter"], own["file_name"], len(own["history"])) == (None, None, 1)
        answer = await (await client_of(cast.bob)).get(f"{BASE}/{application.id}")
        assert (answer.status_code, answer.json()["code"]) == (410, "application_erased")


class TestListReceived:
    async def test_ranks_by_match_with_the_reasons(
        self, house: House, cast: Cast, client_of: ClientOf, job: Job
    ) -> None:
        await make_application(house, cast.noor, job, text=WEAKER)
        await make_application(house, cast.mira, job)
        program = await client_of(cast.bob)
        items = (await program.get(f"/api/v1/jobs/{job.id}/applications")).json()["items"]
        assert [one["name"] for one in items] == ["Mira Candidate", "Noor Candidate"]
        mira, noor = (one["match"] for one in items)
        assert mira["score"] > noor["score"]
        assert [skill["id"] for skill in mira["found_required"]] == ["python", "postgresql"]
        assert [skill["id"] for skill in noor["missing_required"]] == ["python", "postgresql"]
        parts = {part["name"]: part for part in mira["parts"]}
        assert parts["experience"]["reason"].endswith("asked for 3 to 8 years.")

    async def test_goes_through_equal_scores_without_a_gap(
        self, house: House, cast: Cast, client_of: ClientOf, job: Job
    ) -> None:
        made = [str((await make_application(house, member, job)).id) for member in (cast.mira, cast.noor, cast.charlie)]
        program = await client_of(cast.bob)
        seen: list[str] = []
        cursor = ""
        while True:
            page = (await program.get(f"/api/v1/jobs/{job.id}/applications?limit=1&cursor={cursor}")).json()
            seen += [one["id"] for one in page["items"]]
            if not page["next"]:
                break
            cursor = page["next"]
        assert seen == made

    async def test_keeps_to_the_stages_asked_for(
        self, house: House, cast: Cast, client_of: ClientOf, job: Job, application: Application
    ) -> None:
        program = await client_of(cast.bob)
        address = f"/api/v1/jobs/{job.id}/applications"
        assert len((await program.get(f"{address}?stage=applied&stage=review")).json()["items"]) == 1
        assert (await program.get(f"{address}?stage=hired")).json()["items"] == []
        assert (await program.get(f"{address}?stage=nowhere")).status_code == 422

    async def test_is_not_there_for_an_outsider_and_closed_to_candidates(
        self, cast: Cast, client_of: ClientOf, job: Job, application: Application
    ) -> None:
        address = f"/api/v1/jobs/{job.id}/applications"
        assert (await (await client_of(cast.charlie)).get(address)).status_code == 404
        assert (await (await client_of(cast.mira)).get(address)).status_code == 403


class TestMove:
    async def move(self, program: Client, application_id: UUID, **body: Any) -> Any:
        return await program.post(f"{BASE}/{application_id}/move", json={"version": 1, **body})

    async def test_answers_with_the_new_version(
        self, cast: Cast, client_of: ClientOf, application: Application
    ) -> None:
        answer = await self.move(await client_of(cast.bob), application.id, to="review", reason="Strong letter.")
        moved = answer.json()
        assert (moved["stage"], moved["version"]) == ("review", 2)
        assert moved["history"][0]["by"] == "Bob Recruiter"
        assert moved["history"][0]["reason"] == "Strong letter."

    async def test_is_a_conflict_from_a_stale_version(
        self, cast: Cast, client_of: ClientOf, application: Application
    ) -> None:
        await self.move(await client_of(cast.alice), application.id, to="review")
        answer = await self.move(await client_of(cast.bob), application.id, to="task")
        problem = answer.json()
        assert (answer.status_code, problem["code"], problem["version"]) == (409, "stale_move", 2)
        assert problem["detail"] == "Not moved: someone else moved this card a moment ago."

    async def test_needs_a_reason_to_reject(self, cast: Cast, client_of: ClientOf, application: Application) -> None:
        program = await client_of(cast.bob)
        answer = await self.move(program, application.id, to="rejected")
        assert answer.status_code == 422
        assert answer.json()["errors"] == [
            {"field": "reason", "message": "Write a reason. Mira Candidate will be able to read it."}
        ]
        assert (await self.move(program, application.id, to="rejected", reason=REASON)).json()["stage"] == "rejected"

    @pytest.mark.parametrize("body", [{"to": "nowhere"}, {"to": "review", "version": 0}, {}])
    async def test_refuses_what_is_no_move(
        self, cast: Cast, client_of: ClientOf, application: Application, body: dict[str, Any]
    ) -> None:
        assert (await self.move(await client_of(cast.bob), application.id, **body)).status_code == 422

    @pytest.mark.parametrize(("name", "status"), [("charlie", 404), ("mira", 403), ("erin", 403)])
    async def test_is_for_the_organisations_recruiters(
        self, cast: Cast, client_of: ClientOf, application: Application, name: str, status: int
    ) -> None:
        program = await client_of(getattr(cast, name))
        assert (await self.move(program, application.id, to="review")).status_code == status


class TestWithdraw:
    async def test_ends_ones_own_application_once(
        self, cast: Cast, client_of: ClientOf, application: Application
    ) -> None:
        program = await client_of(cast.mira)
        for body in ({"reason": "I have moved."}, None):
            answer = await program.post(f"{BASE}/{application.id}/withdraw", json=body)
            assert answer.status_code == 200
        assert [step["stage"] for step in answer.json()["history"]] == ["withdrawn", "applied"]

    @pytest.mark.parametrize("name", ["noor", "bob", "charlie"])
    async def test_is_the_candidates_alone(
        self, cast: Cast, client_of: ClientOf, application: Application, name: str
    ) -> None:
        program = await client_of(getattr(cast, name))
        answer = await program.post(f"{BASE}/{application.id}/withdraw")
        assert answer.status_code == (404 if name == "noor" else 403)


class TestNotes:
    async def test_are_written_and_listed(self, cast: Cast, client_of: ClientOf, application: Application) -> None:
        program = await client_of(cast.bob)
        made = await program.post(f"{BASE}/{application.id}/notes", json={"text": "Call on Monday."})
        assert made.status_code == 201
        page = (await program.get(f"{BASE}/{application.id}/notes")).json()
        assert page == {"items": [made.json()], "next": None}
        assert (made.json()["author"], made.json()["text"]) == ("Bob Recruiter", "Call on Monday.")

    async def test_are_refused_empty(self, cast: Cast, client_of: ClientOf, application: Application) -> None:
        answer = await (await client_of(cast.bob)).post(f"{BASE}/{application.id}/notes", json={"text": "  "})
        assert answer.status_code == 422

    @pytest.mark.parametrize(("name", "status"), [("charlie", 404), ("mira", 403)])
    async def test_are_for_the_organisation(
        self, cast: Cast, client_of: ClientOf, application: Application, name: str, status: int
    ) -> None:
        program = await client_of(getattr(cast, name))
        address = f"{BASE}/{application.id}/notes"
        assert (await program.get(address)).status_code == status
        assert (await program.post(address, json={"text": "Hello"})).status_code == status
