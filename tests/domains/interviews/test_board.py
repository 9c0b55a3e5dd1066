"""The board: filters and order, names hidden, a comparison, the history, and a fixed number of queries."""

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.applicants import RESUME, make_application
from tests.client import Client
from tests.interviewing import GOOD, WEAK, invite, make_interview, take
from tests.openings import make_job
from tests.people import NOW, Cast
from tests.statements import statements

from evenhand.domains.applications import service as applications
from evenhand.domains.applications.models import Application
from evenhand.domains.identity import service as identity
from evenhand.domains.identity.schemas import SignUp
from evenhand.domains.interviews.models import Interview
from evenhand.domains.jobs.models import Job
from evenhand.kit.db import place
from evenhand.kit.ids import new_id
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
RunBackground = Callable[[], Awaitable[int]]
WEAKER = RESUME.replace("Python and PostgreSQL", "Cobol").replace("January 2021", "January 2025")


@pytest.fixture
async def job(house: House, cast: Cast) -> Job:
    return await make_job(house, cast.bob)


@pytest.fixture
async def mira(house: House, cast: Cast, job: Job) -> Application:
    return await make_application(house, cast.mira, job)


@pytest.fixture
async def noor(house: House, cast: Cast, job: Job, mira: Application) -> Application:
    return await make_application(house, cast.noor, job, text=WEAKER, now=NOW - timedelta(days=1))


async def crowd(house: House, job: Job, model: Application, count: int) -> None:
    """So many more applicants: people with keys of their own, and what Mira sent."""
    async with house.database.transaction() as session:
        source = await session.get_one(Application, model.id)
        opened = await applications.open_summary(source, vault=house.vault)
        for number in range(count):
            person = await identity.sign_up(
                session,
                SignUp(name=f"Person {number}", email=f"p{new_id()}@example.org", password="correct horse battery"),
                vault=house.vault,
                signer=house.signer,
                passwords=house.passwords,
                now=NOW,
                verified=True,
            )
            key = await house.vault.key(person.id, job.org_id, create=True)
            values = {column.key: getattr(source, column.key) for column in Application.__table__.columns}
            values |= {
                "id": (row_id := new_id()),
                "person_id": person.id,
                "resume_id": None,
                "number": 100 + number,
                "summary_sealed": key.seal_json(
                    {**opened.__dict__, "name": f"Person {number}"},
                    place(Application.summary_sealed, row_id),
                ),
            }
            session.add(Application(**values))


async def names(browser: Client, job: Job, query: str) -> list[str]:
    found = (await browser.get(f"/api/v1/jobs/{job.id}/applications?{query}")).json()
    return [one["name"].split()[0] for one in found["items"]]


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["Mira", "Noor"]),
            ("q=NOOR", ["Noor"]),
            ("q=utrecht", ["Mira", "Noor"]),
            ("skill=python", ["Mira"]),
            ("skill=python&skill=cobol", []),
            ("years=3", ["Mira"]),
            ("country=nl", ["Mira", "Noor"]),
            ("country=DE", []),
            ("stage=review", []),
            ("stage=applied&stage=review", ["Mira", "Noor"]),
            ("proposal=select", []),
            ("proposal=none", ["Mira", "Noor"]),
            ("who=mine", []),
            ("who=mentioned", []),
            ("sort=newest", ["Mira", "Noor"]),
            ("sort=waiting", ["Noor", "Mira"]),
            ("sort=name", ["Mira", "Noor"]),
        ],
    )
    async def test_narrow_and_order(
        self, cast: Cast, client_of: ClientOf, job: Job, noor: Application, query: str, found: list[str]
    ) -> None:
        assert await names(await client_of(cast.bob), job, query) == found

    async def test_know_whom_i_acted_on_and_where_i_am_called(
        self, cast: Cast, client_of: ClientOf, job: Job, mira: Application, noor: Application
    ) -> None:
        alice, bob = await client_of(cast.alice), await client_of(cast.bob)
        await bob.submit(f"/staff/applications/{noor.id}/notes", {"text": "@Alice Owner, look at the Cobol."})
        assert await names(bob, job, "who=mine") == ["Noor"]
        assert await names(alice, job, "who=mentioned") == ["Noor"]
        assert await names(alice, job, "who=mine") == []

    async def test_stay_in_the_address_of_every_link(
        self, cast: Cast, client_of: ClientOf, job: Job, noor: Application
    ) -> None:
        bob = await client_of(cast.bob)
        shown = (await bob.get(f"/staff/jobs/{job.id}/pipeline?skill=python&years=3&sort=name")).text
        assert "Noor Candidate" not in shown
        assert f'href="/staff/jobs/{job.id}/applicants?skill=python&amp;years=3&amp;sort=name"' in shown
        assert f'href="/staff/jobs/{job.id}/pipeline?skill=python&amp;sort=name"' in shown  # without the years
        fields = {"to": "review", "version": "1", "back": "board", "query": "skill=python&sort=name&act=x"}
        answer = await bob.submit(f"/staff/applications/{noor.id}/move", fields)
        assert answer.headers["location"].startswith(f"/staff/jobs/{job.id}/pipeline?skill=python&sort=name&act=")

    @pytest.mark.parametrize("query", ["years=many", "stage=nowhere", "sort=luck", "q=" + "x" * 200, "country=NLD"])
    async def test_that_cannot_be_read_ask_for_nothing(
        self, cast: Cast, client_of: ClientOf, job: Job, mira: Application, query: str
    ) -> None:
        bob = await client_of(cast.bob)
        assert "Mira Candidate" in (await bob.get(f"/staff/jobs/{job.id}/pipeline?{query}")).text
        assert (await bob.get(f"/api/v1/jobs/{job.id}/applications?{query}")).status_code == 422


class TestBulk:
    async def test_moves_the_chosen_and_names_who_stayed(
        self, cast: Cast, client_of: ClientOf, job: Job, mira: Application, noor: Application
    ) -> None:
        alice, bob = await client_of(cast.alice), await client_of(cast.bob)
        await alice.submit(f"/staff/applications/{noor.id}/move", {"to": "task", "version": "1"})
        sent = {"chosen": [f"{mira.id}.1", f"{noor.id}.1", "nonsense"], "to": "review", "query": "sort=name"}
        answer = await bob.submit(f"/staff/jobs/{job.id}/pipeline/move", sent)
        shown = (await bob.get(answer.headers["location"])).text
        assert "1 person was not moved." in shown
        assert "Not moved: someone else moved this card a moment ago." in shown
        assert "Mira Candidate moved to Under review. A mail goes out in a minute." in shown

    async def test_asks_for_one_reason_before_it_rejects(
        self, cast: Cast, client_of: ClientOf, job: Job, mira: Application, noor: Application
    ) -> None:
        bob = await client_of(cast.bob)
        chosen = {"chosen": [f"{mira.id}.1", f"{noor.id}.1"]}
        asked = await bob.submit(f"/staff/jobs/{job.id}/pipeline/move", {**chosen, "to": "rejected"})
        assert "Reject 2 people?" in asked.text
        assert "Reject as Bob Recruiter" in asked.text
        address = f"/staff/jobs/{job.id}/pipeline/reject"
        assert (await bob.submit(address, {**chosen, "reason": "no"})).status_code == 422
        answer = await bob.submit(address, {**chosen, "reason": "We need three years of building services."})
        assert "2 people moved to Rejected." in (await bob.get(answer.headers["location"])).text

    @pytest.mark.parametrize("sent", [{"to": "review"}, {"chosen": ["x"], "to": "review"}, {"chosen": []}])
    async def test_asks_to_choose_somebody(
        self, cast: Cast, client_of: ClientOf, job: Job, sent: dict[str, Any]
    ) -> None:
        answer = await (await client_of(cast.bob)).submit(f"/staff/jobs/{job.id}/pipeline/move", sent)
        assert answer.status_code == 422
        assert "Choose somebody on the board first." in answer.text

    async def test_over_the_api_says_the_same(
        self, cast: Cast, client_of: ClientOf, job: Job, mira: Application
    ) -> None:
        bob, charlie = await client_of(cast.bob), await client_of(cast.charlie)
        sent = {"to": "review", "chosen": [{"id": str(mira.id), "version": 1}, {"id": str(new_id()), "version": 1}]}
        assert (await charlie.post(f"/api/v1/jobs/{job.id}/applications/move", json=sent)).status_code == 404
        done = (await bob.post(f"/api/v1/jobs/{job.id}/applications/move", json=sent)).json()
        assert done["moved"] == [str(mira.id)]
        assert [one["code"] for one in done["stayed"]] == ["application_not_found"]
        back = (await bob.post(f"/api/v1/moves/{done['act_id']}/undo")).json()
        assert back["moved"] == [str(mira.id)]
        assert (await charlie.post(f"/api/v1/moves/{done['act_id']}/undo")).status_code == 404


class TestHideNames:
    async def test_leaves_no_name_on_any_page(
        self, house: House, cast: Cast, client_of: ClientOf, run_background: RunBackground
    ) -> None:
        interview = await make_interview(house, cast)
        await take(house, cast.mira, interview, [f"I am Mira. {GOOD}", WEAK, None], now=NOW)
        await run_background()
        bob = await client_of(cast.bob)
        one, job = f"/staff/applications/{interview.application_id}", f"/staff/jobs/{interview.job_id}"
        await bob.submit(f"{one}/notes", {"text": "Mira was calm."})
        answer = await bob.submit("/staff/names", {"hide": "true", "back": f"{job}/pipeline"})
        assert answer.headers["location"] == f"{job}/pipeline"
        pages = (
            f"{job}/pipeline",
            f"{job}/applicants",
            one,
            f"{one}/match",
            f"{one}/interview",
            f"{one}/notes",
            f"{one}/history",
            f"{one}/move",
            f"{one}/reject",
            "/staff/interviews",
            "/home",
        )
        for page in pages:
            shown = (await bob.get(page)).text
            assert "Mira" not in shown, page
            assert "mira@" not in shown, page
            assert "Applicant 1" in shown, page
        for address in (f"/api/v1/applications/{interview.application_id}", f"/api/v1/interviews/{interview.id}"):
            answer = await bob.get(address)
            assert answer.status_code == 200
            assert "Mira" not in answer.text, address
        assert "Python" in (await bob.get(one)).text

    async def test_is_ones_own_choice(self, cast: Cast, client_of: ClientOf, job: Job, mira: Application) -> None:
        alice, bob = await client_of(cast.alice), await client_of(cast.bob)
        assert (await bob.put("/api/v1/names", json={"hide_names": True})).json() == {"hide_names": True}
        assert "Mira" in (await alice.get(f"/staff/jobs/{job.id}/pipeline")).text
        await bob.submit("/staff/names", {"hide": "false", "back": "https://elsewhere.example/"})
        assert "Mira" in (await bob.get(f"/staff/jobs/{job.id}/pipeline")).text


class TestCompare:
    @pytest.fixture
    async def scored(self, house: House, cast: Cast, run_background: RunBackground) -> Interview:
        interview = await make_interview(house, cast)
        other = await make_application(house, cast.noor, await _job_of(house, interview), text=WEAKER)
        for member, row, answers in (
            (cast.mira, interview, [GOOD, GOOD, None]),
            (cast.noor, await invite(house, cast.bob, other.id), [WEAK, GOOD, WEAK]),
        ):
            await take(house, member, row, answers, now=NOW)
        await run_background()
        return interview

    async def test_shows_requirements_dimensions_and_answers(
        self, cast: Cast, client_of: ClientOf, scored: Interview
    ) -> None:
        bob = await client_of(cast.bob)
        people = (await bob.get(f"/api/v1/jobs/{scored.job_id}/applications")).json()["items"]
        query = "&".join(f"id={one['id']}" for one in people)
        shown = (await bob.get(f"/staff/jobs/{scored.job_id}/compare?{query}")).text
        assert "Mira Candidate" in shown
        assert "Noor Candidate" in shown
        assert shown.count("case 1. What first?") == 1
        assert WEAK in shown
        found = (await bob.get(f"/api/v1/jobs/{scored.job_id}/comparison?{query}")).json()
        assert [one["name"] for one in found["people"]] == [one["name"] for one in people]
        assert all(len(one["dimensions"]) == 4 for one in found["people"])
        assert all(answer for one in found["questions"] for answer in one["answers"].values())
        charlie = await client_of(cast.charlie)
        assert (await charlie.get(f"/staff/jobs/{scored.job_id}/compare?{query}")).status_code == 404

    async def test_takes_those_chosen_on_the_board(
        self, cast: Cast, client_of: ClientOf, job: Job, mira: Application, noor: Application
    ) -> None:
        bob = await client_of(cast.bob)
        answer = await bob.get(f"/staff/jobs/{job.id}/compare?chosen={mira.id}.1&chosen={noor.id}.1&to=&csrf_token=x")
        assert answer.headers["location"] == f"/staff/jobs/{job.id}/compare?id={mira.id}&id={noor.id}"
        assert "No graded interview" in (await bob.get(answer.headers["location"])).text

    @pytest.mark.parametrize("count", [1, 5])
    async def test_needs_two_to_four(
        self, cast: Cast, client_of: ClientOf, house: House, job: Job, mira: Application, count: int
    ) -> None:
        await crowd(house, job, mira, 4)
        bob = await client_of(cast.bob)
        people = (await bob.get(f"/api/v1/jobs/{job.id}/applications")).json()["items"]
        query = "&".join(f"id={one['id']}" for one in people[:count])
        answer = await bob.get(f"/staff/jobs/{job.id}/compare?{query}")
        assert answer.status_code == 422
        assert "Choose two to four people" in answer.text


async def _job_of(house: House, interview: Interview) -> Job:
    async with house.database.transaction() as session:
        return await session.get_one(Job, interview.job_id)


class TestHistory:
    async def test_tells_everything_that_happened(
        self, house: House, cast: Cast, client_of: ClientOf, run_background: RunBackground
    ) -> None:
        interview = await make_interview(house, cast)
        await take(house, cast.mira, interview, [GOOD, WEAK, None], now=NOW + timedelta(hours=1))
        await run_background()
        bob = await client_of(cast.bob)
        one = f"/staff/applications/{interview.application_id}"
        await bob.get(f"{one}/interview")
        await bob.get(one)
        await bob.submit(f"{one}/notes", {"text": "Calm."})
        await bob.submit(f"{one}/interview/rate", {"relevance": "7"})
        row = (await bob.get(f"/api/v1/applications/{interview.application_id}")).json()
        await bob.submit(f"{one}/move", {"to": "task", "version": str(row["version"])})
        found = (await bob.get(f"/api/v1/applications/{interview.application_id}/timeline")).json()
        titles = {entry["title"] for entry in found}
        assert titles >= {
            "Applied",
            "Moved to Interview",
            "Invited to the interview",
            "Answered every question",
            "Answers graded",
            "Looked at the scorecard",
            "Looked at the resume",
            "Wrote a note",
            "Rated the interview",
            "Moved to Test task",
            "Mail: the application has arrived",
            "Mail: the invitation",
        }
        assert "Mail: the step" not in titles  # the invitation has told of it, and the newest has time to be undone
        assert next(entry for entry in found if entry["title"] == "Moved to Test task")["saw"]
        shown = (await bob.get(f"{one}/history")).text
        assert "Had seen the scorecard with the seal" in shown
        charlie = await client_of(cast.charlie)
        assert (await charlie.get(f"/api/v1/applications/{interview.application_id}/timeline")).status_code == 404


class TestSpeed:
    async def test_asks_the_same_number_of_times_for_5_and_50_people(
        self, house: House, cast: Cast, client_of: ClientOf, job: Job, mira: Application
    ) -> None:
        bob = await client_of(cast.bob)
        counts = []
        for more in (4, 45):
            await crowd(house, job, mira, more)
            with statements() as sent:
                assert (await bob.get(f"/staff/jobs/{job.id}/pipeline")).status_code == 200
                assert (await bob.get(f"/staff/jobs/{job.id}/applicants")).status_code == 200
                assert (await bob.get(f"/api/v1/jobs/{job.id}/applications?limit=100")).status_code == 200
            counts.append(len(sent))
        assert counts[0] == counts[1] > 0

    async def test_shows_a_long_column_in_two_steps(
        self, house: House, cast: Cast, client_of: ClientOf, job: Job, mira: Application
    ) -> None:
        await crowd(house, job, mira, 199)
        bob = await client_of(cast.bob)
        shown, costs = "", []
        for _ in range(4):  # the first also opens the keys
            began = time.process_time()
            shown = (await bob.get(f"/staff/jobs/{job.id}/pipeline")).text
            costs.append(time.process_time() - began)
        assert shown.count("data-card") == 15
        assert "Show 185 more" in shown
        rest = (await bob.get(f"/staff/jobs/{job.id}/pipeline/column?all=applied")).text
        assert rest.count("data-card") == 185
        assert min(costs) < 0.1, costs  # seconds of one core; about 0.05
