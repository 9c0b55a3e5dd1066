"""Career reports: computed from open jobs in the background, kept sealed, made again on change."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import docx
import pypdfium2
import pytest
from sqlalchemy import select, text, update
from tests.applicants import change_skills, make_resume
from tests.client import Client
from tests.openings import make_job
from tests.people import NOW, Cast, refusal_of

from evenhand.domains.coaching.models import CareerReport
from evenhand.domains.coaching.service import held
from evenhand.domains.coaching.service import reports as service
from evenhand.domains.consents import service as consents
from evenhand.domains.jobs import service as jobs
from evenhand.domains.jobs.models import Job
from evenhand.domains.resumes import service as resumes
from evenhand.domains.resumes.models import Resume
from evenhand.kit.asked import PATIENCE
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
Run = Callable[[], Awaitable[int]]


@pytest.fixture
async def resume(house: House, cast: Cast) -> Resume:
    """Mira's resume: Python, PostgreSQL and Docker."""
    return await make_resume(house, cast.mira)


@pytest.fixture
async def job(house: House, cast: Cast) -> Job:
    """A job that asks for what it shows, and for one thing more."""
    return await make_job(house, cast.bob, required_skills=["python", "kubernetes"], description="A CKA is welcome.")


async def asked(house: House, cast: Cast, resume: Resume, run: Run) -> CareerReport:
    """The report, asked for and made."""
    async with house.database.transaction() as session:
        await service.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
    await run()
    return await row_of(house, resume)


async def row_of(house: House, resume: Resume) -> CareerReport:
    """The row of its report."""
    async with house.database.transaction() as session:
        return (await session.scalars(select(CareerReport).where(CareerReport.resume_id == resume.id))).one()


async def outdated(house: House, cast: Cast, resume: Resume) -> str:
    """What its page says has changed."""
    async with house.database.transaction() as session:
        shown = await service.shown(
            session, actor=cast.mira.actor, resume_id=resume.id, vault=house.vault, now=NOW + timedelta(minutes=5)
        )
    return shown.outdated


class TestMaking:
    async def test_counts_the_jobs_that_are_open(
        self, house: House, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        row = await asked(house, cast, resume, run_background)
        made = await service.open_report(row, vault=house.vault)
        assert made is not None
        assert (row.state, row.seal) == ("ready", made.seal)
        assert [one.skill for one in made.learn] == ["kubernetes"]
        assert made.learn[0].ids == (str(job.id),)
        assert made.double_down[0].words[0].text == "Ran them in Docker."

    async def test_makes_none_that_nobody_asked_for(self, house: House, resume: Resume, run_background: Run) -> None:
        await run_background()
        async with house.database.transaction() as session:
            assert (await session.scalars(select(CareerReport))).all() == []

    async def test_keeps_nothing_in_plain_text(
        self, house: House, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        await asked(house, cast, resume, run_background)
        async with house.database.transaction() as session:
            kept = str((await session.execute(text("SELECT * FROM career_report"))).all())
        assert "kubernetes" not in kept
        assert "Docker" not in kept

    async def test_makes_the_same_report_once(
        self, house: House, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        before = await asked(house, cast, resume, run_background)
        after = await asked(house, cast, resume, run_background)
        assert (after.state, after.report_sealed, after.made_at) == ("ready", before.report_sealed, before.made_at)

    async def test_follows_a_correction(
        self, house: House, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        before = await asked(house, cast, resume, run_background)
        await change_skills(house, cast.mira, resume, remove=["docker"])
        assert await outdated(house, cast, resume) == "resume"
        await run_background()
        assert (await row_of(house, resume)).seal != before.seal
        assert await outdated(house, cast, resume) == ""

    async def test_follows_jobs_that_open_change_and_close(
        self, house: House, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        seals = [(await asked(house, cast, resume, run_background)).seal]
        other = await make_job(house, cast.bob, title="Data engineer", now=NOW + timedelta(minutes=1))
        seals.append(await self._after_an_hour(house, cast, resume, run_background))
        async with house.database.transaction() as session:
            await jobs.close_job(session, actor=cast.bob.actor, job_id=other.id, now=NOW + timedelta(minutes=2))
        seals.append(await self._after_an_hour(house, cast, resume, run_background))
        assert seals[0] == seals[2] != seals[1]

    async def _after_an_hour(self, house: House, cast: Cast, resume: Resume, run: Run) -> str:
        assert await outdated(house, cast, resume) == "jobs"
        async with house.database.transaction() as session:
            await session.execute(update(CareerReport).values(made_at=NOW - 2 * service.AFTER_A_JOB))
        await run()
        assert await outdated(house, cast, resume) == ""
        return (await row_of(house, resume)).seal

    async def test_waits_an_hour_before_it_follows_the_next_job(
        self, house: House, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        before = await asked(house, cast, resume, run_background)
        await make_job(house, cast.bob, title="Data engineer", now=NOW + timedelta(minutes=1))
        await run_background()
        assert (await row_of(house, resume)).seal == before.seal
        assert await outdated(house, cast, resume) == "jobs"

    async def test_says_when_it_was_given_up(self, house: House, cast: Cast, resume: Resume) -> None:
        async with house.database.transaction() as session:
            await service.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
            await service.give_up(session, person_id=cast.mira.id, resume_id=resume.id)
            assert await service.state(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW) == "failed"
            await service.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
            assert await service.state(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW) == "generating"

    async def test_may_be_asked_for_again_where_it_was_forgotten(
        self, house: House, cast: Cast, resume: Resume, run_background: Run
    ) -> None:
        later = NOW + PATIENCE
        async with house.database.transaction() as session:
            await service.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
            assert (await service.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)).asked_at == NOW
            assert (await service.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=later)).asked_at == later
        await run_background()
        assert (await row_of(house, resume)).state == "ready"

    async def test_is_not_stuck_where_the_person_stopped_it(
        self, house: House, cast: Cast, resume: Resume, run_background: Run
    ) -> None:
        async with house.database.transaction() as session:
            await service.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
            await consents.withdraw(session, actor=cast.mira.actor, name="processing", now=NOW)
        await run_background()
        row = await row_of(house, resume)
        assert (row.state, row.report_sealed) == ("failed", None)

    async def test_goes_with_the_resume(
        self, house: House, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        await asked(house, cast, resume, run_background)
        async with house.database.transaction() as session:
            await resumes.delete(session, actor=cast.mira.actor, resume_id=resume.id)
            assert (await session.scalars(select(CareerReport))).all() == []

    async def test_is_in_the_export(
        self, house: House, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        await asked(house, cast, resume, run_background)
        async with house.database.transaction() as session:
            holdings = await held(session, person_id=cast.mira.id, vault=house.vault)
        (item,) = next(one for one in holdings if one.name == "career_reports").items
        assert item.values["report"]["learn"][0]["skill"] == "kubernetes"


class TestPage:
    async def test_shows_figures_with_the_jobs_and_words_they_rest_on(
        self, client_of: ClientOf, house: House, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        await asked(house, cast, resume, run_background)
        page = await (await client_of(cast.mira)).get(f"/resumes/{resume.id}/report")
        assert page.status_code == 200
        for words in (
            "Asked for in 1 of 1 near jobs, as a must in 1",
            "Built services in Python and PostgreSQL that keep parcels honest.",
            f'href="/jobs/{job.id}"',
            "That is little: 1 near job says more about this server than about the market.",
            "CKA",
            "Pay in EUR a year is stated in 1 of 1 near jobs: from 62,000 to 78,000, the middle is 70,000.",
        ):
            assert words in page.text

    async def test_offers_a_report_where_there_is_none_and_waits_for_it(
        self, client_of: ClientOf, cast: Cast, resume: Resume, run_background: Run
    ) -> None:
        client = await client_of(cast.mira)
        path = f"/resumes/{resume.id}/report"
        assert "Make my career report" in (await client.get(path)).text
        assert (await client.submit(path)).status_code == 303
        assert "are being counted" in (await client.get(f"{path}/progress")).text
        await run_background()
        assert (await client.get(f"{path}/progress")).status_code == 303
        assert "No open job asks for a skill of this resume yet" in (await client.get(path)).text

    async def test_is_the_persons_own(
        self, client_of: ClientOf, house: House, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        await asked(house, cast, resume, run_background)
        for member in (cast.noor, cast.bob, cast.charlie):
            for path in (f"/resumes/{resume.id}/report", f"/api/v1/resumes/{resume.id}/report/pdf"):
                assert (await (await client_of(member)).get(path)).status_code == refusal_of(member)


class TestApi:
    async def test_has_the_shape_that_coaches_clients_know_with_counts(
        self, client_of: ClientOf, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        client = await client_of(cast.mira)
        path = f"/api/v1/resumes/{resume.id}/report"
        assert (await client.get(path)).json()["state"] == "none"
        sent = await client.post(path)
        assert (sent.status_code, sent.json()["state"]) == (202, "waiting")
        await run_background()
        body = (await client.get(path)).json()
        assert body["structured"]["skills_hard"] == ["Back-end development", "Docker", "PostgreSQL", "Python"]
        assert set(body["review"]) == {"ats_score", "summary", "strengths", "weaknesses", "gaps", "suggestions"}
        report = body["career_report"]
        assert report["target_roles"][0]["role"] == "Backend engineer"
        assert report["target_roles"][0]["fit_score"] == 57
        assert report["six_month_focus"]["themes"] == ["Kubernetes"]
        learn = report["skills_to_learn"][0]
        assert (learn["count"], learn["of"], learn["job_ids"]) == (1, 1, [str(job.id)])
        assert [month["month"] for month in report["learning_plan"]] == [1, 2, 3]
        assert report["market_insights"]["target_regions"] == [{"country": "NL", "region": "EMEA", "count": 1}]
        shown = (await client.get(f"/api/v1/resumes/{resume.id}/profile")).json()["text"]
        for skill in report["skills_to_double_down"]:
            for span in skill["spans"]:
                assert shown[span["start"] : span["end"]] in span["text"]

    async def test_refuses_what_is_not_there(self, client_of: ClientOf, cast: Cast, resume: Resume) -> None:
        client = await client_of(cast.mira)
        assert (await client.get(f"/api/v1/resumes/{uuid4()}/report")).status_code == 404
        assert (await client.get(f"/api/v1/resumes/{resume.id}/report/pdf")).json()["code"] == "no_report"


class TestFiles:
    async def test_are_downloads_with_everything_in_them(
        self, client_of: ClientOf, house: House, cast: Cast, resume: Resume, job: Job, run_background: Run
    ) -> None:
        await asked(house, cast, resume, run_background)
        client = await client_of(cast.mira)
        pdf = await client.get(f"/resumes/{resume.id}/report/pdf")
        assert pdf.headers["content-disposition"].startswith("attachment;")
        with pypdfium2.PdfDocument(pdf.content) as opened:
            words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened).split())
        written = await client.get(f"/resumes/{resume.id}/report/docx")
        said = " ".join(one.text for one in docx.Document(BytesIO(written.content)).paragraphs)
        for one in ("Career report", "Ran them in Docker.", "Month 1: Kubernetes", "Harbour Test"):
            assert one in words
            assert one in said
