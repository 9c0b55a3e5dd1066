"""Applying with the version that was put together for a job: what is sent is what both sides see."""

from collections.abc import Awaitable, Callable

from tests.applicants import LETTER, make_resume
from tests.client import Client
from tests.domains.coaching.test_tailoring import TEXT, made
from tests.engines.typesetting.test_typesetting import text_of_pdf
from tests.openings import make_job
from tests.people import Cast, refusal_of

from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
Background = Callable[[], Awaitable[int]]


class TestApi:
    async def test_sends_the_pdf_that_both_sides_can_open(
        self, client_of: ClientOf, house: House, cast: Cast, run_background: Background
    ) -> None:
        job = await made(house, cast, run_background)
        mira, bob = await client_of(cast.mira), await client_of(cast.bob)
        path = f"/api/v1/jobs/{job.id}/tailoring"
        own = {"text": "Built services in Python and PostgreSQL for 12 depots.", "keep": True}
        assert (await mira.put(f"{path}/parts/work-0", json=own)).status_code == 200
        sent = await mira.post(
            "/api/v1/applications", json={"job_id": str(job.id), "resume_id": "tailored", "letter": LETTER}
        )
        assert sent.status_code == 201, sent.text
        assert sent.json()["file_name"] == "Mira Candidate – Harbour engineer.pdf"
        there = (await bob.get(f"/api/v1/applications/{sent.json()['id']}")).json()
        assert there["resume"]["work"][0]["highlights"] == [own["text"]]
        assert "Organised the summer party" not in there["text"]
        assert there["letter"] == LETTER
        theirs = (await bob.get(f"/staff/applications/{sent.json()['id']}/file")).content
        mine = (await mira.get(f"/api/v1/applications/{sent.json()['id']}/sent-resume")).content
        assert mine == theirs == (await mira.get(f"/applications/{sent.json()['id']}/sent-resume")).content
        assert "for 12 depots." in text_of_pdf(mine)
        assert there["match"]["score"] is not None

    async def test_refuses_what_was_not_made_and_sends_nothing(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        mira = await client_of(cast.mira)
        refused = await mira.post("/api/v1/applications", json={"job_id": str(job.id), "resume_id": "tailored"})
        assert (refused.status_code, refused.json()["code"]) == (404, "tailoring_not_found")
        assert (await mira.get("/api/v1/applications")).json()["items"] == []

    async def test_sends_what_another_person_has_to_nobody(
        self, client_of: ClientOf, house: House, cast: Cast, run_background: Background
    ) -> None:
        job = await made(house, cast, run_background)
        mira = await client_of(cast.mira)
        sent = await mira.post("/api/v1/applications", json={"job_id": str(job.id), "resume_id": "tailored"})
        path = f"/api/v1/applications/{sent.json()['id']}/sent-resume"
        for member in (cast.noor, cast.bob, cast.charlie):
            assert (await (await client_of(member)).get(path)).status_code == refusal_of(member)


class TestPage:
    async def test_offers_the_version_and_takes_its_letter_over(
        self, client_of: ClientOf, house: House, cast: Cast, run_background: Background
    ) -> None:
        job = await made(house, cast, run_background)
        browser = await client_of(cast.mira)
        form = (await browser.get(f"/jobs/{job.id}/apply")).text
        assert 'value="tailored"' in form
        assert 'value="tailored" checked' not in form
        begun = (await browser.get(f"/jobs/{job.id}/apply?with=tailored")).text
        assert 'value="tailored" checked' in begun
        assert "“Built services in Python and PostgreSQL.”" in begun
        done = await browser.submit(f"/jobs/{job.id}/apply", {"resume_id": "tailored", "letter": LETTER})
        assert done.status_code == 303
        own = (await browser.get(done.headers["location"])).text
        assert "Mira Candidate – Harbour engineer.pdf" in own
        assert "/sent-resume" in own

    async def test_keeps_the_letter_where_nothing_was_made(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        browser = await client_of(cast.mira)
        assert "Have a version put together" in (await browser.get(f"/jobs/{job.id}/apply?with=tailored")).text
        for chosen in ("tailored", "another"):
            refused = await browser.submit(f"/jobs/{job.id}/apply", {"resume_id": chosen, "letter": LETTER})
            assert refused.status_code == 422
            assert LETTER in refused.text
