"""Talks with the coach, on pages: the list, a talk, and what one does in it. Without script they are forms."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from evenhand.domains.coaching.api.chat import LastEvent, follow
from evenhand.domains.coaching.rules.chat import MOST_CHARS, TITLE_CHARS, UNASKED, Also
from evenhand.domains.coaching.schemas.chat import MessageIn, ThreadChange, ThreadIn
from evenhand.domains.coaching.service import chat
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.jobs.schemas import JobSearch
from evenhand.domains.llm.service import Asking
from evenhand.domains.resumes import queries as resume_queries
from evenhand.domains.resumes import service as resumes
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import DEFAULT_LIMIT
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.text import FilledLine, FilledPassage
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/chat")

SHOWN_JOBS = 100


class ContextForm(BaseModel):
    """What a talk is to be about."""

    resume_id: UUID | None = None
    job_id: UUID | None = None
    also: list[Also] = Field(default_factory=list)


class ChangeForm(ContextForm):
    """The same, with a title."""

    title: FilledLine = Field(max_length=TITLE_CHARS)


class SayForm(BaseModel):
    """What the person says."""

    text: FilledPassage = Field(max_length=MOST_CHARS)


@routes.get("", permission=Permission.RESUMES_OWN)
async def talks(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """Talks so far, and starting one."""
    default = await resume_queries.ready_resume(session, person_id=actor.person)
    chosen = {
        "job_id": request.query_params.get("job", ""),
        "resume_id": str(default.id) if default else "",
        "also": list(UNASKED),
    }
    return await _talks(request, blank(ContextForm, chosen), actor, session, vault, now)


async def _talks(
    request: Request, form: Form[ContextForm], actor: Actor, session: Session, vault: Vault, now: Now, status: int = 200
) -> Response:
    cursor = request.query_params.get("cursor", "")
    rows, following = await chat.own_list(session, actor=actor, vault=vault, cursor=cursor, limit=DEFAULT_LIMIT)
    context = {
        "form": form,
        "rows": rows,
        "next_href": f"/chat?cursor={following}" if following else None,
        **await _choices(session, actor, vault, now, also=str(form.values["job_id"] or "")),
    }
    return page(request, "coaching/chats.html", context, status=status)


async def _choices(session: Session, actor: Actor, vault: Vault, now: Now, *, also: str) -> dict[str, object]:
    """Resumes that were read, and open jobs, with the one that is chosen already."""
    mine = [one for one in await resume_queries.resumes(session, person_id=actor.person) if one.state == "ready"]
    openings = await job_queries.open_jobs(session, search=JobSearch(), first_day=now.date(), limit=SHOWN_JOBS)
    jobs = {str(one.job.id): f"{one.job.title}, {one.company.name}" for one in openings}
    if also and also not in jobs:
        try:
            found = await job_queries.published_job(session, job_id=UUID(also))
        except ValueError:
            found = None
        jobs |= {also: f"{found.job.title}, {found.company.name}"} if found else {}
    names = [(str(one.id), await resumes.file_name(one, vault=vault)) for one in mine]
    return {"resumes": names, "jobs": list(jobs.items())}


@routes.post("", permission=Permission.RESUMES_OWN)
async def start(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """Start a talk."""
    form = await read_form(request, ContextForm)
    if form.value is None:
        return await _talks(request, form, actor, session, vault, now, status=422)
    wanted = ThreadIn(**form.value.model_dump())
    try:
        made = await chat.start(session, wanted, actor=actor, vault=vault, now=now)
    except (chat.ContextNotFound, chat.TooManyThreads) as refusal:
        form.refuse("resume_id", refusal.text)
        return await _talks(request, form, actor, session, vault, now, status=refusal.status)
    return go_to(request, f"/chat/{made.id}")


@routes.get("/{chat_id}", permission=Permission.RESUMES_OWN)
async def talk(
    request: Request, chat_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """A talk."""
    return await _talk(request, chat_id, blank(SayForm), actor, session, vault, now)


async def _talk(
    request: Request,
    chat_id: UUID,
    form: Form[SayForm],
    actor: Actor,
    session: Session,
    vault: Vault,
    now: Now,
    *,
    change: Form[ChangeForm] | None = None,
    status: int = 200,
) -> Response:
    asking: Asking = request.app.state.asking
    public_work: chat.PublicWork = request.app.state.public_work
    shown = await chat.shown(
        session, actor=actor, thread_id=chat_id, vault=vault, asking=asking, public_work=public_work, now=now
    )
    chosen: dict[str, Any] = {"title": shown.title, "resume_id": str(shown.context.resume_id or ""), "job_id": ""}
    chosen["job_id"] = str(shown.context.job_id or "")
    chosen["also"] = list(shown.context.also)
    context = {
        "talk": shown,
        "form": form,
        "change": change or blank(ChangeForm, chosen),
        "open": next((one for one in shown.messages if one.state in {"waiting", "writing"}), None),
        "most": MOST_CHARS,
        **await _choices(session, actor, vault, now, also=chosen["job_id"]),
    }
    return page(request, "coaching/chat.html", context, status=status)


@routes.post("/{chat_id}", permission=Permission.RESUMES_OWN)
async def say_it(
    request: Request,
    chat_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> Response:
    """Say something."""
    form = await read_form(request, SayForm)
    if form.value is None:
        return await _talk(request, chat_id, form, actor, session, vault, now, status=422)
    await rates.hit(chat.SAY_RATE, str(actor.person))
    try:
        said = MessageIn(text=form.value.text)
        await chat.put(session, said, actor=actor, thread_id=chat_id, vault=vault, now=now)
    except (chat.StillWriting, chat.ThreadFull) as refusal:
        form.refuse("text", refusal.text)
        return await _talk(request, chat_id, form, actor, session, vault, now, status=refusal.status)
    return go_to(request, f"/chat/{chat_id}#say")


@routes.post("/{chat_id}/about", permission=Permission.RESUMES_OWN)
async def change_it(
    request: Request, chat_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Another title, and what the talk is about."""
    form = await read_form(request, ChangeForm)
    if form.value is None:
        return await _talk(request, chat_id, blank(SayForm), actor, session, vault, now, change=form, status=422)
    try:
        wanted = ThreadChange(**form.value.model_dump())
        await chat.change(session, wanted, actor=actor, thread_id=chat_id, vault=vault, now=now)
    except chat.ContextNotFound as refusal:
        form.refuse("resume_id", refusal.text)
        return await _talk(
            request, chat_id, blank(SayForm), actor, session, vault, now, change=form, status=refusal.status
        )
    return go_to(request, f"/chat/{chat_id}")


@routes.post("/{chat_id}/messages/{message_id}/stop", permission=Permission.RESUMES_OWN)
async def stop(
    request: Request, chat_id: UUID, message_id: UUID, actor: CurrentActor, session: Transaction
) -> Response:
    """Have an answer written no further."""
    await chat.stop(session, actor=actor, thread_id=chat_id, message_id=message_id)
    return go_to(request, f"/chat/{chat_id}")


@routes.get("/{chat_id}/messages/{message_id}/events", permission=Permission.RESUMES_OWN)
async def events(
    request: Request,
    chat_id: UUID,
    message_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    last_event_id: LastEvent = "",
) -> Response:
    """An answer as it is written."""
    return await follow(request, chat_id, message_id, actor, session, last_event_id)


@routes.post("/{chat_id}/delete", permission=Permission.RESUMES_OWN)
async def delete(request: Request, chat_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """Take a talk away with everything in it."""
    await chat.delete(session, actor=actor, thread_id=chat_id)
    return go_to(request, "/chat")
