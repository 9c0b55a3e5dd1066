"""Resumes and letters for a job: by the service, over the API and on the pages."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text as sql
from tests.applicants import change_skills, make_resume
from tests.client import Client
from tests.engines.typesetting.test_typesetting import text_of_docx, text_of_pdf
from tests.openings import make_job
from tests.people import NOW, Cast, refusal_of

from evenhand.domains.coaching import background
from evenhand.domains.coaching.events import TailoringWanted
from evenhand.domains.coaching.queries import tailoring as queries
from evenhand.domains.coaching.service import held
from evenhand.domains.coaching.service import tailoring as service
from evenhand.domains.jobs.models import Job
from evenhand.kit.crypto import KeyDestroyed
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
Background = Callable[[], Awaitable[int]]
TEXT = """Mira Candidate
Backend developer
mira@example.org

Experience
Backend developer, Parcel Depot
March 2021 - October 2026
- Organised the summer party.
- Built services in Python and PostgreSQL.

Skills
Cooking, Python, PostgreSQL
"""


async def made(house: House, cast: Cast, run_background: Background) -> Job:
    await make_resume(house, cast.mira, text=TEXT)
    job = await make_job(house, cast.bob, title="Harbour engineer", required_skills=["python"], optional_skills=[])
    async with house.database.transaction() as session:
        await service.ask(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
    await run_background()
    return job


async def shown(house: House, cast: Cast, job: Job) -> service.Shown:
    async with house.database.transaction() as session:
        return await service.shown(session, actor=cast.mira.actor, job_id=job.id, vault=house.vault, now=NOW)


class TestMake:
    async def test_puts_what_answers_first_and_names_its_source(
        self, house: House, cast: Cast, run_background: Background
    ) -> None:
        found = await shown(house, cast, await made(house, cast, run_background))
        assert found.state == "ready"
        work = next(part for part in found.parts if part.key == "work-0")
        assert work.lines[0].text == "Built services in Python and PostgreSQL."
        assert work.lines[0].sources == (("/work/0/highlights/1", "Built services in Python and PostgreSQL."),)
        letter = next(part for part in found.parts if part.key == "letter")
        assert "“Built services in Python and PostgreSQL.”" in letter.text
        assert letter.text.startswith("Dear hiring team,\n\nI am writing")
        assert letter.text.endswith("Kind regards,\nMira Candidate")

    async def test_says_what_is_missing(self, house: House, cast: Cast, run_background: Background) -> None:
        job = await make_job(house, cast.bob)
        async with house.database.transaction() as session:
            await service.ask(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
        await run_background()
        found = await shown(house, cast, job)
        assert (found.state, found.why_code, found.may_ask) == ("failed", "no_resume", True)

    async def test_says_that_the_job_is_gone(self, house: House, cast: Cast, run_background: Background) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        async with house.database.transaction() as session:
            row = await service.ask(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
            await session.execute(sql("UPDATE job SET status = 'draft' WHERE id = :id"), {"id": job.id})
        await run_background()
        async with house.database.transaction() as session:
            kept = await queries.one(session, person_id=cast.mira.id, tailoring_id=row.id)
            assert kept
            assert (kept.state, kept.why) == ("failed", "closed")

    async def test_is_made_anew_of_what_changed_meanwhile(
        self, house: House, cast: Cast, run_background: Background
    ) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        async with house.database.transaction() as session:
            row = await service.ask(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
            work = await service.begin(session, person_id=cast.mira.id, tailoring_id=row.id, vault=house.vault)
            assert work
        await change_skills(house, cast.mira, resume, add=["Kotlin"])
        async with house.database.transaction() as session:
            assert not await service.keep(session, work, work.make(NOW.date()), vault=house.vault, now=NOW)
        assert (await shown(house, cast, job)).state == "generating"
        await run_background()
        assert (await shown(house, cast, job)).state == "ready"

    async def test_leaves_an_erased_person_alone(self, house: House, cast: Cast, run_background: Background) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        async with house.database.transaction() as session:
            await service.ask(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
        await house.vault.destroy(cast.mira.id)
        await run_background()
        with pytest.raises(KeyDestroyed):  # no new key was made for somebody whose keys are gone
            await house.vault.key(resume.person_id, resume.person_id)

    async def test_that_is_given_up_can_be_asked_again(
        self, house: House, cast: Cast, run_background: Background
    ) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        async with house.database.transaction() as session:
            row = await service.ask(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
        fact = TailoringWanted(tailoring_id=row.id, person_id=cast.mira.id)
        await background.tailoring.give_up(fact, database=house.database)
        assert (await shown(house, cast, job)).why_code == "broken"
        async with house.database.transaction() as session:
            await service.ask(session, actor=cast.mira.actor, job_id=job.id, now=NOW + timedelta(seconds=1))
        await run_background()
        assert (await shown(house, cast, job)).state == "ready"


class TestEdit:
    async def test_asks_about_what_the_resume_does_not_say(
        self, house: House, cast: Cast, run_background: Background
    ) -> None:
        job = await made(house, cast, run_background)
        about = {"actor": cast.mira.actor, "job_id": job.id, "key": "work-0", "vault": house.vault}
        claimed = "Built 40 services in Python at Google."
        async with house.database.transaction() as session:
            missing = await service.edit(session, text=claimed, keep=False, **about)  # type: ignore[arg-type]
        assert {(one.text, one.kind) for one in missing} == {("40", "number"), ("Google", "name")}
        assert not (await shown(house, cast, job)).edits
        async with house.database.transaction() as session:
            assert not await service.edit(session, text=claimed, keep=True, **about)  # type: ignore[arg-type]
        kept = (await shown(house, cast, job)).edits["work-0"]
        assert (kept.text, len(kept.unsupported)) == (claimed, 2)
        async with house.database.transaction() as session:
            await service.edit(session, text="", keep=False, **about)  # type: ignore[arg-type]
        assert not (await shown(house, cast, job)).edits

    async def test_lets_own_words_through_that_the_resume_holds(
        self, house: House, cast: Cast, run_background: Background
    ) -> None:
        job = await made(house, cast, run_background)
        letter = next(part for part in (await shown(house, cast, job)).parts if part.key == "letter")
        for text in ("I built services in PostgreSQL.", letter.text):
            async with house.database.transaction() as session:
                missing = await service.edit(
                    session,
                    actor=cast.mira.actor,
                    job_id=job.id,
                    key="letter",
                    text=text,
                    keep=False,
                    vault=house.vault,
                )
            assert missing == ()

    async def test_of_no_such_part_is_not_there(self, house: House, cast: Cast, run_background: Background) -> None:
        job = await made(house, cast, run_background)
        async with house.database.transaction() as session:
            with pytest.raises(service.TailoringNotFound):
                await service.edit(
                    session, actor=cast.mira.actor, job_id=job.id, key="work-9", text="", keep=True, vault=house.vault
                )


class TestHeld:
    async def test_hands_over_what_was_made(self, house: House, cast: Cast, run_background: Background) -> None:
        await made(house, cast, run_background)
        async with house.database.transaction() as session:
            holdings = await held(session, person_id=cast.mira.id, vault=house.vault)
            assert await queries.all_of(session, person_id=cast.noor.id) == []
        (item,) = next(one for one in holdings if one.name == "tailoring").items
        assert item.values["made"]["letter"]


class TestApi:
    async def test_makes_edits_and_hands_out_files(
        self, client_of: ClientOf, house: House, cast: Cast, run_background: Background
    ) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["python"], optional_skills=[])
        client = await client_of(cast.mira)
        path = f"/api/v1/jobs/{job.id}/tailoring"
        assert (await client.get(path)).json()["state"] == ""
        assert (await client.get(f"{path}/files/cv.json")).status_code == 404
        assert (await client.post(path)).status_code == 202
        await run_background()
        assert (await client.get(path)).json()["state"] == "ready"
        refused = await client.put(f"{path}/parts/work-0", json={"text": "Led 12 people."})
        assert (refused.status_code, refused.json()["code"]) == (409, "not_supported")
        assert refused.json()["words"][0]["text"]
        kept = await client.put(f"{path}/parts/work-0", json={"text": "Led 12 people.", "keep": True})
        part = next(one for one in kept.json()["parts"] if one["key"] == "work-0")
        assert (part["own"], bool(part["unsupported"])) == (True, True)
        resume = json.loads((await client.get(f"{path}/files/cv.json")).text)
        assert resume["work"][0]["highlights"] == ["Led 12 people."]
        for name, start in (("cv.pdf?template=modern", b"%PDF"), ("cv.docx", b"PK"), ("cv.txt", b"Mira")):
            assert (await client.get(f"{path}/files/{name}")).content.startswith(start)
        own = "Dear crew,\n\nI built services in Python."
        assert (await client.put(f"{path}/parts/letter", json={"text": own, "keep": True})).status_code == 200
        for name, read in (("letter.pdf", text_of_pdf), ("letter.docx", text_of_docx)):
            there = read((await client.get(f"{path}/files/{name}")).content)
            assert "Dear crew, I built services in Python." in there
            assert "mira@example.org" in there

    async def test_is_each_persons_own(
        self, client_of: ClientOf, house: House, cast: Cast, run_background: Background
    ) -> None:
        job = await made(house, cast, run_background)
        path = f"/api/v1/jobs/{job.id}/tailoring"
        assert (await (await client_of(cast.noor)).get(path)).json()["state"] == ""
        for member in (cast.noor, cast.bob):
            assert (await (await client_of(member)).get(f"{path}/files/cv.txt")).status_code == refusal_of(member)


class TestPages:
    async def test_show_the_diff_and_take_edits(
        self, client_of: ClientOf, house: House, cast: Cast, run_background: Background
    ) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["python"], optional_skills=[])
        browser = await client_of(cast.mira)
        path = f"/jobs/{job.id}/tailor"
        assert "Put them together" in (await browser.get(path)).text
        await browser.submit(path, {})
        assert 'aria-busy="true"' in (await browser.get(path)).text
        await run_background()
        html = (await browser.get(path)).text
        assert "Word for word from your resume." in html
        assert f"{path}/files/cv.pdf?template=modern" in html
        refused = await browser.submit(f"{path}/edit/letter", {"text": "<b>I ran NASA.</b>"})
        assert refused.status_code == 422
        assert '<mark class="unsure">NASA</mark>' in refused.text
        await browser.submit(f"{path}/edit/letter", {"text": "<b>I ran NASA.</b>", "keep": "1"})
        html = (await browser.get(path)).text
        assert "&lt;b&gt;I ran NASA.&lt;/b&gt;" in html
        assert "kept as your own words" in html
        assert "NASA" in (await browser.get(f"{path}/files/letter.txt")).text
