"""Learning plans over the API: tasks and goals, and putting a report's plan into it."""

from datetime import date
from uuid import UUID

from evenhand.domains.coaching.schemas.plans import Deleted, FromGap, OneTask, PlanOut, TaskIn, TaskOut, TaskPatch
from evenhand.domains.coaching.service import gap_plans
from evenhand.domains.coaching.service import plans as service
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say

routes = Routes(kind="api", tag="coaching")


@routes.get("/tasks", permission=Permission.RESUMES_OWN, response_model=PlanOut)
async def get_plan(
    actor: CurrentActor, session: Transaction, vault: Keys, goal_id: UUID | None = None, date: date | None = None
) -> PlanOut:
    """The caller's plan. `goal_id`: the tasks of one goal; `date`: those of this day."""
    return PlanOut.of(await service.shown(session, actor=actor, vault=vault, goal_id=goal_id, on=date))


@routes.post(
    "/tasks", permission=Permission.RESUMES_OWN, rate=service.PLAN_RATE, status_code=201, response_model=OneTask
)
async def add(new: TaskIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> OneTask:
    """Write a task of one's own."""
    row = await service.add(session, new, actor=actor, vault=vault, now=now)
    return await _one(session, actor, row.id, vault)


@routes.patch("/tasks/{task_id}", permission=Permission.RESUMES_OWN, rate=service.PLAN_RATE, response_model=OneTask)
async def change(
    task_id: UUID, patch: TaskPatch, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> OneTask:
    """Tick, rename, describe or move a task; a goal is ticked by its own id."""
    await service.change(session, patch, actor=actor, task_id=task_id, vault=vault, now=now)
    return await _one(session, actor, task_id, vault)


@routes.delete("/tasks/{task_id}", permission=Permission.RESUMES_OWN, rate=service.PLAN_RATE, response_model=Deleted)
async def delete(task_id: UUID, actor: CurrentActor, session: Transaction) -> Deleted:
    """Take a task out of the plan."""
    await service.delete(session, actor=actor, task_id=task_id)
    return Deleted(message=say("The task is deleted."))


@routes.post(
    "/resumes/{resume_id}/report/plan",
    permission=Permission.RESUMES_OWN,
    rate=service.PLAN_RATE,
    response_model=PlanOut,
)
async def make(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> PlanOut:
    """Put what the career report plans into the plan. What is in it already stays as it is."""
    await service.make(session, actor=actor, resume_id=resume_id, vault=vault, now=now)
    return PlanOut.of(await service.shown(session, actor=actor, vault=vault))


@routes.post(
    "/jobs/{job_id}/gap/plan",
    permission=Permission.RESUMES_OWN,
    rate=service.PLAN_RATE,
    response_model=PlanOut,
    responses={409: {}},
)
async def take_from_gap(
    job_id: UUID, chosen: FromGap, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> PlanOut:
    """Put what the gap report of a kept job misses into the plan: one task a skill, however often it is sent."""
    await gap_plans.take(session, actor=actor, job_id=job_id, skills=chosen.skill_ids, vault=vault, now=now)
    return PlanOut.of(await service.shown(session, actor=actor, vault=vault))


async def _one(session: Session, actor: Actor, task_id: UUID, vault: Vault) -> OneTask:
    plan = await service.shown(session, actor=actor, vault=vault)
    one = await service.task(session, actor=actor, task_id=task_id, vault=vault)
    return OneTask(task=TaskOut.of(one, {goal.id: goal for goal in plan.goals}))
