"""The pipeline of an organisation: all jobs with their counts, one job as a board or as a ranked table."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from evenhand.domains.applications import queries, rules, service
from evenhand.domains.jobs import queries as jobs
from evenhand.kit.cursor import MAX_LIMIT
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.navigation import navigation
from evenhand.web.pages import page

routes = Routes(kind="page")

SHOWN_JOBS = 200
SHOWN_TILES = 15  # of a column; a full board of seven renders in under 100 ms
LONGEST_NAME = 120

JobIds = Annotated[list[UUID], Query(max_length=MAX_LIMIT)]


def pipeline_nav(actor: Actor) -> dict[str, Any]:
    """The navigation with the pipeline marked: its pages lie under the addresses of jobs and applications."""
    return {"nav": navigation(actor, "/staff/pipeline")}


@routes.get("/staff/pipeline", permission=Permission.APPLICATIONS_REVIEW)
async def overview(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Every open job, and every closed one with people still in it, with how many stand where."""
    openings = await jobs.own_jobs(session, org_id=actor.organisation, limit=SHOWN_JOBS)
    counts = await queries.stage_counts(
        session, org_id=actor.organisation, job_ids=[opening.job.id for opening in openings]
    )
    rows = []
    for opening in openings:
        by_stage = counts.get(opening.job.id, {})
        active = sum(by_stage.get(stage, 0) for stage in rules.PIPELINE)
        if opening.job.status == "open" or active:
            job = service.summary_of(opening, now)
            rows.append({"job": job, "counts": by_stage, "ended": sum(by_stage.values()) - active})
    return page(request, "applications/overview.html", {"rows": rows, "stages": _stage_names(), **pipeline_nav(actor)})


def _stage_names() -> list[tuple[str, str]]:
    return [(stage, rules.LABELS[stage]) for stage in rules.PIPELINE]


@routes.get("/staff/applicant-counts", permission=Permission.APPLICATIONS_REVIEW)
async def applicant_counts(request: Request, job: JobIds, actor: CurrentActor, session: Transaction) -> Response:
    """How many applied for each of these jobs: pieces that take their places in the list of jobs."""
    counts = await queries.stage_counts(session, org_id=actor.organisation, job_ids=job)
    rows = [(job_id, sum(counts.get(job_id, {}).values())) for job_id in dict.fromkeys(job)]
    return page(request, "applications/counts.html", {"rows": rows})


def moves_for(stage: str) -> list[tuple[str, str]]:
    """The commands of the menu: every stage but the adverse ones, which have a page of their own."""
    return [(other, rules.LABELS[other]) for other in rules.moves_from(stage) if other not in rules.ADVERSE]
