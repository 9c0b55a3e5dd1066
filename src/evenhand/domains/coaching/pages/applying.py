"""Applying for a job: with a resume as it is, or with the version that was put together for the job."""

from datetime import datetime
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications import queries, rules, service
from evenhand.domains.applications.schemas import ApplyForm
from evenhand.domains.coaching.service import sending
from evenhand.domains.coaching.service.tailoring import TailoringNotFound
from evenhand.domains.identity import service as identity
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.rules import closed_on
from evenhand.domains.jobs.service import JobIsClosed, JobNotFound
from evenhand.domains.resumes import service as resumes
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.needs import FileStore
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")


@routes.get("/jobs/{job_id}/apply", permission=Permission.APPLICATIONS_OWN)
async def apply_form(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The form to apply with, or why there is none. "?with=tailored" begins with what was put together for the job."""
    known = await queries.own_application_for(session, person_id=actor.person, job_id=job_id)
    refusal = service.AlreadyApplied.as_seen_in(known) if known else None
    form = blank(ApplyForm)
    if request.query_params.get("with") == "tailored":
        form.values |= await sending.begun(session, actor=actor, job_id=job_id, vault=vault)
    return await _apply_page(request, job_id, actor, session, vault, now, form, refusal=refusal)


@routes.post("/jobs/{job_id}/apply", permission=Permission.APPLICATIONS_OWN)
async def apply(
    request: Request,
    job_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    files: FileStore,
    rates: Limits,
    now: Now,
) -> Response:
    """Send the application. What was written stays in the form after an error."""
    form = await read_form(request, ApplyForm)
    if "resume_id" in form.errors:
        form.refuse("resume_id", say("Choose a resume."))
    if form.value:
        try:
            application = await sending.apply(
                session,
                actor=actor,
                job_id=job_id,
                chosen=form.value.resume_id,
                letter=form.value.letter,
                vault=vault,
                files=files,
                rates=rates,
                now=now,
            )
        except identity.EmailUnverified as unproved:
            form.refuse("form", unproved.text)
        except (
            resumes.ResumeNotFound,
            resumes.ResumeNotReady,
            service.ResumeNotUsable,
            TailoringNotFound,
        ) as unusable:
            form.refuse("resume_id", unusable.text)
        except (service.AlreadyApplied, service.HiresHere, JobIsClosed) as refusal:
            return await _apply_page(request, job_id, actor, session, vault, now, form, refusal=refusal)
        else:
            return go_to(request, f"/applications/{application.id}?sent=1")
    return await _apply_page(request, job_id, actor, session, vault, now, form)


async def _apply_page(
    request: Request,
    job_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    now: datetime,
    form: Form[ApplyForm],
    *,
    refusal: service.AlreadyApplied | service.HiresHere | JobIsClosed | None = None,
) -> Response:
    """The form. With a refusal there is none: the sentence, the way on, and what was written, so nothing is lost."""
    opening = await jobs.published_job(session, job_id=job_id)
    if opening is None:
        raise JobNotFound
    job = opening.job
    closed = closed_on(job.status, job.deadline, job.closed_at, now)
    way_on = _way_on(
        job_id, refusal or (JobIsClosed(say("This job closed on %(day)s.", day=closed)) if closed else None)
    )
    sent = request.method == "POST"
    own = await service.own_resumes(session, person_id=actor.person, vault=vault)
    creators = await identity.contacts(session, ids=[job.created_by] if job.created_by else [], vault=vault)
    context = {
        "job": service.summary_of(opening, now),
        "tailored": await sending.offer(session, actor=actor, job_id=job_id, vault=vault),
        "resumes": [resume for resume in own if resume.state == "ready"],
        "unread": sum(resume.state not in ("ready", "refused") for resume in own),
        "reader": creators[job.created_by].name if job.created_by in creators else None,
        "letter_chars": rules.LETTER_CHARS,
        "form": form,
        "address": await identity.address_state(session, person_id=actor.person, vault=vault, now=now),
        "refusal": way_on,
    }
    status = 409 if sent and way_on else 422 if sent else 200
    return page(request, "applications/apply.html", context, status=status)


def _way_on(job_id: UUID, refusal: AppError | None) -> dict[str, str] | None:
    """The sentence of a refusal, and a link that leads on."""
    if refusal is None:
        return None
    label = refusal.details.get("label", say("See similar jobs"))
    return {
        "sentence": refusal.text,
        "href": refusal.details.get("href", f"/jobs/{job_id}"),
        "label": label,
    }
