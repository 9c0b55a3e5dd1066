"""Jobs kept for later, by the service, over the API and on the pages."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.client import Client
from tests.openings import make_draft, make_job
from tests.people import NOW, Cast, refusal_of

from evenhand.domains.jobs import service as jobs
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.service import JobNotFound
from evenhand.domains.matching import queries, service
from evenhand.domains.matching.service import saving
from evenhand.kit.db import Session
from evenhand.kit.erasing import Whose
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
FRAGMENT = {"hx-request": "true"}


async def close(house: House, cast: Cast, job: Job) -> None:
    async with house.database.transaction() as session:
        await jobs.close_job(session, actor=cast.bob.actor, job_id=job.id, now=NOW + timedelta(hours=1))


class TestSave:
    async def test_twice_is_once(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        made = [await service.save(session, actor=cast.mira.actor, job_id=job.id, now=NOW) for _ in range(2)]
        assert [is_new for _, is_new in made] == [True, False]
        assert made[0][0].id == made[1][0].id

    async def test_takes_a_closed_job_and_no_draft(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        await close(house, cast, job)
        await service.save(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
        draft = await make_draft(house, cast.bob)
        for job_id in (draft.id, uuid4()):
            with pytest.raises(JobNotFound):
                await service.save(session, actor=cast.mira.actor, job_id=job_id, now=NOW)

    async def test_stops_at_a_list_that_nobody_reads(
        self, session: Session, house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(saving, "MOST_SAVED", 1)
        one, other = await make_job(house, cast.bob), await make_job(house, cast.bob)
        await service.save(session, actor=cast.mira.actor, job_id=one.id, now=NOW)
        with pytest.raises(service.TooManySaved):
            await service.save(session, actor=cast.mira.actor, job_id=other.id, now=NOW)
        assert not (await service.save(session, actor=cast.mira.actor, job_id=one.id, now=NOW))[1]


class TestUnsave:
    async def test_leaves_other_peoples_alone(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        for member in (cast.mira, cast.noor):
            await service.save(session, actor=member.actor, job_id=job.id, now=NOW)
        for _ in range(2):
            await service.unsave(session, actor=cast.mira.actor, job_id=job.id)
        assert await service.is_saved(session, actor=cast.mira.actor, job_id=job.id) is None
        assert await service.is_saved(session, actor=cast.noor.actor, job_id=job.id)


class TestErase:
    async def test_takes_the_persons_and_nobody_elses(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        for member in (cast.mira, cast.noor):
            await service.save(session, actor=member.actor, job_id=job.id, now=NOW)
        await queries.erase(session, whose=Whose(cast.mira.id, cast.mira.id))
        assert not await queries.saved_jobs(session, person_id=cast.mira.id)
        assert await queries.saved_jobs(session, person_id=cast.noor.id)


class TestHeld:
    async def test_names_what_was_saved(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        await service.save(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
        holding, _ = await service.held(session, person_id=cast.mira.id, vault=house.vault)
        assert [(item.title, item.values["job_id"]) for item in holding.items] == [(job.title, job.id)]


class TestApi:
    async def test_keeps_lists_and_lets_go(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        made = [await make_job(house, cast.bob) for _ in range(3)]
        client = await client_of(cast.mira)
        path = "/api/v1/jobs/{}/saved"
        assert (await client.get(path.format(made[0].id))).json()["saved"] is False
        answers = [await client.put(path.format(job.id)) for job in (*made, made[0])]
        assert [answer.status_code for answer in answers] == [201, 201, 201, 200]
        await close(house, cast, made[0])
        first = (await client.get("/api/v1/saved-jobs?limit=2")).json()
        assert (first["total"], first["closed"]) == (3, 1)
        rest = (await client.get(f"/api/v1/saved-jobs?limit=2&cursor={first['next']}")).json()
        listed = [(item["job"]["id"], item["job"]["takes_applications"]) for item in first["items"] + rest["items"]]
        assert listed == [(str(made[2].id), True), (str(made[1].id), True), (str(made[0].id), False)]
        assert (await client.delete(path.format(made[1].id))).status_code == 204
        assert (await client.get("/api/v1/saved-jobs")).json()["total"] == 2

    async def test_is_each_persons_own(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        path = f"/api/v1/jobs/{job.id}/saved"
        await (await client_of(cast.mira)).put(path)
        other = await client_of(cast.noor)
        assert (await other.get(path)).json()["saved"] is False
        assert (await other.get("/api/v1/saved-jobs")).json()["items"] == []
        assert (await (await client_of()).get(path)).status_code == 401
        assert (await (await client_of(cast.bob)).get(path)).status_code == refusal_of(cast.bob)


class TestPages:
    async def test_save_list_and_remove(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob, title="Harbour pilot")
        browser = await client_of(cast.mira)
        assert f'action="/jobs/{job.id}/save"' in (await browser.get("/jobs")).text
        assert "waits for you here" in (await browser.get("/saved-jobs")).text
        done = await browser.submit(f"/jobs/{job.id}/save", {})
        assert done.headers["location"] == "/saved-jobs?done=saved"
        await close(house, cast, job)
        html = (await browser.get("/saved-jobs")).text
        assert "Harbour pilot" in html
        assert "Closed on" in html
        assert "1 saved job" in html
        await browser.submit(f"/jobs/{job.id}/unsave", {})
        assert "Harbour pilot" not in (await browser.get("/saved-jobs")).text

    async def test_a_list_asks_which_of_its_jobs_are_kept(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        kept, other = await make_job(house, cast.bob), await make_job(house, cast.bob)
        browser = await client_of(cast.mira)
        await browser.submit(f"/jobs/{kept.id}/save", {})
        marks = (await browser.get(f"/saved-jobs/marks?job={kept.id}&job={other.id}&job=no")).text
        assert f'id="save-{kept.id}"' in marks
        assert 'hx-swap-oob="true"' in marks
        assert str(other.id) not in marks
        assert "/unsave" in (await browser.get(f"/jobs/{kept.id}/saved", headers=FRAGMENT)).text
        assert "/unsave" not in (await browser.get(f"/jobs/{other.id}/saved", headers=FRAGMENT)).text

    async def test_offer_no_button_to_whoever_cannot_keep(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        for member in (None, cast.bob):
            client = await client_of(member) if member else await client_of()
            for path in ("/jobs", f"/jobs/{job.id}"):
                assert f"/jobs/{job.id}/save" not in (await client.get(path)).text
