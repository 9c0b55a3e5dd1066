"""A learning plan: made from a career report, kept in step with it, changed by its person, whose part is never lost.
What gap reports put into it: `gap_plans`."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from evenhand.domains.coaching.models import PlanTask
from evenhand.domains.coaching.queries import plans as queries
from evenhand.domains.coaching.queries import reports as report_queries
from evenhand.domains.coaching.rules import plans as rules
from evenhand.domains.coaching.rules.plans import GOAL, ShownPlan, ShownSource, ShownTask
from evenhand.domains.coaching.schemas.plans import TaskIn, TaskPatch
from evenhand.domains.coaching.service import plan_sources, reports
from evenhand.domains.resumes import queries as resumes
from evenhand.domains.resumes.service import ResumeNotFound
from evenhand.engines.career import Outlook
from evenhand.kit.crypto import Vault
from evenhand.kit.db import IntegrityError, Session, place
from evenhand.kit.errors import Conflict, NotFound
from evenhand.kit.held import Holding, Item
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import say, tell

PLAN_RATE = Rate("learning-plan", times=300, seconds=600)


class TaskNotFound(NotFound):
    """Not in this person's plan."""

    code, message = "task_not_found", say("This task is not in your plan any more.")


class TooManyTasks(Conflict):
    """A plan that nobody could follow."""

    code, message = "too_many_tasks", say("There are 200 tasks of your own in the plan. Delete one first.")


async def make(session: Session, *, actor: Actor, resume_id: UUID, vault: Vault, now: datetime) -> None:
    """Put what the report on this resume plans into the plan. Raises ResumeNotFound and NoReport."""
    if await resumes.resume(session, person_id=actor.person, resume_id=resume_id) is None:
        raise ResumeNotFound
    row = await report_queries.report(session, person_id=actor.person, resume_id=resume_id, lock=True)
    made = await reports.open_report(row, vault=vault) if row else None
    if made is None:
        raise reports.NoReport
    await _merge(session, made, person_id=actor.person, resume_id=resume_id, now=now)


async def follow(session: Session, made: Outlook, *, person_id: UUID, resume_id: UUID, now: datetime) -> None:
    """Bring a plan that rests on this resume in step with its new report; where none does, nothing is made."""
    rows = await queries.rows(session, person_id=person_id)
    if any(row.resume_id == resume_id for row in rows):
        await _merge(session, made, person_id=person_id, resume_id=resume_id, now=now)


async def _merge(session: Session, made: Outlook, *, person_id: UUID, resume_id: UUID, now: datetime) -> None:
    """What is there keeps its days; what the report plans no more goes, unless the person did something with it."""
    rows = {
        (row.skill, row.step): row for row in await queries.rows(session, person_id=person_id, lock=True) if row.step
    }
    planned = {(skill, step): days for skill, step, days in rules.wanted(made.plan, today=now.date())}
    for (skill, step), (first, last) in planned.items():
        if (skill, step) in rows:
            continue
        goal = rows.get((skill, GOAL)) if skill and step != GOAL else None
        row = PlanTask(
            id=new_id(),
            person_id=person_id,
            resume_id=resume_id,
            goal_id=goal.id if goal and not goal.dropped else None,
            step=step,
            skill=skill,
            starts_on=first,
            ends_on=last,
            priority="medium",
            touched=False,
            dropped=False,
            created_at=now,
        )
        rows[skill, step] = row
        session.add(row)
        if step == GOAL:  # the database knows a goal before the tasks under it
            await session.flush()
    kept_goals = {row.goal_id for row in rows.values() if row.touched}
    for key, row in rows.items():
        mine = row.resume_id == resume_id and not row.touched and not row.dropped
        if mine and key not in planned and row.id not in kept_goals:
            await session.delete(row)
    await session.flush()


async def add(
    session: Session, new: TaskIn, *, actor: Actor, vault: Vault, now: datetime, task_id: UUID | None = None
) -> PlanTask:
    """Write a task of one's own. A form that carries the id of its task may be sent twice. Raises TaskNotFound for a
    goal that is not there, and TooManyTasks."""
    rows = await queries.rows(session, person_id=actor.person, lock=True)
    known = next((row for row in rows if row.id == task_id), None)
    if known:
        return known
    if sum(not row.step for row in rows) >= rules.MOST_OWN:
        raise TooManyTasks
    if new.goal_id and not any(row.id == new.goal_id and row.step == GOAL and not row.dropped for row in rows):
        raise TaskNotFound
    first, last = rules.month_of(new.start_date or new.end_date or now.date())
    row = PlanTask(
        id=task_id or new_id(),
        person_id=actor.person,
        goal_id=new.goal_id,
        step="",
        skill="",
        starts_on=new.start_date or first,
        ends_on=new.end_date or last,
        priority=new.priority,
        done_at=now if new.done else None,
        touched=True,
        dropped=False,
        created_at=now,
    )
    key = await vault.key(actor.person, actor.person)
    row.title_sealed = key.seal_text(new.title, place(PlanTask.title_sealed, row.id))
    if new.description:
        row.description_sealed = key.seal_text(new.description, place(PlanTask.description_sealed, row.id))
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:  # two in the same moment, or an id that is somebody else's
        known = await queries.one(session, person_id=actor.person, task_id=row.id)
        if known is None:
            raise TaskNotFound from None
        return known
    return row


async def change(
    session: Session, patch: TaskPatch, *, actor: Actor, task_id: UUID, vault: Vault, now: datetime
) -> PlanTask:
    """Tick, rename, describe or move a task or a goal; the same twice changes once. Raises TaskNotFound."""
    row = await queries.one(session, person_id=actor.person, task_id=task_id, lock=True)
    if row is None:
        raise TaskNotFound
    before = await _shown(row, vault=vault)
    key = await vault.key(actor.person, actor.person)
    title = " ".join(patch.title.split()) if patch.title is not None else None
    if title is not None and title not in (before.title, tell(before.title)) and (title or row.step):
        row.title_sealed = key.seal_text(title, place(PlanTask.title_sealed, row.id)) if title else None
    if patch.description is not None and patch.description != before.description:
        sealed = key.seal_text(patch.description, place(PlanTask.description_sealed, row.id))
        row.description_sealed = sealed if patch.description else None
    if patch.start_date and patch.start_date != row.starts_on:
        row.starts_on = patch.start_date
        row.ends_on = patch.end_date or rules.month_of(patch.start_date)[1]
    elif patch.end_date:
        row.ends_on = patch.end_date
    row.ends_on = max(row.starts_on, row.ends_on)
    if patch.done is not None and patch.done != (row.done_at is not None):
        row.done_at = now if patch.done else None
    if patch.priority:
        row.priority = patch.priority
    row.touched = True
    await session.flush()
    return row


async def delete(session: Session, *, actor: Actor, task_id: UUID) -> None:
    """Take a task out of the plan; one that a report made does not come back with the next. Raises TaskNotFound."""
    row = await queries.one(session, person_id=actor.person, task_id=task_id, lock=True)
    if row is None or row.step == GOAL:
        raise TaskNotFound
    if row.step:
        row.dropped, row.title_sealed, row.description_sealed = True, None, None
        for source in await queries.sources(session, person_id=actor.person, task_id=row.id):
            await session.delete(source)
    else:
        await session.delete(row)
    await session.flush()


async def shown(
    session: Session, *, actor: Actor, vault: Vault, goal_id: UUID | None = None, on: date | None = None
) -> ShownPlan:
    """The caller's plan; `goal_id` and `on` narrow its tasks."""
    rows = await queries.shown(session, person_id=actor.person)
    narrowed = rows
    if goal_id or on:
        narrowed = await queries.shown(session, person_id=actor.person, goal_id=goal_id, on=on)
    sources = await plan_sources.shown(session, person_id=actor.person, vault=vault)
    return ShownPlan(
        goals=[await _shown(row, vault=vault) for row in rows if row.step == GOAL],
        tasks=[await _shown(row, vault=vault, sources=sources.get(row.id, ())) for row in narrowed if row.step != GOAL],
    )


async def task(session: Session, *, actor: Actor, task_id: UUID, vault: Vault) -> ShownTask:
    """One task or goal of the caller's. Raises TaskNotFound."""
    row = await queries.one(session, person_id=actor.person, task_id=task_id)
    if row is None:
        raise TaskNotFound
    sources = await plan_sources.shown(session, person_id=actor.person, vault=vault)
    return await _shown(row, vault=vault, sources=sources.get(row.id, ()))


async def _shown(row: PlanTask, *, vault: Vault, sources: Sequence[ShownSource] = ()) -> ShownTask:
    title: str = rules.made_title(row.step, row.skill) if row.step else ""
    description = ""
    if row.title_sealed or row.description_sealed:
        key = await vault.key(row.person_id, row.person_id)
        if row.title_sealed:
            title = key.open_text(row.title_sealed, place(PlanTask.title_sealed, row.id))
        if row.description_sealed:
            description = key.open_text(row.description_sealed, place(PlanTask.description_sealed, row.id))
    return ShownTask(
        id=row.id,
        goal_id=row.goal_id,
        is_goal=row.step == GOAL,
        title=title,
        description=description,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        priority=row.priority,
        done_at=row.done_at,
        own=not row.step,
        created_at=row.created_at,
        sources=sources,
    )


async def holding(session: Session, *, person_id: UUID, vault: Vault) -> Holding:
    """The whole plan, as its person takes it away."""
    items = []
    sources = await plan_sources.shown(session, person_id=person_id, vault=vault)
    for row in await queries.shown(session, person_id=person_id):
        one = await _shown(row, vault=vault, sources=sources.get(row.id, ()))
        values = {
            "id": one.id,
            "goal_id": one.goal_id,
            "kind": "goal" if one.is_goal else "task",
            "title": one.title,
            "description": one.description,
            "start_date": one.starts_on,
            "end_date": one.ends_on,
            "priority": one.priority,
            "done_at": one.done_at,
            "created_at": one.created_at,
            "for_jobs": [{"job_id": job.job_id, "job_title": job.title, "company": job.company} for job in one.sources],
        }
        source = say("You wrote it") if one.own else say("Our rules made it of your reports")
        items.append(Item(title=one.title, at=one.created_at, href="/plan", source=source, values=values))
    return Holding("learning_plan", "plan", items)
