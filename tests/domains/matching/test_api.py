"""Matches over the API."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

from tests.applicants import make_resume
from tests.client import Client
from tests.domains.matching.test_service import TEXT
from tests.openings import make_job
from tests.people import Cast, refusal_of

from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


class TestMatch:
    async def test_explains_each_part_with_its_words(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        answer = await (await client_of(cast.mira)).get(f"/api/v1/jobs/{job.id}/match?resume_id={resume.id}")
        assert answer.status_code == 200
        body = answer.json()
        assert (body["job"]["id"], body["resume_id"]) == (str(job.id), str(resume.id))
        match = body["match"]
        known = [part for part in match["parts"] if part["points"] is not None]
        assert match["points"] == sum(part["points"] for part in known)
        assert match["out_of"] == sum(part["weight"] for part in known)
        assert match["score"] == int(100 * match["points"] / match["out_of"] + 0.5)
        python = match["found_required"][0]
        assert (python["id"], python["spans"][0]["text"]) == ("python", "Python")

    async def test_is_the_persons_own(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        path = f"/api/v1/jobs/{job.id}/match?resume_id={resume.id}"
        assert (await (await client_of()).get(path)).status_code == 401
        for member in (cast.noor, cast.bob, cast.charlie):
            answer = await (await client_of(member)).get(path)
            assert answer.status_code == refusal_of(member)

    async def test_refuses_kindly_without_a_resume_or_a_job(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        client = await client_of(cast.mira)
        job = await make_job(house, cast.bob)
        assert (await client.get(f"/api/v1/jobs/{job.id}/match")).json()["code"] == "no_resume"
        assert (await client.get(f"/api/v1/jobs/{uuid4()}/match")).json()["code"] == "job_not_found"


class TestMatches:
    async def test_pages_through_the_jobs_that_fit(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        for _ in range(3):
            await make_job(house, cast.bob)
        client = await client_of(cast.mira)
        first = (await client.get("/api/v1/matches?limit=2")).json()
        second = (await client.get(f"/api/v1/matches?limit=2&cursor={first['next']}")).json()
        ids = [item["job"]["id"] for item in first["items"] + second["items"]]
        assert (len(ids), len(set(ids)), first["total"], second["next"]) == (3, 3, 3, None)

    async def test_refuses_what_is_malformed(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        client = await client_of(cast.mira)
        for query in ("cursor=nonsense", "limit=0", "limit=101", "resume_id=1"):
            assert (await client.get(f"/api/v1/matches?{query}")).status_code == 422
