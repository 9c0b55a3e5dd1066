"""Practice for candidates: choosing what to practise, the room, the scorecard, deleting."""

from typing import Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel

from evenhand.domains.interviews.pages.forms import RoomForm, do
from evenhand.domains.interviews.pages.marks import marked_answers
from evenhand.domains.interviews.rules.taking import is_taken
from evenhand.domains.interviews.schemas.practice import PracticeIn
from evenhand.domains.interviews.service import practice, taking
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.jobs.schemas import JobSearch
from evenhand.domains.jobs.service import JobNotFound
from evenhand.kit.cursor import DEFAULT_LIMIT
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.text import Line
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/practice")

SHOWN_JOBS = 100


class PracticeForm(BaseModel):
    """What the form sends. A skill that is named comes before the job."""

    job_id: UUID | None = None
    skill: Line = ""
    level: Literal["junior", "middle", "senior", "lead"] = "middle"
    count: Literal["3", "4", "6", "8", "10"] = "4"
    minutes: Literal["", "10", "15", "20", "30"] = ""


@routes.get("", permission=Permission.INTERVIEWS_TAKE)
async def choose(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """What to practise, and what was practised before."""
    form = blank(PracticeForm, {"level": "middle", "count": "4", "job_id": request.query_params.get("job", "")})
    return await _choose(request, form, actor, session, now)


@routes.post("", permission=Permission.INTERVIEWS_TAKE)
async def start(
    request: Request, actor: CurrentActor, session: Transaction, vault: Keys, rates: Limits, now: Now
) -> Response:
    """Prepare the questions and go into the room."""
    form = await read_form(request, PracticeForm)
    sent = form.value
    if sent is None or not (sent.skill or sent.job_id):
        form.errors = form.errors or {"skill": say("Choose a job, or name a skill.")}
        return await _choose(request, form, actor, session, now, status=422)
    await rates.hit(practice.START_RATE, str(actor.person))
    wanted = PracticeIn.model_validate(
        {
            "job_id": None if sent.skill else sent.job_id,
            "skills": [sent.skill[:80]] if sent.skill else [],
            "level": sent.level,
            "count": int(sent.count),
            "minutes_each": int(sent.minutes) if sent.minutes else None,
        }
    )
    try:
        made = await practice.start(session, wanted, actor=actor, vault=vault, now=now)
    except (practice.SkillUnknown, practice.NothingToPractise, JobNotFound) as refusal:
        form.refuse("job_id" if isinstance(refusal, JobNotFound) else "skill", refusal.text)
        return await _choose(request, form, actor, session, now, status=422)
    return go_to(request, f"/practice/{made.id}")


async def _choose(
    request: Request, form: Form[PracticeForm], actor: Actor, session: Session, now: Now, *, status: int = 200
) -> Response:
    rows, following = await practice.own_list(
        session, actor=actor, cursor=request.query_params.get("cursor", ""), limit=DEFAULT_LIMIT
    )
    openings = await job_queries.open_jobs(session, search=JobSearch(), first_day=now.date(), limit=SHOWN_JOBS)
    jobs = {str(one.job.id): f"{one.job.title}, {one.company.name}" for one in openings}
    chosen = str(form.values["job_id"])
    if chosen and chosen not in jobs:
        found = await _named_job(session, chosen)
        jobs |= {chosen: found} if found else {}
    context = {
        "form": form,
        "jobs": list(jobs.items()),
        "rows": rows,
        "next_href": f"/practice?cursor={following}" if following else None,
    }
    return page(request, "interviews/practice.html", context, status=status)


async def _named_job(session: Session, text: str) -> str:
    try:
        found = await job_queries.published_job(session, job_id=UUID(text))
    except ValueError:
        return ""
    return f"{found.job.title}, {found.company.name}" if found else ""


@routes.get("/{practice_id}", permission=Permission.INTERVIEWS_TAKE)
async def show(request: Request, practice_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys) -> Response:
    """The question that is asked now, or what the room waits for. Looking changes nothing."""
    found = await practice.own(session, person_id=actor.person, practice_id=practice_id)
    if is_taken(found.status):
        return go_to(request, f"/practice/{practice_id}/done")
    state = await taking.state_for(session, actor=actor, interview_id=practice_id, vault=vault)
    return page(request, "interviews/room.html", _room(practice_id, found.title, state))


@routes.post("/{practice_id}", permission=Permission.INTERVIEWS_TAKE)
async def act(
    request: Request, practice_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Answer, pause, go on, finish, without script, as in an interview."""
    found = await practice.own(session, person_id=actor.person, practice_id=practice_id)
    form = await read_form(request, RoomForm)
    error = await do(form, session, actor=actor, interview_id=practice_id, vault=vault, now=now)
    state = await taking.state_for(session, actor=actor, interview_id=practice_id, vault=vault)
    if error and state.status != "completed":
        state.draft = str(form.values["text"]) or state.draft
        problem = {"errors": [{"id": "room-text" if state.question else "", "message": error}], "page_errors": error}
        return page(request, "interviews/room.html", _room(practice_id, found.title, state) | problem, status=422)
    return go_to(request, f"/practice/{practice_id}{'/done' if state.status == 'completed' else ''}")


def _room(practice_id: UUID, title: str, state: object) -> dict[str, object]:
    return {
        "state": state,
        "room_title": title,
        "company": "",
        "practice": True,
        "action": f"/practice/{practice_id}",
        "errors": [],
    }


@routes.get("/{practice_id}/done", permission=Permission.INTERVIEWS_TAKE)
async def done(request: Request, practice_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys) -> Response:
    """The scorecard, or how far grading is."""
    found = await practice.shown(session, actor=actor, practice_id=practice_id, vault=vault)
    if not is_taken(found.status):
        return go_to(request, f"/practice/{practice_id}")
    context = {
        "practice": found,
        "card": found.card,
        "marked": marked_answers(found.card.answers) if found.card else {},
    }
    return page(request, "interviews/practice_card.html", context)


@routes.get("/{practice_id}/progress", permission=Permission.INTERVIEWS_TAKE)
async def progress(request: Request, practice_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """The piece of the page that waits for the grades; once they are there the page is shown anew."""
    found = await practice.own(session, person_id=actor.person, practice_id=practice_id)
    if found.status != "completed" or found.stalled_at:
        return go_to(request, f"/practice/{practice_id}/done")
    return page(request, "interviews/_practice_grading.html", {"practice_id": practice_id})


@routes.post("/{practice_id}/grade", permission=Permission.INTERVIEWS_TAKE)
async def grade(request: Request, practice_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Have the grading tried again that was given up."""
    await practice.ask_again(session, actor=actor, practice_id=practice_id, now=now)
    return go_to(request, f"/practice/{practice_id}/done")


@routes.post("/{practice_id}/delete", permission=Permission.INTERVIEWS_TAKE)
async def delete(request: Request, practice_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """Take it away with everything in it."""
    await practice.delete(session, actor=actor, practice_id=practice_id)
    return go_to(request, "/practice")
