"""Tasks made from gap reports: one for each skill, linked to the jobs that asked for it, kept when those are gone."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from tests.applicants import change_skills, make_resume
from tests.client import Client
from tests.domains.coaching.test_plans import LEARN, make, plan_of, proof_in
from tests.openings import make_job
from tests.people import NOW, Cast, refusal_of

from evenhand.domains.coaching.rules.plans import ShownTask, free_month
from evenhand.domains.coaching.schemas.plans import TaskPatch
from evenhand.domains.coaching.service import gap_plans, held, plans, reports
from evenhand.domains.jobs.models import Job
from evenhand.domains.matching import service as matching
from evenhand.domains.matching.service import GapNotFound, GapNotReady
from evenhand.domains.resumes import queries as resume_queries
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
Run = Callable[[], Awaitable[int]]
DESCRIPTION = "You know Docker inside out: expert knowledge of Docker."


@pytest.fixture
async def job(house: House, cast: Cast, run_background: Run) -> Job:
    """Kept by Mira, with its report: Kubernetes and Terraform are missing, Kotlin would be nice."""
    await make_resume(house, cast.mira)
    return await keep(house, cast, run_background)


async def keep(house: House, cast: Cast, run: Run, **changes: Any) -> Job:
    """One more job that Mira keeps, with its report."""
    asks: dict[str, Any] = {
        "required_skills": ["python", "kubernetes", "terraform"],
        "optional_skills": ["kotlin"],
        **changes,
    }
    job = await make_job(house, cast.bob, **asks)
    async with house.database.transaction() as session:
        await matching.save(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
    await run()
    return job


async def take(house: House, cast: Cast, job: Job, skills: Sequence[str] | None = None) -> None:
    """Put these into her plan, or all."""
    async with house.database.transaction() as session:
        await gap_plans.take(session, actor=cast.mira.actor, job_id=job.id, skills=skills, vault=house.vault, now=NOW)


async def tasks_of(house: House, cast: Cast) -> list[ShownTask]:
    """What is in her plan."""
    return list((await plan_of(house, cast)).tasks)


class TestTake:
    async def test_makes_one_task_a_skill_in_months_that_have_room(self, house: House, cast: Cast, job: Job) -> None:
        await take(house, cast, job)
        await take(house, cast, job)
        await take(house, cast, job, ["terraform"])
        tasks = await tasks_of(house, cast)
        assert {task.title for task in tasks} == {
            LEARN,
            "Work through one good introduction to Terraform",
            "Work through one good introduction to Kotlin",
        }
        assert {(task.starts_on, task.ends_on) for task in tasks} == {(date(2026, 11, 1), date(2026, 11, 30))}
        assert {task.title.rsplit(" ", 1)[-1]: task.priority for task in tasks}["Kotlin"] == "low"
        assert all([source.job_id for source in task.sources] == [job.id] for task in tasks)

    async def test_asks_for_more_of_what_is_known_less_than_asked(
        self, house: House, cast: Cast, run_background: Run
    ) -> None:
        await make_resume(house, cast.mira)
        job = await keep(
            house, cast, run_background, description=DESCRIPTION, required_skills=["docker"], optional_skills=[]
        )
        await take(house, cast, job, ["docker"])
        (task,) = await tasks_of(house, cast)
        assert task.title == "Do one larger piece of work with Docker and write down what came of it"

    async def test_links_one_task_to_every_job_that_asks_for_it(
        self, house: House, cast: Cast, job: Job, run_background: Run
    ) -> None:
        await take(house, cast, job, ["kubernetes"])
        other = await keep(house, cast, run_background, title="Site reliability engineer")
        await take(house, cast, other, ["kubernetes"])
        (task,) = await tasks_of(house, cast)
        assert [(one.job_id, one.title, one.has_report) for one in task.sources] == [
            (job.id, "Backend engineer", True),
            (other.id, "Site reliability engineer", True),
        ]

    async def test_brings_back_what_was_deleted_and_leaves_alone_what_was_done(
        self, house: House, cast: Cast, job: Job
    ) -> None:
        await take(house, cast, job, ["kubernetes", "terraform"])
        one, other = await tasks_of(house, cast)
        async with house.database.transaction() as session:
            await plans.delete(session, actor=cast.mira.actor, task_id=one.id)
            patch = TaskPatch(title="The course", done=True)
            await plans.change(session, patch, actor=cast.mira.actor, task_id=other.id, vault=house.vault, now=NOW)
        assert [task.id for task in await tasks_of(house, cast)] == [other.id]
        await take(house, cast, job, ["kubernetes", "terraform"])
        tasks = {task.id: task for task in await tasks_of(house, cast)}
        assert set(tasks) == {one.id, other.id}
        assert (tasks[other.id].title, tasks[other.id].done_at) == ("The course", NOW)
        assert [source.job_id for source in tasks[one.id].sources] == [job.id]

    async def test_takes_over_a_task_of_the_career_report_so_that_no_new_one_drops_it(
        self, house: House, cast: Cast, job: Job, run_background: Run
    ) -> None:
        async with house.database.transaction() as session:
            resume = await resume_queries.ready_resume(session, person_id=cast.mira.id)
            assert resume
            await reports.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
        await run_background()
        await make(house, cast, resume)
        (before,) = [task for task in await tasks_of(house, cast) if task.title == LEARN]
        await take(house, cast, job, ["kubernetes"])
        await change_skills(house, cast.mira, resume, add=["Kubernetes"])
        await run_background()
        (after,) = [task for task in await tasks_of(house, cast) if task.title == LEARN]
        assert (after.id, after.goal_id) == (before.id, before.goal_id)

    async def test_refuses_what_the_report_does_not_miss(self, house: House, cast: Cast, job: Job) -> None:
        for skills in (["python"], ["kubernetes", "no-such-skill"]):
            with pytest.raises(gap_plans.NotLacking):
                await take(house, cast, job, skills)
        assert await tasks_of(house, cast) == []

    async def test_needs_a_report(self, house: House, cast: Cast) -> None:
        job = await make_job(house, cast.bob)
        with pytest.raises(GapNotFound):
            await take(house, cast, job)
        async with house.database.transaction() as session:
            await matching.save(session, actor=cast.mira.actor, job_id=job.id, now=NOW)
        with pytest.raises(GapNotReady):
            await take(house, cast, job)


class TestRemovedJob:
    async def test_leaves_the_task_and_where_it_came_from(self, house: House, cast: Cast, job: Job) -> None:
        await take(house, cast, job, ["kubernetes"])
        async with house.database.transaction() as session:
            await matching.unsave(session, actor=cast.mira.actor, job_id=job.id)
        (task,) = await tasks_of(house, cast)
        (source,) = task.sources
        assert (source.job_id, source.title, source.has_report) == (job.id, "Backend engineer", False)
        async with house.database.transaction() as session:
            await session.execute(text("DELETE FROM job WHERE id = :id"), {"id": job.id})
        (task,) = await tasks_of(house, cast)
        (source,) = task.sources
        assert (source.job_id, source.title, source.company) == (None, "Backend engineer", "Harbour Test")

    async def test_is_told_on_the_page_in_each_state(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        await take(house, cast, job, ["kubernetes"])
        client = await client_of(cast.mira)
        assert f'href="/jobs/{job.id}/gap"' in (await client.get("/plan")).text
        async with house.database.transaction() as session:
            await matching.unsave(session, actor=cast.mira.actor, job_id=job.id)
        assert "not among your saved ones any more" in (await client.get("/plan")).text
        async with house.database.transaction() as session:
            await session.execute(text("DELETE FROM job WHERE id = :id"), {"id": job.id})
        page = (await client.get("/plan")).text
        assert "The job is not here any more" in page
        assert f"/jobs/{job.id}" not in page


class TestPage:
    async def test_adds_one_or_all_and_shows_what_is_in(
        self, client_of: ClientOf, house: House, cast: Cast, job: Job
    ) -> None:
        client = await client_of(cast.mira)
        path = f"/jobs/{job.id}/gap"
        page = (await client.get(path)).text
        client.csrf = proof_in(page)
        assert page.count('name="skill"') == 3
        one = await client.submit(f"{path}/plan", {"skill": "terraform"})
        (task,) = await tasks_of(house, cast)
        assert (one.status_code, one.headers["location"]) == (303, f"/plan#t-{task.id}")
        marks = (await client.get(f"/plan/of-job/{job.id}", headers={"hx-request": "true"})).text
        assert 'id="plan-terraform"' in marks
        assert 'id="plan-kotlin"' not in marks
        assert (await client.submit(f"{path}/plan", {})).status_code == 303
        assert len(await tasks_of(house, cast)) == 3
        assert (await client.submit(f"{path}/plan", {"skill": "python"})).status_code == 409

    async def test_has_no_button_where_nothing_is_missing(
        self, client_of: ClientOf, house: House, cast: Cast, run_background: Run
    ) -> None:
        await make_resume(house, cast.mira)
        job = await keep(house, cast, run_background, required_skills=["postgresql"], optional_skills=[])
        assert "my plan" not in (await (await client_of(cast.mira)).get(f"/jobs/{job.id}/gap")).text


class TestApi:
    async def test_takes_some_or_all(self, client_of: ClientOf, cast: Cast, job: Job) -> None:
        client = await client_of(cast.mira)
        path = f"/api/v1/jobs/{job.id}/gap/plan"
        (task,) = (await client.post(path, json={"skill_ids": ["kubernetes"]})).json()["tasks"]
        assert task["sources"] == [
            {"job_id": str(job.id), "job_title": "Backend engineer", "company": "Harbour Test", "gap_report": True}
        ]
        assert len((await client.post(path, json={})).json()["tasks"]) == 3
        assert (await client.post(path, json={"skill_ids": ["python"]})).json()["code"] == "not_lacking"
        assert (await client.post(path, json={"skill_ids": []})).status_code == 422

    async def test_is_for_whoever_keeps_the_job(self, client_of: ClientOf, cast: Cast, job: Job) -> None:
        for member in (cast.noor, cast.bob, cast.charlie):
            client = await client_of(member)
            answer = await client.post(f"/api/v1/jobs/{job.id}/gap/plan", json={})
            assert answer.status_code == refusal_of(member)


class TestHeld:
    async def test_says_which_jobs_a_task_is_for_and_keeps_their_names_sealed(
        self, house: House, cast: Cast, run_background: Run
    ) -> None:
        await make_resume(house, cast.mira)
        job = await keep(house, cast, run_background, title="Wheatear keeper")
        await take(house, cast, job, ["kubernetes"])
        async with house.database.transaction() as session:
            holdings = await held(session, person_id=cast.mira.id, vault=house.vault)
            assert "Wheatear" not in str((await session.execute(text("SELECT * FROM plan_source"))).all())
        (item,) = next(one for one in holdings if one.name == "learning_plan").items
        assert item.values["for_jobs"] == [
            {"job_id": job.id, "job_title": "Wheatear keeper", "company": "Harbour Test"}
        ]


class TestFreeMonth:
    def test_is_the_first_with_fewer_than_three(self) -> None:
        november, december = date(2026, 11, 1), date(2026, 12, 1)
        today = date(2026, 11, 21)
        assert free_month([november] * 2, today=today)[0] == november
        assert free_month([date(2026, 11, 9)] * 3, today=today)[0] == december
        assert free_month([*[november] * 3, *[december] * 3], today=today)[0] == date(2027, 1, 1)
