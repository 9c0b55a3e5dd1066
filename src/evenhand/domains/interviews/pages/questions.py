"""Reviewing the questions of a job: the queue, the list beside the question, editing, approving, trying a grade out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question
from evenhand.domains.interviews.rules import questions as rules
from evenhand.domains.interviews.rules.questions import (
    DIFFICULTIES,
    DIFFICULTY_WORDS,
    FEWEST_APPROVED,
    KIND_WORDS,
    KINDS,
)
from evenhand.domains.interviews.rules.topics import topic
from evenhand.domains.interviews.schemas.questions import MOST_POINTS, QuestionForm, Rejection, Trial
from evenhand.domains.interviews.schemas.scorecard import TrialOut
from evenhand.domains.interviews.service import grades, questions
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.service import JobNotFound
from evenhand.domains.skills.rules import named
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Limits, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.marks import Span, mark_spans
from evenhand.web.navigation import navigation
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")

SHOWN_SETS = 100
EMPTY_POINTS = 3
"""Key points offered on an empty form."""

STATUS = {"approved": ("Approved", "good"), "draft": ("To review", "open"), "rejected": ("Rejected", "")}


@dataclass
class _View:
    """What the page shows beside the list: the question chosen, the forms as they were sent, and a trial."""

    chosen: Question | None = None
    form: Form[QuestionForm] | None = None
    rejection: Form[Rejection] = field(default_factory=lambda: blank(Rejection))
    trial: Form[Trial] = field(default_factory=lambda: blank(Trial))
    graded: TrialOut | None = None
    is_new: bool = False
    asked_for: bool = True


@routes.get("/staff/questions", permission=Permission.QUESTIONS_READ)
async def queue(request: Request, actor: CurrentActor, session: Transaction) -> Response:
    """Every set, those with something to review first, and open jobs that have none."""
    sets = [questions.summary(row) for row in await queries.sets(session, org_id=actor.organisation, limit=SHOWN_SETS)]
    waiting = await queries.waiting_sets(session, org_id=actor.organisation, limit=SHOWN_SETS)
    jobs = await job_queries.own_jobs(session, org_id=actor.organisation, status="open", limit=SHOWN_SETS)
    with_sets = {one.job_id for one in sets}
    context = {
        "waiting": [questions.summary(row) for row in waiting],
        "settled": [one for one in sets if not one.waiting],
        "without": [opening.job for opening in jobs if opening.job.id not in with_sets],
        "fewest": FEWEST_APPROVED,
    }
    return page(request, "interviews/queue.html", context)


@routes.get("/staff/jobs/{job_id}/questions", permission=Permission.QUESTIONS_READ)
async def show_set(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """The questions of a job; on wide screens the first one to review stands beside the list."""
    return await _show(request, job_id, actor, session, _View(asked_for=False))


@routes.post("/staff/jobs/{job_id}/questions/generate", permission=Permission.QUESTIONS_GENERATE)
async def generate(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Fill the set up by the built-in generator."""
    made = await questions.generate(session, actor=actor, job_id=job_id, now=now)
    return go_to(request, f"/staff/jobs/{job_id}/questions?added={made.added}")


@routes.get("/staff/jobs/{job_id}/questions/new", permission=Permission.QUESTIONS_REVIEW)
async def new(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """An empty form."""
    return await _show(request, job_id, actor, session, _View(is_new=True))


@routes.post("/staff/jobs/{job_id}/questions/new", permission=Permission.QUESTIONS_REVIEW)
async def write(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Add a question of one's own, and approve it at once if that was asked for."""
    form, act = await _sent(request)
    if form.value is None or act not in ("save", "approve"):
        return await _show(request, job_id, actor, session, _View(form=form, is_new=True), act=act)
    made = await questions.write(session, form.value.question, actor=actor, job_id=job_id, now=now)
    if act == "approve":
        await questions.approve(session, actor=actor, question_id=made.id, version=made.version, now=now)
    return go_to(request, f"/staff/jobs/{job_id}/questions/{made.id}?done={act}")


@routes.get("/staff/jobs/{job_id}/questions/{question_id}", permission=Permission.QUESTIONS_READ)
async def show_question(
    request: Request, job_id: UUID, question_id: UUID, actor: CurrentActor, session: Transaction
) -> Response:
    """One question."""
    chosen = await _question(session, actor, job_id, question_id)
    return await _show(request, job_id, actor, session, _View(chosen=chosen))


@routes.post("/staff/jobs/{job_id}/questions/{question_id}", permission=Permission.QUESTIONS_REVIEW)
async def edit(
    request: Request, job_id: UUID, question_id: UUID, actor: CurrentActor, session: Transaction, now: Now
) -> Response:
    """Save, or save and approve. Adding or removing a key point only shows the form anew."""
    form, act = await _sent(request)
    chosen = await _question(session, actor, job_id, question_id)
    if form.value is None or act not in ("save", "approve"):
        return await _show(request, job_id, actor, session, _View(chosen=chosen, form=form), act=act)
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
        return await _show(request, job_id, actor, session, _View(chosen=chosen, form=form), status=409)
    # After an approval the next question to review is shown; after saving a draft the work on it goes on.
    place = "" if act == "approve" else f"/{question_id}"
    return go_to(request, f"/staff/jobs/{job_id}/questions{place}?done={act}")


@routes.post("/staff/jobs/{job_id}/questions/{question_id}/reject", permission=Permission.QUESTIONS_REVIEW)
async def reject(
    request: Request, job_id: UUID, question_id: UUID, actor: CurrentActor, session: Transaction, now: Now
) -> Response:
    """Reject with a note."""
    form = await read_form(request, Rejection)
    chosen = await _question(session, actor, job_id, question_id)
    if form.value is None:
        form.errors = {"note": form.errors.get("note", "Load the page again, then repeat.")}
        return await _show(request, job_id, actor, session, _View(chosen=chosen, rejection=form), status=422)
    try:
        await questions.reject(
            session,
            actor=actor,
            question_id=question_id,
            version=form.value.version,
            note=form.value.note,
            now=now,
        )
    except questions.QuestionChanged as refusal:
        form.refuse("note", refusal.text)
        return await _show(request, job_id, actor, session, _View(chosen=chosen, rejection=form), status=409)
    return go_to(request, f"/staff/jobs/{job_id}/questions?done=reject")


@routes.post("/staff/jobs/{job_id}/questions/{question_id}/try", permission=Permission.QUESTIONS_REVIEW)
async def try_out(
    request: Request,
    job_id: UUID,
    question_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    rates: Limits,
) -> Response:
    """Grade a made-up answer on the question as it is saved."""
    form = await read_form(request, Trial)
    chosen = await _question(session, actor, job_id, question_id)
    if form.value is None:
        return await _show(request, job_id, actor, session, _View(chosen=chosen, trial=form), status=422)
    await rates.hit(questions.TRIAL_RATE, str(actor.person))
    form.values["answer"] = form.value.answer
    made = await questions.try_out(session, actor=actor, question_id=question_id, answer=form.value.answer)
    view = _View(chosen=chosen, trial=form, graded=grades.trial(made))
    return await _show(request, job_id, actor, session, view)


async def _sent(request: Request) -> tuple[Form[QuestionForm], str]:
    """The form and which of its buttons sent it."""
    form = await read_form(request, QuestionForm)
    sent = await request.form()
    form.values["key_points"] = [str(point) for point in sent.getlist("key_points")]
    form.values["red_flags"] = str(sent.get("red_flags", ""))
    return form, str(sent.get("act", "save"))


async def _show(
    request: Request,
    job_id: UUID,
    actor: Actor,
    session: Session,
    view: _View,
    *,
    act: str = "",
    status: int | None = None,
) -> Response:
    """List and question. `act` is the button that was pressed, where it leads to no other page."""
    job = await _job(session, actor, job_id)
    found = await queries.set_of_job(session, org_id=actor.organisation, job_id=job_id)
    rows = await queries.questions(session, org_id=actor.organisation, set_id=found.id) if found else []
    if not view.asked_for and rows:
        view.chosen = next((row for row in rows if row.status == "draft"), rows[0])
    fields, errors = _fields(view, act) if view.chosen or view.is_new else ({}, [])
    errors += [{"id": f"f-{name}", "message": text} for name, text in view.rejection.errors.items()]
    errors += [{"id": f"f-{name}", "message": text} for name, text in view.trial.errors.items()]
    context = {
        "job": job,
        "items": [_item(row, view) for row in rows],
        "counts": questions.counts(rows),
        "fewest": FEWEST_APPROVED,
        "chosen": _chosen(view.chosen) if view.chosen else None,
        "place": _place(rows, view.chosen, job_id),
        "is_new": view.is_new,
        "asked_for": view.asked_for,
        "fields": fields,
        "errors": errors,
        "page_errors": errors,
        "kinds": [(kind, KIND_WORDS[kind]) for kind in KINDS],
        "difficulties": [(one, DIFFICULTY_WORDS[one]) for one in DIFFICULTIES],
        "skills": _skill_choices(job, str(fields.get("skill_id", ""))),
        "most_points": MOST_POINTS,
        "rejection": view.rejection,
        "trial": view.trial,
        "graded": view.graded,
        "marked": _marked(view),
        "may_review": actor.may(Permission.QUESTIONS_REVIEW),
        "may_generate": actor.may(Permission.QUESTIONS_GENERATE),
        "toasts": _toasts(request),
        "nav": navigation(actor, "/staff/questions"),
    }
    if status is None:
        status = 422 if errors else 200
    return page(request, "interviews/review.html", context, status=status)


async def _question(session: Session, actor: Actor, job_id: UUID, question_id: UUID) -> Question:
    """A question of this job. Raises QuestionNotFound, also for one of another job."""
    found = await queries.set_of_job(session, org_id=actor.organisation, job_id=job_id)
    if found is None:
        raise questions.QuestionNotFound
    return await questions.get(session, actor=actor, question_id=question_id, set_id=found.id)


async def _job(session: Session, actor: Actor, job_id: UUID) -> Job:
    opening = await job_queries.own_job(session, org_id=actor.organisation, job_id=job_id)
    if opening is None:
        raise JobNotFound
    return opening.job


def _item(row: Question, view: _View) -> dict[str, Any]:
    label, kind = STATUS[row.status]
    return {
        "id": row.id,
        "text": row.text,
        "about": f"{topic(row.kind, row.skill_id)} · {DIFFICULTY_WORDS[row.difficulty]}",
        "label": label,
        "kind": kind,
        "current": view.chosen is not None and view.chosen.id == row.id,
    }


def _chosen(row: Question) -> dict[str, Any]:
    label, kind = STATUS[row.status]
    return {**questions.shown(row).model_dump(), "label": label, "badge": kind}


def _place(rows: Sequence[Question], chosen: Question | None, job_id: UUID) -> dict[str, Any] | None:
    """Where the question stands in the list, and the next one, for narrow screens."""
    ids = [row.id for row in rows]
    if chosen is None or chosen.id not in ids:
        return None
    here = ids.index(chosen.id)
    following = ids[here + 1] if here + 1 < len(ids) else None
    return {
        "number": here + 1,
        "total": len(ids),
        "next": f"/staff/jobs/{job_id}/questions/{following}" if following else None,
    }


def _fields(view: _View, act: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The form's values with their errors, and the errors for the summary. A form shown anew by a button has none."""
    if view.form is None:
        return _stored(view.chosen), []
    form, points = view.form, [str(one) for one in view.form.values["key_points"]]
    reshaped = act == "add" or act.startswith("remove-")
    errors = {} if reshaped else form.errors
    if act == "add":
        points.append("")
    if act.startswith("remove-") and act.removeprefix("remove-").isdecimal():
        points = [one for place, one in enumerate(points, 1) if str(place) != act.removeprefix("remove-")]
    shown, summary = _point_fields(points, errors)
    flags = next((text for name, text in errors.items() if name.startswith("red_flags")), None)
    rest = {name: text for name, text in errors.items() if not name.startswith(("key_points", "red_flags"))}
    listed = [{"id": f"f-{name}" if name != "form" else "", "message": text} for name, text in rest.items()]
    listed += summary
    listed += [{"id": "f-red_flags", "message": flags}] if flags else []
    return {**form.values, "points": shown, "errors": {**rest, "red_flags": flags}}, listed


def _point_fields(points: Sequence[str], errors: dict[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """One field for each key point. Errors count only the fields that were filled in."""
    shown: list[dict[str, Any]] = []
    summary: list[dict[str, str]] = []
    filled, share = 0, rules.share(sum(1 for point in points if point.strip()))
    for place, point in enumerate(points or [""], 1):
        error = None
        if point.strip():
            error = errors.get(f"key_points.{filled}")
            filled += 1
        if error:
            summary.append({"id": f"f-point-{place}", "message": f"Key point {place}: {error}"})
        shown.append({"value": point, "error": error, "share": share if point.strip() else None})
    if whole := errors.get("key_points"):
        shown[0]["error"] = whole
        summary.append({"id": "f-point-1", "message": whole})
    return shown, summary


def _stored(chosen: Question | None) -> dict[str, Any]:
    if chosen is None:
        shown, _ = _point_fields([""] * EMPTY_POINTS, {})
        return {**blank(QuestionForm).values, "version": 1, "red_flags": "", "points": shown, "errors": {}}
    names = ("text", "kind", "skill_id", "difficulty", "gold", "version")
    return {
        **{name: getattr(chosen, name) for name in names},
        "points": _point_fields(chosen.key_points, {})[0],
        "red_flags": "\n".join(chosen.red_flags),
        "errors": {},
    }


def _skill_choices(job: Job, current: str) -> list[tuple[str, str]]:
    """The skills of the job, and the one the question is about."""
    ids = dict.fromkeys([*job.required_skills, *job.optional_skills, *([current] if current else [])])
    return [(skill.id, skill.name) for skill in named(ids)]


def _marked(view: _View) -> Any:
    if view.graded is None:
        return None
    return mark_spans(
        view.trial.values["answer"],
        [
            Span(one.start, one.end, number=one.number, kind="against" if one.status == "contradicted" else "")
            for one in view.graded.points
            if one.start is not None and one.end is not None
        ],
    )


def _toasts(request: Request) -> list[dict[str, str]]:
    said = {
        "save": "Saved. It waits to be approved.",
        "approve": "Approved. It can be asked now.",
        "reject": "Rejected. It is not asked.",
    }
    done = said.get(request.query_params.get("done", ""))
    added = request.query_params.get("added", "")
    if added.isdecimal() and len(added) < 4:
        done = f"{added} questions added." if int(added) else "Nothing to add: the set is complete."
    return [{"text": done, "kind": "good"}] if done else []
