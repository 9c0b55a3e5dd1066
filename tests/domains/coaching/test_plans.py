"""Learning plans: made from a career report, changed by their person, whose part no new report takes away."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from tests.applicants import change_skills, make_resume
from tests.client import TOKEN, Client
from tests.openings import make_job
from tests.people import NOW, Cast, refusal_of

from evenhand.domains.coaching.rules.plans import ShownPlan, month_of
from evenhand.domains.coaching.schemas.plans import TaskIn, TaskPatch
from evenhand.domains.coaching.service import held, plans, reports
from evenhand.domains.resumes import service as resumes
from evenhand.domains.resumes.models import Resume
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
Run = Callable[[], Awaitable[int]]
LEARN = "Work through one good introduction to Kubernetes"


@pytest.fixture
async def planned(house: House, cast: Cast, run_background: Run) -> Resume:
    """Mira's resume with a plan from its report: one job asks for Kubernetes besides what she has."""
    resume = await make_resume(house, cast.mira)
    await make_job(house, cast.bob, required_skills=["python", "kubernetes"])
    async with house.database.transaction() as session:
        await reports.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
    await run_background()
    await make(house, cast, resume)
    return resume


async def make(house: House, cast: Cast, resume: Resume) -> None:
    """Put the report's plan into hers."""
    async with house.database.transaction() as session:
        await plans.make(session, actor=cast.mira.actor, resume_id=resume.id, vault=house.vault, now=NOW)


async def plan_of(house: House, cast: Cast) -> ShownPlan:
    """Her plan."""
    async with house.database.transaction() as session:
        return await plans.shown(session, actor=cast.mira.actor, vault=house.vault)


async def change(house: House, cast: Cast, called: str, **changes: Any) -> None:
    """Change what is called so."""
    found = await plan_of(house, cast)
    (task_id,) = [one.id for one in (*found.tasks, *found.goals) if one.title == called]
    async with house.database.transaction() as session:
        patch = TaskPatch(**changes)
        await plans.change(session, patch, actor=cast.mira.actor, task_id=task_id, vault=house.vault, now=NOW)


def proof_in(page: str) -> str:
    """What a form of this page proves with."""
    found = TOKEN.search(page)
    assert found
    return found.group(1)


class TestMaking:
    async def test_takes_the_reports_months_with_a_goal_for_each_skill(
        self, house: House, cast: Cast, planned: Resume
    ) -> None:
        plan = await plan_of(house, cast)
        assert [goal.title for goal in plan.goals] == ["Kubernetes"]
        assert (plan.goals[0].starts_on, plan.goals[0].ends_on) == (date(2026, 11, 1), date(2026, 12, 31))
        assert [(month, len(tasks)) for month, tasks in plan.months()] == [
            (date(2026, 11, 1), 2),
            (date(2026, 12, 1), 2),
            (date(2027, 1, 1), 2),
        ]
        assert next(task.title for task in plan.tasks if task.goal_id == plan.goals[0].id) == LEARN

    async def test_is_the_same_when_made_twice(self, house: House, cast: Cast, planned: Resume) -> None:
        before = await plan_of(house, cast)
        await make(house, cast, planned)
        assert await plan_of(house, cast) == before

    async def test_needs_a_report(self, house: House, cast: Cast) -> None:
        resume = await make_resume(house, cast.noor)
        async with house.database.transaction() as session:
            with pytest.raises(reports.NoReport):
                await plans.make(session, actor=cast.noor.actor, resume_id=resume.id, vault=house.vault, now=NOW)


class TestFollowing:
    async def test_takes_away_only_what_the_person_left_alone(
        self, house: House, cast: Cast, planned: Resume, run_background: Run
    ) -> None:
        await change(house, cast, LEARN, done=True)
        async with house.database.transaction() as session:
            await plans.add(session, TaskIn(title="Read a book"), actor=cast.mira.actor, vault=house.vault, now=NOW)
        await self._kubernetes_is_hers(house, cast, planned, run_background)
        plan = await plan_of(house, cast)
        titles = {task.title for task in plan.tasks}
        assert {LEARN, "Read a book"} <= titles
        assert "Use Kubernetes once for something real, however small" not in titles
        assert [goal.title for goal in plan.goals] == ["Kubernetes"]  # a task that stays is under it

    async def test_does_not_bring_back_what_was_deleted(
        self, house: House, cast: Cast, planned: Resume, run_background: Run
    ) -> None:
        plan = await plan_of(house, cast)
        async with house.database.transaction() as session:
            await plans.delete(session, actor=cast.mira.actor, task_id=plan.tasks[0].id)
        await make(house, cast, planned)
        assert plan.tasks[0].id not in {task.id for task in (await plan_of(house, cast)).tasks}
        assert len((await plan_of(house, cast)).tasks) == len(plan.tasks) - 1

    async def test_makes_no_plan_where_none_was_wanted(self, house: House, cast: Cast, run_background: Run) -> None:
        resume = await make_resume(house, cast.mira)
        async with house.database.transaction() as session:
            await reports.ask(session, actor=cast.mira.actor, resume_id=resume.id, now=NOW)
        await run_background()
        assert (await plan_of(house, cast)).tasks == []

    async def _kubernetes_is_hers(self, house: House, cast: Cast, resume: Resume, run: Run) -> None:
        await change_skills(house, cast.mira, resume, add=["Kubernetes"])
        await run()


class TestChange:
    async def test_renames_moves_and_ticks(self, house: House, cast: Cast, planned: Resume) -> None:
        await change(house, cast, LEARN, title="Do the course", start_date=date(2027, 2, 1), done=True)
        (task,) = [one for one in (await plan_of(house, cast)).tasks if one.title == "Do the course"]
        assert (task.starts_on, task.ends_on, task.done_at) == (date(2027, 2, 1), date(2027, 2, 28), NOW)
        await change(house, cast, "Do the course", title="", done=False)
        (task,) = [one for one in (await plan_of(house, cast)).tasks if one.title == LEARN]
        assert task.done_at is None

    async def test_keeps_no_words_in_plain_text(self, house: House, cast: Cast, planned: Resume) -> None:
        await change(house, cast, LEARN, title="Wheatear course", description="With Wheatear")
        async with house.database.transaction() as session:
            assert "Wheatear" not in str((await session.execute(text("SELECT * FROM plan_task"))).all())

    async def test_stays_without_its_resume(
        self, house: House, cast: Cast, planned: Resume, run_background: Run
    ) -> None:
        async with house.database.transaction() as session:
            await resumes.delete(session, actor=cast.mira.actor, resume_id=planned.id)
        assert (await plan_of(house, cast)).tasks

    async def test_is_in_the_export(self, house: House, cast: Cast, planned: Resume) -> None:
        async with house.database.transaction() as session:
            holdings = await held(session, person_id=cast.mira.id, vault=house.vault)
        items = next(one for one in holdings if one.name == "learning_plan").items
        assert {item.values["kind"] for item in items} == {"goal", "task"}


class TestPage:
    async def test_is_walked_with_forms_alone(
        self, client_of: ClientOf, house: House, cast: Cast, planned: Resume
    ) -> None:
        client = await client_of(cast.mira)
        page = (await client.get("/plan")).text
        client.csrf = proof_in(page)
        assert "November 2026" in page
        assert LEARN in page
        days = {"start_date": "2026-12-03", "end_date": "2026-12-20"}
        sent = {"id": str(uuid4()), "title": "Read a book", "description": "Wheatear,\nchapter two", **days}
        assert (await client.submit("/plan", sent)).status_code == 303
        assert (await client.submit("/plan", {**sent, "id": str(uuid4()), "title": ""})).status_code == 422
        (task,) = [one for one in (await plan_of(house, cast)).tasks if one.own]
        assert (await client.submit(f"/plan/{task.id}/tick", {"done": "1"})).status_code == 303
        assert (task.description, task.starts_on, task.ends_on) == (
            "Wheatear,\nchapter two",
            date(2026, 12, 3),
            date(2026, 12, 20),
        )
        assert "chapter two" in (await client.get("/plan")).text
        moved = {"title": "Read two books", "start_date": "2027-01-01", "end_date": "2027-01-31"}
        backwards = await client.submit(f"/plan/{task.id}", {**moved, "end_date": "2026-12-31"})
        assert backwards.status_code == 422
        assert f'href="#f-end_date-{task.id}"' in backwards.text  # the summary leads into the form that was sent
        assert (await client.submit(f"/plan/{task.id}", moved)).status_code == 303
        (task,) = [one for one in (await plan_of(house, cast)).tasks if one.own]
        assert (task.title, task.starts_on, task.done_at is not None) == ("Read two books", date(2027, 1, 1), True)
        assert task.description == ""  # an emptied field empties it
        assert (await client.submit(f"/plan/{task.id}/delete", {})).status_code == 303
        assert not [one for one in (await plan_of(house, cast)).tasks if one.own]

    async def test_is_made_from_the_report(self, client_of: ClientOf, cast: Cast, planned: Resume) -> None:
        client = await client_of(cast.mira)
        path = f"/resumes/{planned.id}/report"
        client.csrf = proof_in((await client.get(path)).text)
        answer = await client.submit(f"{path}/plan")
        assert (answer.status_code, answer.headers["location"]) == (303, "/plan")

    async def test_says_how_to_begin(self, client_of: ClientOf, cast: Cast) -> None:
        assert "Nothing is planned yet" in (await (await client_of(cast.noor)).get("/plan")).text


class TestApi:
    async def test_speaks_of_tasks_and_goals_as_job_agents_do(
        self, client_of: ClientOf, cast: Cast, planned: Resume
    ) -> None:
        client = await client_of(cast.mira)
        body = (await client.get("/api/v1/tasks")).json()
        goal = body["goals"][0]
        new = {"title": "Read a book", "start_date": "2026-12-03", "goal_id": goal["id"], "priority": "high"}
        made = await client.post("/api/v1/tasks", json=new)
        assert made.status_code == 201
        task = made.json()["task"]
        assert (task["goal"]["id"], task["end_date"], task["own"]) == (goal["id"], "2026-12-31", True)
        assert (task["learning_item"], task["notes"]) == (None, [])
        of_goal = (await client.get(f"/api/v1/tasks?goal_id={goal['id']}&date=2026-12-10")).json()["tasks"]
        assert task["id"] in {one["id"] for one in of_goal}
        done = await client.patch(f"/api/v1/tasks/{goal['id']}", json={"done": True})
        assert done.json()["task"]["done"]
        gone = await client.delete(f"/api/v1/tasks/{task['id']}")
        assert gone.json() == {"message": "The task is deleted."}
        assert (await client.patch(f"/api/v1/tasks/{task['id']}", json={"done": True})).status_code == 404
        assert (await client.get("/api/v1/tasks?date=soon")).status_code == 422

    async def test_is_the_persons_own(self, client_of: ClientOf, house: House, cast: Cast, planned: Resume) -> None:
        task = (await plan_of(house, cast)).tasks[0]
        for member in (cast.noor, cast.bob, cast.charlie):
            client = await client_of(member)
            assert (await client.delete(f"/api/v1/tasks/{task.id}")).status_code == refusal_of(member)

    async def test_takes_no_id_that_is_somebody_elses(self, house: House, cast: Cast, planned: Resume) -> None:
        task = (await plan_of(house, cast)).tasks[0]
        async with house.database.transaction() as session:
            new = TaskIn(title="Read a book")
            with pytest.raises(plans.TaskNotFound):
                await plans.add(session, new, actor=cast.noor.actor, vault=house.vault, now=NOW, task_id=task.id)


class TestMonthOf:
    def test_goes_on_over_the_year(self) -> None:
        assert month_of(date(2026, 11, 21), 3) == (date(2027, 2, 1), date(2027, 2, 28))
