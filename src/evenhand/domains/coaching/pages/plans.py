"""The learning plan, month by month: ticked, described, moved and added to, also from a gap report. Everything is a
form of its own."""

from datetime import date
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field, ValidationInfo, field_validator

from evenhand.domains.coaching.rules.plans import DESCRIPTION_CHARS, TITLE_CHARS, ShownTask, month_of
from evenhand.domains.coaching.schemas.plans import TaskIn, TaskPatch
from evenhand.domains.coaching.service import gap_plans
from evenhand.domains.coaching.service import plans as service
from evenhand.domains.resumes import queries as resumes
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.text import FilledLine, Passage
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, is_fragment, page

routes = Routes(kind="page")


class TaskForm(BaseModel):
    """A task and its days. `id` is the one it will have, so that sending twice writes once."""

    title: FilledLine = Field(max_length=TITLE_CHARS)
    description: Passage = Field("", max_length=DESCRIPTION_CHARS)
    start_date: date
    end_date: date
    id: UUID | None = None

    @field_validator("end_date")
    @classmethod
    def _in_order(cls, end: date, info: ValidationInfo) -> date:
        start = info.data.get("start_date")
        if start and end < start:
            raise ValueError(say("A task cannot end before it begins. Choose a later end."))
        return end


class Chosen(BaseModel):
    """Skills of a gap report; none for all that it misses."""

    skill: list[str] = Field(default_factory=list, max_length=100)


@routes.get("/plan", permission=Permission.RESUMES_OWN)
async def show(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The plan, or how to get one."""
    return await _page(request, _blank(now), actor, session, vault, now)


def _blank(now: Now) -> Form[TaskForm]:
    first, last = month_of(now.date())
    return blank(TaskForm, {"start_date": first.isoformat(), "end_date": last.isoformat(), "id": str(new_id())})


async def _page(
    request: Request,
    form: Form[TaskForm],
    actor: Actor,
    session: Session,
    vault: Vault,
    now: Now,
    status: int = 200,
    changed: ShownTask | None = None,
) -> Response:
    """`changed`: the task that the form is about, of several on the page; None for a new one."""
    plan = await service.shown(session, actor=actor, vault=vault)
    default = await resumes.ready_resume(session, person_id=actor.person)
    after = f"-{changed.id}" if changed else ""
    context = {
        "plan": plan,
        "form": _blank(now) if changed else form,
        "change": form if changed else None,
        "changed": changed.id if changed else None,
        "errors": [{**one, "id": one["id"] + after} for one in form.error_list],
        "resume_id": default.id if default else None,
    }
    return page(request, "coaching/plan.html", context, status=status)


@routes.post("/plan", permission=Permission.RESUMES_OWN, rate=service.PLAN_RATE)
async def add(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """Add a task of one's own."""
    form = await read_form(request, TaskForm)
    if form.value is None:
        return await _page(request, form, actor, session, vault, now, status=422)
    value = form.value
    new = TaskIn(title=value.title, description=value.description, start_date=value.start_date, end_date=value.end_date)
    try:
        row = await service.add(session, new, actor=actor, vault=vault, now=now, task_id=value.id)
    except service.TooManyTasks as refusal:
        form.refuse("title", refusal.text)
        return await _page(request, form, actor, session, vault, now, status=refusal.status)
    return go_to(request, f"/plan#t-{row.id}")


@routes.post("/plan/{task_id}", permission=Permission.RESUMES_OWN, rate=service.PLAN_RATE)
async def change(
    request: Request, task_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Rename, describe or move a task."""
    one = await service.task(session, actor=actor, task_id=task_id, vault=vault)
    form = await read_form(request, TaskForm)
    if form.value is None:
        return await _page(request, form, actor, session, vault, now, status=422, changed=one)
    value = form.value
    patch = TaskPatch(
        title=value.title, description=value.description, start_date=value.start_date, end_date=value.end_date
    )
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


@routes.post("/jobs/{job_id}/gap/plan", permission=Permission.RESUMES_OWN, rate=service.PLAN_RATE)
async def take_from_gap(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Put one skill that a gap report misses into the plan, or all; a script then shows it in the button's place."""
    form = await read_form(request, Chosen)
    skills = form.value.skill if form.value else []
    tasks = await gap_plans.take(session, actor=actor, job_id=job_id, skills=skills or None, vault=vault, now=now)
    if is_fragment(request):
        return page(request, "coaching/_planned.html", {"planned": {one.skill: one.id for one in tasks}})
    return go_to(request, f"/plan#t-{tasks[0].id}")


@routes.get("/plan/of-job/{job_id}", permission=Permission.RESUMES_OWN)
async def of_job(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """Which skills of a gap report are in the plan, to be put in place of the buttons that add them."""
    planned = await gap_plans.planned(session, actor=actor, job_id=job_id)
    if not is_fragment(request):
        return go_to(request, "/plan")
    return page(request, "coaching/_planned.html", {"planned": planned})
