"""The pipeline of an organisation: all jobs with their counts, one job as a board or as a ranked table."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, Response

from evenhand.domains.applications import queries, rules, service
from evenhand.domains.applications.service import Applicant
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.models import Job
from evenhand.domains.skills.rules import named
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import DEFAULT_LIMIT, MAX_LIMIT
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
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


@routes.get("/staff/jobs/{job_id}/pipeline", permission=Permission.APPLICATIONS_REVIEW)
async def board(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Everyone who applied for one job, stage by stage, the best match first in each."""
    return await board_page(request, job_id, actor, session, vault, now)


async def board_page(
    request: Request,
    job_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    now: datetime,
    *,
    failed: dict[UUID, str] | None = None,
    status: int = 200,
) -> Response:
    """The board; `failed` says beside a tile why its move was refused."""
    job = await service.job_of(session, org_id=actor.organisation, job_id=job_id)
    named_like = request.query_params.get("q", "")[:LONGEST_NAME]
    applicants = await service.ranked_applicants(
        session, org_id=actor.organisation, job=job, stages=rules.PIPELINE, vault=vault
    )
    shown, _ = service.page_of(applicants, cursor="", limit=len(applicants) + 1, named=named_like)
    counts = (await queries.stage_counts(session, org_id=actor.organisation, job_ids=[job.id])).get(job.id, {})
    context = {
        "job": job,
        "q": named_like,
        "people": len(applicants),
        "columns": [_column(stage, shown, now) for stage in rules.PIPELINE],
        "ended": [(stage, rules.LABELS[stage], counts[stage]) for stage in rules.CLOSED if counts.get(stage)],
        "failed": failed or {},
        "reason_chars": rules.REASON_CHARS,
        "toasts": await _toasts(request, session, job, vault),
        **pipeline_nav(actor),
    }
    return page(request, "applications/board.html", context, status=status)


def _column(stage: rules.PipelineStage, applicants: list[Applicant], now: datetime) -> dict[str, Any]:
    here = [one for one in applicants if one.stage == stage]
    return {
        "stage": stage,
        "label": rules.LABELS[stage],
        "count": len(here),
        "tiles": [_tile(one, now) for one in here[:SHOWN_TILES]],
        "hidden": max(0, len(here) - SHOWN_TILES),
    }


def _tile(one: Applicant, now: datetime) -> dict[str, Any]:
    asked = len(one.match.found_required) + len(one.match.missing_required)
    return {
        "id": one.id,
        "name": one.name,
        "erased": not one.email,
        "version": one.version,
        "found": len(one.match.found_required),
        "asked": asked,
        "months": one.experience_months,
        "age": rules.age(one.moved_at, now),
        "waiting": rules.waiting_days(one.stage, one.applied_at, now),
        "moves": moves_for(one.stage),
    }


def moves_for(stage: str) -> list[tuple[str, str]]:
    """The commands of the menu: every stage but the adverse ones, which have a page of their own."""
    return [(other, rules.LABELS[other]) for other in rules.moves_from(stage) if other not in rules.ADVERSE]


async def _toasts(request: Request, session: Session, job: Job, vault: Vault) -> list[dict[str, str]]:
    """Confirms the move that led back here, as the application stands now."""
    try:
        moved = UUID(request.query_params.get("moved", ""))
    except ValueError:
        return []
    row = await queries.application(session, org_id=job.org_id, application_id=moved)
    if row is None or row.job_id != job.id:
        return []
    try:
        name = (await service.open_summary(row, vault=vault)).name
    except service.ApplicationErased:
        return []
    return [
        {
            "text": say("%(name)s moved to %(stage)s. A mail tells them.", name=name, stage=rules.LABELS[row.stage]),
            "kind": "good",
        }
    ]


@routes.get("/staff/jobs/{job_id}/applicants", permission=Permission.APPLICATIONS_REVIEW)
async def table(request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys) -> Response:
    """The same people as a ranked table with the reasons; `stage` narrows it, also to those who are out."""
    job = await service.job_of(session, org_id=actor.organisation, job_id=job_id)
    wanted = request.query_params.get("stage", "")
    stages = (wanted,) if wanted in rules.LABELS else rules.PIPELINE
    named_like = request.query_params.get("q", "")[:LONGEST_NAME]
    applicants = await service.ranked_applicants(
        session, org_id=actor.organisation, job=job, stages=stages, vault=vault
    )
    shown, following = service.page_of(
        applicants, cursor=request.query_params.get("cursor", ""), limit=DEFAULT_LIMIT, named=named_like
    )
    counts = (await queries.stage_counts(session, org_id=actor.organisation, job_ids=[job.id])).get(job.id, {})
    here = {"stage": wanted if wanted in rules.LABELS else "", "q": named_like}
    context = {
        "job": job,
        **here,
        "people": len(applicants),
        "rows": [_row(one) for one in shown],
        "filters": [(stage, rules.LABELS[stage], counts[stage]) for stage in rules.LABELS if counts.get(stage)],
        "next_href": f"/staff/jobs/{job.id}/applicants?{urlencode({**here, 'cursor': following})}"
        if following
        else None,
        **pipeline_nav(actor),
    }
    return page(request, "applications/table.html", context)


def _row(one: Applicant) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "erased": not one.email,
        "score": one.match.score,
        "found": [skill.name for skill in named(one.match.found_required)],
        "missing": [skill.name for skill in named(one.match.missing_required)],
        "found_optional": [skill.name for skill in named(one.match.found_optional)],
        "experience": one.match.part("experience"),
        "months": one.experience_months,
        "location": one.match.part("location"),
        "place": one.place,
        "stage": one.stage,
        "ring": rules.ring(one.stage),
        "label": one.label,
        "applied_at": one.applied_at,
    }
