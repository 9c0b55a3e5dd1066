"""The learning plan, month by month: ticked, renamed, moved and added to. Everything is a form of its own."""

from datetime import date
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from evenhand.domains.coaching.rules.plans import MONTHS_AHEAD, TITLE_CHARS, month_of
from evenhand.domains.coaching.schemas.plans import TaskIn, TaskPatch
from evenhand.domains.coaching.service import plans as service
from evenhand.domains.resumes import queries as resumes
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.text import FilledLine
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")


class TaskForm(BaseModel):
    """A task and its month. `id` is the one it will have, so that sending twice writes once."""

    title: FilledLine = Field(max_length=TITLE_CHARS)
    month: date
    id: UUID | None = None


@routes.get("/plan", permission=Permission.RESUMES_OWN)
async def show(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The plan, or how to get one."""
    return await _page(request, _blank(now), actor, session, vault, now)


def _blank(now: Now) -> Form[TaskForm]:
    return blank(TaskForm, {"month": month_of(now.date())[0].isoformat(), "id": str(new_id())})


async def _page(
    request: Request, form: Form[TaskForm], actor: Actor, session: Session, vault: Vault, now: Now, status: int = 200
) -> Response:
    plan = await service.shown(session, actor=actor, vault=vault)
    default = await resumes.ready_resume(session, person_id=actor.person)
    first = [month_of(now.date(), ahead)[0] for ahead in range(MONTHS_AHEAD)]
    months = sorted({*first, *(month for month, _ in plan.months())})
    context = {
        "plan": plan,
        "form": form,
        "months": months,
        "resume_id": default.id if default else None,
    }
    return page(request, "coaching/plan.html", context, status=status)


@routes.post("/plan", permission=Permission.RESUMES_OWN, rate=service.PLAN_RATE)
async def add(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """Add a task of one's own."""
    form = await read_form(request, TaskForm)
    if form.value is None:
        return await _page(request, form, actor, session, vault, now, status=422)
    new = TaskIn(title=form.value.title, start_date=form.value.month.replace(day=1))
    try:
        row = await service.add(session, new, actor=actor, vault=vault, now=now, task_id=form.value.id)
    except service.TooManyTasks as refusal:
        form.refuse("title", refusal.text)
        return await _page(request, form, actor, session, vault, now, status=refusal.status)
    return go_to(request, f"/plan#t-{row.id}")


@routes.post("/plan/{task_id}", permission=Permission.RESUMES_OWN, rate=service.PLAN_RATE)
async def change(
    request: Request, task_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Rename a task, or move it to another month."""
    one = await service.task(session, actor=actor, task_id=task_id, vault=vault)
    form = await read_form(request, TaskForm)
    if form.value is None:
        again = _blank(now)
        again.errors = form.errors
        return await _page(request, again, actor, session, vault, now, status=422)
    month = form.value.month.replace(day=1)
    moved = month if month != one.starts_on.replace(day=1) else None
    patch = TaskPatch(title=form.value.title, start_date=moved)
    await service.change(session, patch, actor=actor, task_id=task_id, vault=vault, now=now)
    return go_to(request, f"/plan#t-{task_id}")


@routes.post("/plan/{task_id}/tick", permission=Permission.RESUMES_OWN, rate=service.PLAN_RATE)
async def tick(
    request: Request, task_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Tick it off, or take the tick away."""
    done = (await request.form()).get("done") == "1"
    await service.change(session, TaskPatch(done=done), actor=actor, task_id=task_id, vault=vault, now=now)
    return go_to(request, f"/plan#t-{task_id}")


@routes.post("/plan/{task_id}/delete", permission=Permission.RESUMES_OWN, rate=service.PLAN_RATE)
async def delete(request: Request, task_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """Take it out of the plan."""
    await service.delete(session, actor=actor, task_id=task_id)
    return go_to(request, "/plan")


@routes.post("/resumes/{resume_id}/report/plan", permission=Permission.RESUMES_OWN, rate=service.PLAN_RATE)
async def make(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Put what the report plans into the plan."""
    await service.make(session, actor=actor, resume_id=resume_id, vault=vault, now=now)
    return go_to(request, "/plan")
