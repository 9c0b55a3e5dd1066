"""Reviews of resumes: made in the background, kept sealed, shown to their owner alone, taken away as files."""

from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import docx
import pypdfium2
import pytest
from sqlalchemy import select, text
from tests.applicants import change_skills, make_resume
from tests.client import Client
from tests.people import NOW, Cast, refusal_of

from evenhand.domains.coaching.models import ResumeReview
from evenhand.domains.coaching.service import held
from evenhand.domains.coaching.service import reviews as service
from evenhand.domains.consents import service as consents
from evenhand.domains.resumes import service as resumes
from evenhand.domains.resumes.models import Resume
from evenhand.kit.asked import PATIENCE
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
Run = Callable[[], Awaitable[int]]
TEXT = """{name}
Accountant
{first}@example.org · Utrecht, Netherlands

Experience
Accountant, Amber Foods
March 2015 - December 2018
- Responsible for managing payroll for 120 people.
- Reconciled 14 bank accounts in SAP and Excel.

Education
Utrecht University, BSc Accounting
2011 - 2014

Skills
Payroll, SAP, Microsoft Excel
"""


@pytest.fixture
async def resume(house: House, cast: Cast) -> Resume:
    """Mira's resume, read and waiting for its review."""
    return await make_resume(house, cast.mira, text=TEXT)


async def row_of(house: House, resume: Resume) -> ResumeReview | None:
    """The row of its review."""
    async with house.database.transaction() as session:
        return (await session.scalars(select(ResumeReview).where(ResumeReview.resume_id == resume.id))).one_or_none()


class TestReviewing:
    async def test_follows_the_reading(self, house: House, cast: Cast, resume: Resume, run_background: Run) -> None:
        await run_background()
        row = await row_of(house, resume)
        assert row is not None
        assert (row.state, row.person_id, len(row.seal)) == ("ready", cast.mira.id, 64)
        made = await service.open_review(row, vault=house.vault)
        assert made is not None
        assert (made.score, made.seal) == (row.score, row.seal)

    async def test_keeps_nothing_in_plain_text(self, house: House, resume: Resume, run_background: Run) -> None:
        await run_background()
        async with house.database.transaction() as session:
            kept = str((await session.execute(text("SELECT * FROM resume_review"))).all())
        assert "Amber" not in kept
        assert "payroll" not in kept

    async def test_makes_the_same_review_once(
        self, house: House, cast: Cast, resume: Resume, run_background: Run
    ) -> None:
        await run_background()
        before = await row_of(house, resume)
        assert before is not None
        async with house.database.transaction() as session:
            await service.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
        await run_background()
        after = await row_of(house, resume)
        assert after is not None
        assert (after.state, after.review_sealed, after.seal) == ("ready", before.review_sealed, before.seal)

    async def test_follows_a_correction(self, house: House, cast: Cast, resume: Resume, run_background: Run) -> None:
        await run_background()
        before = await row_of(house, resume)
        assert before is not None
        await change_skills(house, cast.mira, resume, remove=["payroll"])
        await run_background()
        after = await row_of(house, resume)
        assert after is not None
        assert after.seal != before.seal

    async def test_says_when_it_was_given_up(self, house: House, cast: Cast, resume: Resume) -> None:
        async with house.database.transaction() as session:
            await service.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
            await service.give_up(session, person_id=cast.mira.id, resume_id=resume.id)
            assert await service.state(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW) == "failed"
            await service.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
            assert await service.state(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW) == "generating"

    async def test_may_be_asked_for_again_where_it_was_forgotten(
        self, house: House, cast: Cast, resume: Resume
    ) -> None:
        later = NOW + service.PATIENCE
        about: dict[str, Any] = {"actor": cast.mira.actor, "resume_id": resume.id}
        async with house.database.transaction() as session:
            await service.ask(session, now=NOW, **about)
            assert (await service.ask(session, now=NOW + PATIENCE, **about)).asked_at == NOW
            assert await service.state(session, now=later, **about) == "failed"
            assert (await service.ask(session, now=later, **about)).asked_at == later

    async def test_rests_where_the_person_stopped_it(
        self, house: House, cast: Cast, resume: Resume, run_background: Run
    ) -> None:
        async with house.database.transaction() as session:
            await consents.withdraw(session, actor=cast.mira.actor, name="processing", now=NOW)
        await run_background()
        assert await row_of(house, resume) is None

    async def test_goes_with_the_resume(self, house: House, cast: Cast, resume: Resume, run_background: Run) -> None:
        await run_background()
        async with house.database.transaction() as session:
            await resumes.delete(session, actor=cast.mira.actor, resume_id=resume.id)
        assert await row_of(house, resume) is None

    async def test_is_in_the_export(self, house: House, cast: Cast, resume: Resume, run_background: Run) -> None:
        await run_background()
        async with house.database.transaction() as session:
            holding = (await held(session, person_id=cast.mira.id, vault=house.vault))[0]
        assert holding.purpose == "coaching"
        assert holding.items[0].values["review"]["rules"]


class TestPage:
    async def test_shows_the_score_each_rule_and_the_words_they_rest_on(
        self, client_of: ClientOf, cast: Cast, resume: Resume, run_background: Run
    ) -> None:
        await run_background()
        page = await (await client_of(cast.mira)).get(f"/resumes/{resume.id}/review")
        assert page.status_code == 200
        for words in (
            "What would change the score",
            "Managed payroll for 120 people.",
            'id="r-quantified"',
            "#w-contact-",
        ):
            assert words in page.text

    async def test_offers_a_review_where_there_is_none_and_waits_for_it(
        self, client_of: ClientOf, cast: Cast, resume: Resume, run_background: Run
    ) -> None:
        client = await client_of(cast.mira)
        path = f"/resumes/{resume.id}/review"
        assert "has not been reviewed yet" in (await client.get(path)).text
        assert (await client.submit(path)).status_code == 303
        assert f"{path}/progress" in (await client.get(path)).text
        assert "being looked at" in (await client.get(f"{path}/progress")).text
        await run_background()
        assert (await client.get(f"{path}/progress")).status_code == 303

    async def test_is_the_persons_own(
        self, client_of: ClientOf, cast: Cast, resume: Resume, run_background: Run
    ) -> None:
        await run_background()
        for member in (cast.noor, cast.bob, cast.charlie):
            for path in (f"/resumes/{resume.id}/review", f"/api/v1/resumes/{resume.id}/review/pdf"):
                assert (await (await client_of(member)).get(path)).status_code == refusal_of(member)


class TestApi:
    async def test_has_the_breakdown_and_places_that_stand_in_the_text(
        self, client_of: ClientOf, cast: Cast, resume: Resume, run_background: Run
    ) -> None:
        client = await client_of(cast.mira)
        path = f"/api/v1/resumes/{resume.id}/review"
        assert (await client.get(path)).json()["state"] == "none"
        asked = await client.post(path)
        assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
        await run_background()
        body = (await client.get(path)).json()
        made = body["review"]
        assert body["state"] == "ready"
        assert 0 <= made["overall"]["score"] <= 100
        assert set(made["breakdown"]) == {
            "skills_coverage",
            "structure_formatting",
            "clarity_impact",
            "regional_relevance",
        }
        shown = (await client.get(f"/api/v1/resumes/{resume.id}/profile")).json()["text"]
        for point in [*made["strengths"], *made["areas_for_improvement"]]:
            assert point["spans"]
            for span in point["spans"]:
                assert shown[span["start"] : span["end"]].startswith(span["text"])

    async def test_refuses_what_is_not_there(self, client_of: ClientOf, cast: Cast, resume: Resume) -> None:
        client = await client_of(cast.mira)
        assert (await client.get(f"/api/v1/resumes/{uuid4()}/review")).status_code == 404
        assert (await client.get(f"/api/v1/resumes/{resume.id}/review/pdf")).json()["code"] == "no_review"


class TestFiles:
    async def test_are_downloads_with_everything_in_them(
        self, client_of: ClientOf, cast: Cast, resume: Resume, run_background: Run
    ) -> None:
        await run_background()
        client = await client_of(cast.mira)
        pdf = await client.get(f"/resumes/{resume.id}/review/pdf")
        assert pdf.headers["content-disposition"].startswith("attachment;")
        with pypdfium2.PdfDocument(pdf.content) as opened:
            words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened).split())
        written = await client.get(f"/resumes/{resume.id}/review/docx")
        said = " ".join(one.text for one in docx.Document(BytesIO(written.content)).paragraphs)
        for one in ("Review of your resume", "Managed payroll for 120 people."):
            assert one in words
            assert one in said
