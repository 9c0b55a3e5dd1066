"""Jobs for those who hire: the list, writing and editing, publishing, closing and reopening."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.jobs import queries, service
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.rules import currencies
from evenhand.domains.jobs.schemas import AdvertIn, JobIn, OwnJob
from evenhand.domains.jobs.schemas.job import DESCRIPTION_CHARS, MOST_SKILLS, TITLE_CHARS
from evenhand.domains.skills.rules import named, resolved_ids, skill_name, split_names
from evenhand.engines.skills import AskedSkill, posting_skills
from evenhand.kit.countries import country_choices
from evenhand.kit.cursor import DEFAULT_LIMIT
from evenhand.kit.ids import new_id
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes
from evenhand.kit.words import Named
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/staff/jobs")

STATES = ("open", "draft", "closed")
SKILL_FIELDS = ("required_skills", "optional_skills")
SUGGEST_RATE = Rate("suggest-skills", times=60, seconds=60)


@routes.get("", permission=Permission.JOBS_READ)
async def list_jobs(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """The organisation's jobs, by state."""
    state = request.query_params.get("status", "")
    state = state if state in STATES else ""
    cursor = request.query_params.get("cursor", "")
    jobs, following = await service.own_jobs(
        session, actor=actor, status=state or None, cursor=cursor, limit=DEFAULT_LIMIT, now=now
    )
    counts = await queries.own_counts(session, org_id=actor.organisation)
    query = f"status={state}&" if state else ""
    return page(
        request,
        "jobs/staff_list.html",
        {
            "jobs": jobs,
            "state": state,
            "counts": counts,
            "next_href": f"/staff/jobs?{query}cursor={following}" if following else None,
        },
    )


@routes.get("/new", permission=Permission.JOBS_WRITE)
async def new_form(request: Request) -> Response:
    """An empty job. It carries its future id, so that sending it twice makes one job."""
    form = blank(JobIn, {"language": "en", "openings": 1, "salary_period": "year", "salary_currency": "EUR"})
    return _form(request, form, job_id=new_id())


@routes.post("", permission=Permission.JOBS_WRITE)
async def create(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Save the draft, then show it."""
    form = await read_form(request, JobIn)
    job_id = _given_id((await request.form()).get("job_id")) or new_id()
    if form.value:
        try:
            job = await service.create_job(session, form.value, actor=actor, now=now, job_id=job_id)
        except service.DeadlinePassed as refusal:
            form.refuse("deadline", refusal.text)
        else:
            return go_to(request, f"/staff/jobs/{job.id}")
    return _form(request, form, job_id=job_id, status=422)


@routes.get("/{job_id}", permission=Permission.JOBS_READ)
async def show_job(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """A job as it stands, and what can be done with it."""
    job = await service.own_job(session, actor=actor, job_id=job_id, now=now)
    return page(request, "jobs/staff_job.html", {"job": job, "acts": _acts(job)})


@routes.get("/{job_id}/edit", permission=Permission.JOBS_WRITE)
async def edit_form(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """The job to change."""
    job = await service.own_job(session, actor=actor, job_id=job_id, now=now)
    form = blank(JobIn, _values(job))
    return _form(request, form, job_id=job.id, job=job, version=job.version)


@routes.post("/{job_id}/edit", permission=Permission.JOBS_WRITE)
async def edit(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Save the job. When someone else saved it meanwhile, what was typed stays and saving again replaces theirs."""
    job = await service.own_job(session, actor=actor, job_id=job_id, now=now)
    form = await read_form(request, JobIn)
    version = _version(str((await request.form()).get("version", "")))
    status = 422
    if form.value:
        try:
            await service.edit_job(session, form.value, actor=actor, job_id=job_id, version=version, now=now)
        except service.DeadlinePassed as refusal:
            form.refuse("deadline", refusal.text)
        except service.JobChanged as refusal:
            form.refuse("form", refusal.text)
            version, status = job.version, refusal.status
        else:
            return go_to(request, f"/staff/jobs/{job_id}")
    return _form(request, form, job_id=job_id, job=job, version=version, status=status)


@routes.post("/suggest", permission=Permission.JOBS_WRITE, rate=SUGGEST_RATE)
async def suggest(request: Request) -> Response:
    """The form with the skills that its text asks for filled in. Nothing is kept."""
    form = await read_form(request, JobIn)
    job_id = _given_id((await request.form()).get("job_id")) or new_id()
    return _form(request, form, job_id=job_id, suggested=_with_suggestions(form))


@routes.post("/{job_id}/suggest", permission=Permission.JOBS_WRITE, rate=SUGGEST_RATE)
async def suggest_again(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, now: Now
) -> Response:
    """The same while a job is edited."""
    job = await service.own_job(session, actor=actor, job_id=job_id, now=now)
    form = await read_form(request, JobIn)
    version = _version(str((await request.form()).get("version", "")))
    return _form(request, form, job_id=job.id, job=job, version=version, suggested=_with_suggestions(form))


def _with_suggestions(form: Form[JobIn]) -> list[tuple[AskedSkill, Named]]:
    """Fill in the skills the text asks for that are in neither field yet; give back those, with their names."""
    form.errors.clear()  # it is not sent yet
    written = AdvertIn(
        title=str(form.values["title"])[:TITLE_CHARS], description=str(form.values["description"])[:DESCRIPTION_CHARS]
    )
    _join_skills(form)
    typed = {name: split_names([form.values[name]]) for name in SKILL_FIELDS}
    present = {skill_id for names in typed.values() for skill_id in resolved_ids(names)}
    added: list[tuple[AskedSkill, Named]] = []
    for asked in posting_skills(written.text).skills:
        names = typed.get(f"{asked.need}_skills")
        if names is None or asked.skill_id in present or len(names) >= MOST_SKILLS:
            continue
        names.append(asked.name)
        added += [(asked, skill_name(skill)) for skill in named([asked.skill_id])]
    for name, names in typed.items():
        form.values[name] = ", ".join(names)
    return added


def _join_skills(form: Form[JobIn]) -> None:
    for name in SKILL_FIELDS:
        if isinstance(form.values[name], list):
            form.values[name] = ", ".join(form.values[name])


def _version(sent: str) -> int:
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _form(
    request: Request,
    form: Form[JobIn],
    *,
    job_id: UUID,
    job: OwnJob | None = None,
    version: int = 0,
    status: int = 200,
    suggested: list[tuple[AskedSkill, Named]] | None = None,
) -> Response:
    _join_skills(form)
    return page(
        request,
        "jobs/form.html",
        {
            "form": form,
            "errors": form.error_list,
            "job": job,
            "job_id": job_id,
            "version": version,
            "countries": country_choices(),
            "currencies": [(code, code) for code in currencies()],
            "title_chars": TITLE_CHARS,
            "description_chars": DESCRIPTION_CHARS,
            "suggested": suggested,
        },
        status=status,
    )


def _values(job: OwnJob) -> dict[str, Any]:
    """A job as its form shows it: skills by name, pay without idle zeros."""
    values = {name: getattr(job, name) for name in JobIn.model_fields}
    for name in SKILL_FIELDS:
        values[name] = [skill.name for skill in named(skill.id for skill in values[name])]
    for name in ("salary_min", "salary_max"):
        amount = values[name]
        values[name] = amount if amount is None else int(amount) if amount == int(amount) else amount
    return values


def _given_id(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


ACTS: dict[str, Callable[..., Awaitable[Job]]] = {
    "publish": service.publish_job,
    "close": service.close_job,
    "reopen": service.reopen_job,
}
"""What changes who can see or answer a job; each is asked for once more before it is done."""


def _acts(job: OwnJob) -> list[str]:
    return [{"draft": "publish", "open": "close", "closed": "reopen"}[job.status]]


@routes.get("/{job_id}/publish", permission=Permission.JOBS_WRITE)
@routes.get("/{job_id}/close", permission=Permission.JOBS_WRITE)
@routes.get("/{job_id}/reopen", permission=Permission.JOBS_WRITE)
async def ask(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Ask once more, for browsers that open no dialogs."""
    job = await service.own_job(session, actor=actor, job_id=job_id, now=now)
    return page(request, "jobs/confirm.html", {"job": job, "act": _act(request)})


@routes.post("/{job_id}/publish", permission=Permission.JOBS_WRITE)
@routes.post("/{job_id}/close", permission=Permission.JOBS_WRITE)
@routes.post("/{job_id}/reopen", permission=Permission.JOBS_WRITE)
async def act(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Publish, close or reopen."""
    chosen = _act(request)
    try:
        await ACTS[chosen](session, actor=actor, job_id=job_id, now=now)
    except (service.DeadlinePassed, service.JobNotPublished) as refusal:
        job = await service.own_job(session, actor=actor, job_id=job_id, now=now)
        context = {"job": job, "act": chosen, "errors": [{"id": "", "message": refusal.text}]}
        return page(request, "jobs/confirm.html", context, status=refusal.status)
    return go_to(request, f"/staff/jobs/{job_id}")


def _act(request: Request) -> str:
    return request.url.path.rpartition("/")[2]
