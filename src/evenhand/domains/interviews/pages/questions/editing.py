"""One question: writing, editing, approving, rejecting it, and trying a grade out."""

from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.interviews.pages.questions.fields import sent_form
from evenhand.domains.interviews.pages.questions.view import Desk, View
from evenhand.domains.interviews.schemas.questions import Rejection, Trial
from evenhand.domains.interviews.service import grades, questions
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import read_form
from evenhand.web.pages import go_to

routes = Routes(kind="page")


@routes.get("/staff/jobs/{job_id}/questions/new", permission=Permission.QUESTIONS_REVIEW)
async def new(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys) -> Response:
    """An empty form."""
    return await Desk(request, job_id, actor, session, vault).show(View(is_new=True))


@routes.post("/staff/jobs/{job_id}/questions/new", permission=Permission.QUESTIONS_REVIEW)
async def write(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Add a question of one's own, and approve it at once if that was asked for."""
    form, act = await sent_form(request)
    if form.value is None or act not in ("save", "approve"):
        return await Desk(request, job_id, actor, session, vault).show(View(form=form, is_new=True), act=act)
    made = await questions.write(session, form.value.question, actor=actor, job_id=job_id, now=now)
    if act == "approve":
        await questions.approve(session, actor=actor, question_id=made.id, version=made.version, now=now)
    return go_to(request, f"/staff/jobs/{job_id}/questions/{made.id}?done={act}")


@routes.get("/staff/jobs/{job_id}/questions/{question_id}", permission=Permission.QUESTIONS_READ)
async def show_question(
    request: Request, job_id: UUID, question_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """One question."""
    desk = Desk(request, job_id, actor, session, vault)
    return await desk.show(View(chosen=await desk.question(question_id)))


@routes.post("/staff/jobs/{job_id}/questions/{question_id}", permission=Permission.QUESTIONS_REVIEW)
async def edit(
    request: Request,
    job_id: UUID,
    question_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> Response:
    """Save, or save and approve. Adding or removing a key point only shows the form anew."""
    form, act = await sent_form(request)
    desk = Desk(request, job_id, actor, session, vault)
    chosen = await desk.question(question_id)
    if form.value is None or act not in ("save", "approve"):
        return await desk.show(View(chosen=chosen, form=form), act=act)
    change, version = form.value.question, form.value.version
    try:
        if act == "approve":
            await questions.approve(
                session, actor=actor, question_id=question_id, version=version, change=change, now=now
            )
        else:
            await questions.edit(session, change, actor=actor, question_id=question_id, version=version, now=now)
    except questions.QuestionChanged as refusal:
        form.refuse("form", refusal.text)
        form.values["version"] = chosen.version
        return await desk.show(View(chosen=chosen, form=form), status=409)
    # After an approval the next question to review is shown; after saving a draft the work on it goes on.
    place = "" if act == "approve" else f"/{question_id}"
    return go_to(request, f"/staff/jobs/{job_id}/questions{place}?done={act}")


@routes.post("/staff/jobs/{job_id}/questions/{question_id}/reject", permission=Permission.QUESTIONS_REVIEW)
async def reject(
    request: Request,
    job_id: UUID,
    question_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> Response:
    """Reject with a note."""
    form = await read_form(request, Rejection)
    desk = Desk(request, job_id, actor, session, vault)
    chosen = await desk.question(question_id)
    if form.value is None:
        form.errors = {"note": form.errors.get("note", say("Load the page again, then repeat."))}
        return await desk.show(View(chosen=chosen, rejection=form), status=422)
    version, note = form.value.version, form.value.note
    try:
        await questions.reject(session, actor=actor, question_id=question_id, version=version, note=note, now=now)
    except questions.QuestionChanged as refusal:
        form.refuse("note", refusal.text)
        return await desk.show(View(chosen=chosen, rejection=form), status=409)
    return go_to(request, f"/staff/jobs/{job_id}/questions?done=reject")


@routes.post("/staff/jobs/{job_id}/questions/{question_id}/try", permission=Permission.QUESTIONS_REVIEW)
async def try_out(
    request: Request,
    job_id: UUID,
    question_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    rates: Limits,
) -> Response:
    """Grade a made-up answer on the question as it is saved."""
    form = await read_form(request, Trial)
    desk = Desk(request, job_id, actor, session, vault)
    chosen = await desk.question(question_id)
    if form.value is None:
        return await desk.show(View(chosen=chosen, trial=form), status=422)
    await rates.hit(questions.TRIAL_RATE, str(actor.person))
    form.values["answer"] = form.value.answer
    made = await questions.try_out(session, actor=actor, question_id=question_id, answer=form.value.answer)
    return await desk.show(View(chosen=chosen, trial=form, graded=grades.trial(made)))
