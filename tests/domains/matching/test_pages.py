"""What a person sees of how their resume answers jobs."""

from collections.abc import Awaitable, Callable

import pytest
from tests.applicants import make_resume
from tests.client import Client
from tests.domains.matching.test_service import TEXT
from tests.openings import make_draft, make_job
from tests.people import Cast, refusal_of

from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
FRAGMENT = {"hx-request": "true"}


class TestShowMatch:
    async def test_is_a_piece_beside_the_advert(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["python", "kotlin"], optional_skills=["kafka"])
        answer = await (await client_of(cast.mira)).get(f"/jobs/{job.id}/match", headers=FRAGMENT)
        assert answer.text.lstrip().startswith('<section class="card stack"')
        assert f'href="/resumes/{resume.id}#k-python"' in answer.text
        assert "tag-missing" in answer.text
        assert "nice to have" in answer.text

    async def test_is_a_page_that_quotes_the_lines_it_rests_on(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["python", "kotlin"], optional_skills=[])
        html = (await (await client_of(cast.mira)).get(f"/jobs/{job.id}/match")).text
        assert "Built services in <mark>Python</mark> and PostgreSQL." in html
        assert "1 of 2 found in the resume. Not found: Kotlin." in html
        assert "25.0 of 50" in html

    async def test_says_which_skills_are_in_ones_own_words(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["python", "kotlin"], optional_skills=[])
        browser = await client_of(cast.mira)
        await browser.submit(f"/resumes/{resume.id}/skills", {"skills": "Kotlin"})
        assert "In your own words, not in the file" in (await browser.get(f"/jobs/{job.id}/match")).text
        beside = (await browser.get(f"/jobs/{job.id}/match", headers=FRAGMENT)).text
        assert f'href="/resumes/{resume.id}#k-python"' in beside
        assert "#k-kotlin" not in beside
        assert "your own words" in beside

    async def test_escapes_what_stands_around_the_words(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        hostile = "Python <script>alert(1)</script> & more"
        await make_resume(house, cast.mira, text=TEXT.replace("Built services in Python", hostile))
        job = await make_job(house, cast.bob)
        html = (await (await client_of(cast.mira)).get(f"/jobs/{job.id}/match")).text
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html

    @pytest.mark.parametrize("headers", [{}, FRAGMENT])
    async def test_leads_to_the_upload_without_a_resume(
        self, client_of: ClientOf, house: House, cast: Cast, headers: dict[str, str]
    ) -> None:
        job = await make_job(house, cast.bob)
        answer = await (await client_of(cast.mira)).get(f"/jobs/{job.id}/match", headers=headers)
        assert (answer.status_code, 'href="/resumes"' in answer.text) == (200, True)

    async def test_sends_nobody_to_the_sign_in_and_back(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        answer = await (await client_of()).get(f"/jobs/{job.id}/match")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next=/jobs/{job.id}/match")

    async def test_another_persons_resume_and_a_draft_are_not_there(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        resume = await make_resume(house, cast.mira, text=TEXT)
        job, draft = await make_job(house, cast.bob), await make_draft(house, cast.bob)
        foreign = f"/jobs/{job.id}/match?resume_id={resume.id}"
        for other in (cast.noor, cast.charlie):
            assert (await (await client_of(other)).get(foreign)).status_code == refusal_of(other)
        mira = await client_of(cast.mira)
        assert (await mira.get(f"/jobs/{draft.id}/match")).status_code == 404
        assert (await mira.get(f"/jobs/{job.id}/match?resume_id=nonsense")).status_code == 404


class TestListMatches:
    async def test_shows_jobs_with_what_is_found_and_what_is_not(
        self, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        job = await make_job(house, cast.bob, required_skills=["python", "kotlin"], optional_skills=[])
        html = (await (await client_of(cast.mira)).get("/matches")).text
        assert f'href="/jobs/{job.id}"' in html
        assert "1 open job asks for a skill of your resume" in html
        assert 'class="tag tag-missing"' in html

    async def test_lets_one_choose_among_several_resumes(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira, text=TEXT, name="one.txt")
        two = await make_resume(house, cast.mira, text=TEXT + "\nKotlin", name="two.txt")
        client = await client_of(cast.mira)
        assert "one.txt shows" in (await client.get("/matches")).text
        html = (await client.get(f"/matches?resume_id={two.id}")).text
        assert f'<option value="{two.id}" selected>two.txt</option>' in html

    async def test_goes_on_where_a_page_ends(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        await make_resume(house, cast.mira, text=TEXT)
        for _ in range(21):
            await make_job(house, cast.bob)
        client = await client_of(cast.mira)
        html = (await client.get("/matches")).text
        following = html.split('<a class="btn btn-quiet btn-sm btn-full" href="')[1].split('"')[0].replace("&amp;", "&")
        assert (html.count('class="cover"'), (await client.get(following)).text.count('class="cover"')) == (20, 1)

    async def test_leads_to_the_upload_without_a_resume(self, client_of: ClientOf, cast: Cast) -> None:
        assert 'href="/resumes"' in (await (await client_of(cast.mira)).get("/matches")).text
