"""The queue of what is to review, the questions of a job, generating them, and their figures."""

from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.pages.questions.view import Desk, View, badge_of, shown_figures
from evenhand.domains.interviews.rules.questions import FEWEST_APPROVED
from evenhand.domains.interviews.rules.statistics import FEWEST_FOR_DISCRIMINATION, FEWEST_FOR_MEANS
from evenhand.domains.interviews.schemas.questions import Wish
from evenhand.domains.interviews.service import questions
from evenhand.domains.jobs import queries as job_queries
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import read_form
from evenhand.web.navigation import navigation
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")

SHOWN_SETS = 100


@routes.get("/staff/questions", permission=Permission.QUESTIONS_READ)
async def queue(request: Request, actor: CurrentActor, session: Transaction) -> Response:
    """Every set: those with something to review, what blocks an interview first, and open jobs that have none."""
    org_id = actor.organisation
    sets = [questions.summary(row) for row in await queries.sets(session, org_id=org_id, limit=SHOWN_SETS)]
    waiting = await queries.waiting_sets(session, org_id=org_id, limit=SHOWN_SETS)
    jobs = await job_queries.own_jobs(session, org_id=org_id, status="open", limit=SHOWN_SETS)
    with_sets = {one.job_id for one in sets}
    without = [opening.job for opening in jobs if opening.job.id not in with_sets]
    people = await queries.people_waiting(session, org_id=org_id, job_ids=[job.id for job in without])
    context = {
        "waiting": [questions.summary(row) for row in waiting],
        "settled": [one for one in sets if not one.waiting],
        "without": sorted(({"job": job, "people": people.get(job.id, 0)} for job in without), key=_most_people),
        "fewest": FEWEST_APPROVED,
    }
    return page(request, "interviews/queue.html", context)


def _most_people(one: dict[str, object]) -> int:
    people = one["people"]
    return -people if isinstance(people, int) else 0


@routes.get("/staff/jobs/{job_id}/questions", permission=Permission.QUESTIONS_READ)
async def show_set(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys) -> Response:
    """The questions of a job; on wide screens the first one to review stands beside the list."""
    return await Desk(request, job_id, actor, session, vault).show(View(asked_for=False))


@routes.post("/staff/jobs/{job_id}/questions/generate", permission=Permission.QUESTIONS_GENERATE)
async def generate(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Fill the set up by the built-in generator, with as many and as hard ones as were asked for."""
    form = await read_form(request, Wish)
    if form.value is None:
        return await Desk(request, job_id, actor, session, vault).show(View(asked_for=False, wish=form), status=422)
    made = await questions.generate(session, actor=actor, job_id=job_id, now=now, wish=form.value)
    return go_to(request, f"/staff/jobs/{job_id}/questions?added={made.added}")


@routes.get("/staff/jobs/{job_id}/questions/statistics", permission=Permission.QUESTIONS_READ)
async def statistics(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """How the questions of a job do in interviews: figures over all answers, none about a person."""
    desk = Desk(request, job_id, actor, session, vault)
    job, rows = await desk.job(), await desk.rows()
    figures = await questions.statistics(session, actor=actor, questions=rows)
    shown = [
        {"question": questions.shown(row), "figures": found, "badge": badge_of(row)}
        for row in rows
        if (found := shown_figures(figures[row.id]))
    ]
    context = {
        "job": job,
        "rows": shown,
        "fewest_means": FEWEST_FOR_MEANS,
        "fewest_discrimination": FEWEST_FOR_DISCRIMINATION,
        "nav": navigation(actor, "/staff/questions"),
    }
    return page(request, "interviews/statistics.html", context)
