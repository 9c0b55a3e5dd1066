"""Gap reports: made when a job is kept, again when something changes, and never stuck."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.applicants import change_skills, make_resume
from tests.client import Client
from tests.domains.matching.test_service import TEXT
from tests.engines.typesetting.test_typesetting import text_of_docx, text_of_pdf
from tests.openings import make_job
from tests.people import NOW, Cast, Member, refusal_of

from evenhand.domains.consents import service as consents
from evenhand.domains.jobs import service as jobs
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.schemas import JobPatch
from evenhand.domains.matching import background, queries, service
from evenhand.domains.matching.events import GapWanted
from evenhand.domains.matching.rules.gap import compare
from evenhand.domains.matching.service import gaps
from evenhand.domains.resumes import service as resumes
from evenhand.domains.resumes.events import ResumeRead
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.db import Session
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
Background = Callable[[], Awaitable[int]]


async def keep(house: House, member: Member, job: Job) -> None:
    async with house.database.transaction() as session:
        await service.save(session, actor=member.actor, job_id=job.id, now=NOW)


async def report(house: House, member: Member, job: Job) -> gaps.GapShown:
    async with house.database.transaction() as session:
        return await service.shown(session, actor=member.actor, job_id=job.id, vault=house.vault, now=NOW)


def needs(house: House, *, days: int = 0) -> dict[str, Any]:
    """What a follower is given."""
    return {"database": house.database, "vault": house.vault, "clock": lambda: NOW + timedelta(days=days)}


async def status(house: House, member: Member, job: Job) -> dict[str, str]:
    found = (await report(house, member, job)).gap
    assert found
    return {one.skill_id: one.status for one in found.skills}


class TestMake:
    async def test_follows_saving(self, house: House, cast: Cast, run_background: Background) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["python", "kotlin"], optional_skills=[])
        await keep(house, cast.mira, job)
        assert (await report(house, cast.mira, job)).state == "generating"
        await run_background()
        made = await report(house, cast.mira, job)
        assert (made.state, made.why) == ("ready", None)
        assert made.gap
        assert {one.skill_id: one.status for one in made.gap.asked} == {"python": "meets", "kotlin": "missing"}

    async def test_says_that_a_resume_is_missing_and_goes_on_by_itself(
        self, house: House, cast: Cast, run_background: Background
    ) -> None:
        job = await make_job(house, cast.bob)
        await keep(house, cast.mira, job)
        await run_background()
        waiting = await report(house, cast.mira, job)
        assert (waiting.state, waiting.why_code, waiting.gap) == ("failed", "no_resume", None)
        await make_resume(house, cast.mira, text=TEXT)
        await run_background()
        assert (await report(house, cast.mira, job)).state == "ready"

    async def test_stops_with_the_consent_and_goes_on_with_it(
        self, house: House, cast: Cast, run_background: Background
    ) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        async with house.database.transaction() as session:
            await consents.withdraw(session, actor=cast.mira.actor, name="processing", now=NOW)
        await keep(house, cast.mira, job)
        await run_background()
        assert (await report(house, cast.mira, job)).why_code == "stopped"
        async with house.database.transaction() as session:
            await consents.give(session, actor=cast.mira.actor, name="processing", version=1, now=NOW)
        await run_background()
        assert (await report(house, cast.mira, job)).state == "ready"

    async def test_that_is_given_up_says_so_and_can_be_asked_again(
        self, house: House, cast: Cast, run_background: Background
    ) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        await keep(house, cast.mira, job)
        async with house.database.transaction() as session:
            (row,) = await queries.gaps(session, person_id=cast.mira.id)
        fact = GapWanted(report_id=row.id, person_id=cast.mira.id)
        await background.give_up(fact, database=house.database)
        failed = await report(house, cast.mira, job)
        assert (failed.state, failed.why_code, failed.may_ask) == ("failed", "broken", True)
        async with house.database.transaction() as session:
            await service.again(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
        await run_background()
        assert (await report(house, cast.mira, job)).state == "ready"
        await background.give_up(fact, database=house.database)
        assert (await report(house, cast.mira, job)).state == "ready"

    async def test_is_done_once_for_the_same(self, house: House, cast: Cast, run_background: Background) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        await keep(house, cast.mira, job)
        await run_background()
        async with house.database.transaction() as session:
            (row,) = await queries.gaps(session, person_id=cast.mira.id)
            before = row.analysis_sealed
        await background.make_report(GapWanted(report_id=row.id, person_id=cast.mira.id), **needs(house, days=40))
        async with house.database.transaction() as session:
            (row,) = await queries.gaps(session, person_id=cast.mira.id)
            assert row.analysis_sealed == before

    async def test_opens_the_resume_once_for_all(
        self, house: House, cast: Cast, run_background: Background, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        for title in ("First", "Second", "Third"):
            await keep(house, cast.mira, await make_job(house, cast.bob, title=title))
        await run_background()
        opened, key = list[UUID](), house.vault.key

        async def counted(person_id: UUID, custodian_id: UUID, **more: bool) -> DataKey:
            opened.append(person_id)
            return await key(person_id, custodian_id, **more)

        monkeypatch.setattr(house.vault, "key", counted)
        await background.compare_what_was_read(ResumeRead(resume_id=resume.id, person_id=cast.mira.id), **needs(house))
        assert opened == [cast.mira.id]

    async def test_keeps_nothing_that_was_made_of_what_has_changed(
        self, house: House, cast: Cast, run_background: Background
    ) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["kotlin"], optional_skills=[])
        await keep(house, cast.mira, job)
        async with house.database.transaction() as session:
            (row,) = await queries.gaps(session, person_id=cast.mira.id)
            side = await gaps.side_of(session, person_id=cast.mira.id, vault=house.vault)
            assert side
            work = await gaps.begin(session, person_id=cast.mira.id, report_id=row.id, side=side)
            assert work
        made = compare(work.person, work.advert, today=NOW.date())
        await change_skills(house, cast.mira, resume, add=["Kotlin"])
        async with house.database.transaction() as session:
            await gaps.keep(session, work, made, person_id=cast.mira.id, vault=house.vault, now=NOW)
        assert (await report(house, cast.mira, job)).state == "generating"
        await run_background()
        assert (await status(house, cast.mira, job))["kotlin"] == "meets"


class TestAgain:
    async def test_when_the_resume_is_corrected(self, house: House, cast: Cast, run_background: Background) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["python", "kotlin"], optional_skills=[])
        await keep(house, cast.mira, job)
        await run_background()
        await change_skills(house, cast.mira, resume, add=["Kotlin"])
        await run_background()
        assert (await status(house, cast.mira, job))["kotlin"] == "meets"

    async def test_when_another_resume_is_the_default_or_it_is_deleted(
        self, house: House, cast: Cast, run_background: Background
    ) -> None:
        first = await make_resume(house, cast.mira, text=TEXT)
        other = await make_resume(house, cast.mira, text=TEXT + "\nKotlin", name="other.txt")
        job = await make_job(house, cast.bob, required_skills=["kotlin"], optional_skills=[])
        await keep(house, cast.mira, job)
        await run_background()
        assert (await status(house, cast.mira, job))["kotlin"] == "missing"
        async with house.database.transaction() as session:
            await resumes.set_default(session, actor=cast.mira.actor, resume_id=other.id)
        await run_background()
        assert (await status(house, cast.mira, job))["kotlin"] != "missing"
        async with house.database.transaction() as session:
            for one in (first, other):
                await resumes.delete(session, actor=cast.mira.actor, resume_id=one.id)
        await run_background()
        gone = await report(house, cast.mira, job)
        assert (gone.state, gone.why_code, gone.gap) == ("failed", "no_resume", None)

    async def test_when_the_job_says_something_else(self, house: House, cast: Cast, run_background: Background) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["python"], optional_skills=[])
        await keep(house, cast.mira, job)
        await run_background()
        async with house.database.transaction() as session:
            patch = JobPatch(version=job.version, required_skills=["kotlin"])
            await jobs.patch_job(session, patch, actor=cast.bob.actor, job_id=job.id, now=NOW)
        await run_background()
        assert (await status(house, cast.mira, job))["kotlin"] == "missing"

    async def test_is_not_asked_twice_at_once(self, session: Session, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        await keep(house, cast.mira, job)
        soon, late = NOW + timedelta(seconds=5), NOW + timedelta(minutes=2)
        asked = [
            (await service.again(session, actor=cast.mira.actor, job_id=job.id, now=now)).asked_at
            for now in (soon, late)
        ]
        assert asked == [NOW, late]


class TestUnsave:
    async def test_drops_the_report(self, house: House, cast: Cast, run_background: Background) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        await keep(house, cast.mira, job)
        async with house.database.transaction() as session:
            await service.unsave(session, actor=cast.mira.actor, job_id=job.id)
        await run_background()
        async with house.database.transaction() as session:
            assert not await queries.gaps(session, person_id=cast.mira.id)
        with pytest.raises(service.GapNotFound):
            await report(house, cast.mira, job)


class TestHeld:
    async def test_hands_over_what_was_found(self, house: House, cast: Cast, run_background: Background) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob)
        await keep(house, cast.mira, job)
        await run_background()
        async with house.database.transaction() as session:
            found = {one.name: one for one in await service.held(session, person_id=cast.mira.id, vault=house.vault)}
        (item,) = found["gap_reports"].items
        assert item.values["analysis"]["skills"]


class TestApi:
    async def test_gives_the_report_and_its_markdown(
        self, client_of: ClientOf, house: House, cast: Cast, run_background: Background
    ) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["python", "kotlin"], optional_skills=[])
        client = await client_of(cast.mira)
        path = f"/api/v1/jobs/{job.id}/gap"
        assert (await client.get(path)).json()["code"] == "gap_not_found"
        await client.put(f"/api/v1/jobs/{job.id}/saved")
        assert (await client.get(path)).json()["state"] == "generating"
        assert (await client.get(f"{path}/report.md")).json()["code"] == "gap_not_ready"
        await run_background()
        body = (await client.get(path)).json()
        analysis = body["analysis"]
        assert (body["state"], analysis["overall_score"], analysis["overall_percent"]) == ("ready", 5.0, 0.5)
        counts = (analysis["matched_skill_count"], analysis["missing_skill_count"], analysis["job_skill_count"])
        assert counts == (1, 1, 2)
        python = next(one for one in analysis["skills"] if one["id"] == "python")
        assert python["candidate_level"]["evidence"][0]["words"] == "Python"
        text = (await client.get(f"{path}/report.md")).text
        assert "5.0 of 10" in text
        for name, read in (("report.pdf", text_of_pdf), ("report.docx", text_of_docx)):
            there = read((await client.get(f"{path}/{name}")).content)
            assert "5.0 of 10" in there
            assert "Your resume: “" in there
        assert (await client.get(f"{path}/report.exe")).status_code == 404
        saved = (await client.get("/api/v1/saved-jobs")).json()["items"][0]
        assert (saved["gap_state"], saved["gap_score"]) == ("ready", 5.0)
        assert (await client.post(path)).status_code == 202

    async def test_is_each_persons_own(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        await keep(house, cast.mira, job)
        for member in (cast.noor, cast.bob, cast.charlie):
            for path in (f"/api/v1/jobs/{job.id}/gap", f"/api/v1/jobs/{job.id}/gap/report.md"):
                assert (await (await client_of(member)).get(path)).status_code == refusal_of(member)


class TestPage:
    async def test_shows_both_sides_with_their_words(
        self, client_of: ClientOf, house: House, cast: Cast, run_background: Background
    ) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(
            house,
            cast.bob,
            description="We live by Python <script>alert(1)</script>.",
            required_skills=["python", "kotlin"],
            optional_skills=["docker"],
        )
        browser = await client_of(cast.mira)
        await browser.submit(f"/jobs/{job.id}/save", {})
        assert 'aria-busy="true"' in (await browser.get(f"/jobs/{job.id}/gap")).text
        await run_background()
        html = (await browser.get(f"/jobs/{job.id}/gap")).text
        assert "2 of the 3 skills asked for are in your resume: 6.7 of 10." in html
        assert "We live by <mark>Python</mark> &lt;script&gt;" in html
        assert f'href="/resumes/{resume.id}#k-python"' in html
        assert "6.7 of 10" in (await browser.get("/saved-jobs")).text
        for name in ("report.md", "report.pdf", "report.docx"):
            assert f"/jobs/{job.id}/gap/{name}" in html
            there = await browser.get(f"/jobs/{job.id}/gap/{name}")
            assert there.headers["content-disposition"].startswith("attachment")
        assert (await browser.get(f"/jobs/{job.id}/gap/report.exe")).status_code == 404

    async def test_says_what_to_do_without_a_resume(
        self, client_of: ClientOf, house: House, cast: Cast, run_background: Background
    ) -> None:
        job = await make_job(house, cast.bob)
        browser = await client_of(cast.mira)
        await browser.submit(f"/jobs/{job.id}/save", {})
        await run_background()
        html = (await browser.get(f"/jobs/{job.id}/gap")).text
        assert "There is no resume to compare with yet." in html
        assert "Make it again" in html
        done = await browser.submit(f"/jobs/{job.id}/gap", {})
        assert done.headers["location"] == f"/jobs/{job.id}/gap"
