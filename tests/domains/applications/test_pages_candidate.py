"""A candidate's own pages: home, applying, following an application, taking it back."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from tests.applicants import LETTER, RESUME, make_application, make_resume
from tests.client import Client
from tests.openings import make_draft, make_job
from tests.people import NOW, Cast
from tests.statements import statements

from evenhand.domains.applications import queries, service
from evenhand.domains.applications.models import Application
from evenhand.domains.jobs import service as jobs
from evenhand.kit.ids import new_id
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
REASON = "This job needs three years of building services."


async def reject(house: House, cast: Cast, application: Application) -> None:
    async with house.database.transaction() as session:
        await service.move(
            session,
            actor=cast.bob.actor,
            application_id=application.id,
            to="rejected",
            version=1,
            reason=REASON,
            vault=house.vault,
            now=NOW,
        )


class TestHome:
    async def test_begins_with_the_first_step(self, cast: Cast, client_of: ClientOf) -> None:
        shown = (await (await client_of(cast.mira)).get("/home")).text
        assert "Hello, Mira Candidate" in shown
        assert "Upload your resume" in shown
        assert "Look at open roles" in shown

    async def test_asks_to_check_what_was_guessed_then_leads_to_jobs(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        await make_job(house, cast.bob)
        guessed = RESUME.replace("Utrecht University, MSc Computer Science", "Bright Minds, Computer Science")
        resume = await make_resume(house, cast.mira, text=guessed)
        browser = await client_of(cast.mira)
        shown = (await browser.get("/home")).text
        assert "Check one field of your resume" in shown
        assert shown.index(f'href="/resumes/{resume.id}"') < shown.index("One open job asks for a skill of yours")
        await browser.submit(f"/resumes/{resume.id}/confirm")
        shown = (await browser.get("/home")).text
        assert "Check one field" not in shown
        assert "One open job asks for a skill of yours" in shown

    async def test_asks_the_database_as_often_for_five_applications_as_for_one(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        browser = await client_of(cast.mira)
        counts = []
        for more in (1, 4):
            for number in range(more):
                job = await make_job(house, cast.bob, title=f"Pilot {more} {number}")
                application = await make_application(house, cast.mira, job, text=f"{RESUME}\nPart {more} {number}")
                await reject(house, cast, application)
            with statements() as asked:
                assert (await browser.get("/home")).status_code == 200
            counts.append(sum(statement.startswith("SELECT") for statement in asked))
        assert counts[0] == counts[1] > 0

    async def test_shows_each_application_with_its_stage_and_last_step(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        sent = await make_application(house, cast.mira, await make_job(house, cast.bob, title="Harbour pilot"))
        ended = await make_application(house, cast.mira, await make_job(house, cast.bob, title="Tug master"))
        await reject(house, cast, ended)
        shown = (await (await client_of(cast.mira)).get("/home")).text
        assert f'href="/applications/{sent.id}"' in shown
        assert "Sent on 21 November. Nobody has moved it yet." in shown
        assert "Decision: Bob Recruiter, 21 November." in shown
        assert REASON in shown
        assert shown.count('class="rail"') == 1

    async def test_offers_fitting_jobs_but_not_those_applied_for(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        await make_application(house, cast.mira, await make_job(house, cast.bob, title="Harbour pilot"))
        other = await make_job(house, cast.charlie, title="Tug master")
        shown = (await (await client_of(cast.mira)).get("/home")).text
        fits = shown[shown.index("Fits your resume") :]
        assert f'href="/jobs/{other.id}"' in fits
        assert "Harbour pilot" not in fits

    async def test_is_the_candidates_alone(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        assert str(application.id) not in (await (await client_of(cast.noor)).get("/home")).text

    async def test_tells_those_who_hire_what_waits_for_them(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        browser = await client_of(cast.bob)
        assert "Nothing waits for you." in (await browser.get("/home")).text
        job = await make_job(house, cast.bob)
        await make_application(house, cast.mira, job)
        shown = (await browser.get("/home")).text
        assert "1 person waits for a first answer" in shown
        assert f'href="/staff/jobs/{job.id}/pipeline?stage=applied"' in shown
        assert str(job.id) not in (await (await client_of(cast.charlie)).get("/home")).text


class TestApply:
    async def test_offers_the_resumes_and_says_who_receives_it(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        job = await make_job(house, cast.bob)
        resume = await make_resume(house, cast.mira)
        await make_resume(house, cast.noor, name="noor.txt")
        shown = (await (await client_of(cast.mira)).get(f"/jobs/{job.id}/apply")).text
        assert f'value="{resume.id}" checked' in shown
        assert "noor.txt" not in shown
        assert "Goes to Bob Recruiter and colleagues at Harbour Test." in shown

    async def test_asks_for_a_resume_first(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        job = await make_job(house, cast.bob)
        shown = (await (await client_of(cast.mira)).get(f"/jobs/{job.id}/apply")).text
        assert "You have no resume here yet." in shown
        assert '<a href="/resumes">Upload a resume</a>' in shown

    async def test_leads_to_the_application(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        job = await make_job(house, cast.bob)
        resume = await make_resume(house, cast.mira)
        browser = await client_of(cast.mira)
        answer = await browser.submit(f"/jobs/{job.id}/apply", {"resume_id": str(resume.id), "letter": LETTER})
        assert answer.status_code == 303, answer.text
        shown = (await browser.get(answer.headers["location"])).text
        assert "Your application was sent." in shown
        assert "Harbour Test has it." in shown
        assert LETTER in shown

    async def test_keeps_the_letter_after_an_error(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        job = await make_job(house, cast.bob)
        other = await make_resume(house, cast.noor)
        browser = await client_of(cast.mira)
        for chosen in ({}, {"resume_id": "nonsense"}, {"resume_id": str(other.id)}):
            answer = await browser.submit(f"/jobs/{job.id}/apply", {"letter": LETTER, **chosen})
            assert answer.status_code == 422
            assert LETTER in answer.text
            assert 'href="#f-resume_id"' in answer.text
            assert "<title>Error:" in answer.text

    async def test_refuses_a_letter_nobody_would_read(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        job = await make_job(house, cast.bob)
        resume = await make_resume(house, cast.mira)
        browser = await client_of(cast.mira)
        fields = {"resume_id": str(resume.id), "letter": "x" * 8001}
        answer = await browser.submit(f"/jobs/{job.id}/apply", fields)
        assert answer.status_code == 422
        assert "Use at most 8000 characters." in answer.text

    async def test_applied_twice_leads_to_the_application_that_is_there(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        job = await make_job(house, cast.bob)
        application = await make_application(house, cast.mira, job, now=NOW - timedelta(days=18))
        browser = await client_of(cast.mira)
        shown = await browser.get(f"/jobs/{job.id}/apply")
        fields = {"resume_id": str(application.resume_id), "letter": "Another letter"}
        again = await browser.submit(f"/jobs/{job.id}/apply", fields)
        assert (shown.status_code, again.status_code) == (200, 409)
        for answer in (shown, again):
            link = f'<a href="/applications/{application.id}">See your application</a>'
            assert f"You have already applied for this job, on 3 November. {link}" in answer.text
            assert "Send application" not in answer.text
        assert "Another letter" in again.text

    async def test_a_job_closed_in_the_meantime_says_when_and_keeps_the_letter(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        job = await make_job(house, cast.bob)
        resume = await make_resume(house, cast.mira)
        async with house.database.transaction() as session:
            await jobs.close_job(session, actor=cast.bob.actor, job_id=job.id, now=NOW)
        browser = await client_of(cast.mira)
        assert "closed on 21 November" in (await browser.get(f"/jobs/{job.id}/apply")).text
        answer = await browser.submit(f"/jobs/{job.id}/apply", {"resume_id": str(resume.id), "letter": LETTER})
        assert answer.status_code == 409
        assert "This job closed on 21 November." in answer.text
        assert LETTER in answer.text

    async def test_a_draft_is_not_there(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        draft = await make_draft(house, cast.bob)
        browser = await client_of(cast.mira)
        for job_id in (draft.id, new_id()):
            assert (await browser.get(f"/jobs/{job_id}/apply")).status_code == 404
            assert (await browser.submit(f"/jobs/{job_id}/apply", {"resume_id": str(new_id())})).status_code == 404

    async def test_nobody_signs_in_first_and_comes_back(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        job = await make_job(house, cast.bob)
        answer = await (await client_of()).get(f"/jobs/{job.id}/apply")
        assert answer.headers["location"] == f"/sign-in?next=/jobs/{job.id}/apply"


class TestShowApplication:
    async def test_shows_the_decision_with_its_person_and_reason(
        self, house: House, cast: Cast, client_of: ClientOf
    ) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        await reject(house, cast, application)
        shown = (await (await client_of(cast.mira)).get(f"/applications/{application.id}")).text
        assert "Bob Recruiter" in shown
        assert REASON in shown
        assert "Withdraw" not in shown

    async def test_stays_when_the_companys_copy_was_erased(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        await reject(house, cast, application)
        await house.vault.destroy(cast.mira.id, cast.bob.org_id)
        browser = await client_of(cast.mira)
        shown = await browser.get(f"/applications/{application.id}")
        assert shown.status_code == 200
        assert "What Harbour Test received has been erased." in shown.text
        assert LETTER not in shown.text
        assert (await browser.get("/home")).status_code == 200

    @pytest.mark.parametrize("path", ["", "/withdraw"])
    @pytest.mark.parametrize("name", ["noor", "bob", "charlie"])
    async def test_is_the_candidates_alone(
        self, house: House, cast: Cast, client_of: ClientOf, name: str, path: str
    ) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        browser = await client_of(getattr(cast, name))
        answer = await browser.get(f"/applications/{application.id}{path}")
        assert answer.status_code == (404 if name == "noor" else 403)


class TestWithdraw:
    async def test_asks_first_then_takes_it_back(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        browser = await client_of(cast.mira)
        address = f"/applications/{application.id}/withdraw"
        assert "Withdraw your application?" in (await browser.get(address)).text
        for _ in range(2):  # a double click
            answer = await browser.submit(address, {"reason": "I have moved."})
            assert answer.status_code == 303
        shown = (await browser.get(answer.headers["location"])).text
        assert "You have withdrawn this application." in shown
        assert "I have moved." in shown
        assert (await browser.get(address)).headers["location"] == f"/applications/{application.id}"
        async with house.database.transaction() as session:
            moves = await queries.moves(session, org_id=cast.bob.org_id, application_id=application.id)
        assert len(moves) == 1

    async def test_is_refused_to_everyone_else(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        for member in (cast.noor, cast.bob, cast.charlie):
            browser = await client_of(member)
            answer = await browser.submit(f"/applications/{application.id}/withdraw")
            assert answer.status_code == (404 if member is cast.noor else 403)

    async def test_keeps_a_reason_that_is_too_long(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        browser = await client_of(cast.mira)
        answer = await browser.submit(f"/applications/{application.id}/withdraw", {"reason": "x" * 2001})
        assert answer.status_code == 422
        assert re.search(r"x{2001}", answer.text)
