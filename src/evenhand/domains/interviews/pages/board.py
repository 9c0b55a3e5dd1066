"""One job's applicants: as a board, or as a ranked table with the reasons. Both keep their filters in the address."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications import rules as application_rules
from evenhand.domains.applications import service as applications
from evenhand.domains.applications.pages.acts import left_behind, toasts
from evenhand.domains.applications.pages.pipeline import moves_for, pipeline_nav
from evenhand.domains.evaluation.rules import words
from evenhand.domains.interviews.rules.taking import is_over
from evenhand.domains.interviews.schemas.boards import Filters, read_filters
from evenhand.domains.interviews.service.boards import Board, board
from evenhand.domains.interviews.service.cards import Card
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.models import Job
from evenhand.domains.skills.rules import named, skill_name
from evenhand.kit.countries import country
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import DEFAULT_LIMIT, from_cursor, to_cursor
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import Sentence, say, say_many
from evenhand.web.pages import page

routes = Routes(kind="page", prefix="/staff/jobs/{job_id}")

SHOWN_TILES = 15  # of a column
SHOWN_JOBS = 50
SORTS: dict[str, Sentence] = {
    "match": say("Best match"),
    "score": say("Interview figure"),
    "waiting": say("Longest in stage"),
    "newest": say("Newest"),
    "name": say("Name"),
}


@routes.get("/pipeline", permission=Permission.APPLICATIONS_REVIEW)
async def show_board(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Everyone who applied for one job, stage by stage."""
    job = await applications.job_of(session, org_id=actor.organisation, job_id=job_id)
    filters = read_filters(request)
    shown = await board(session, actor=actor, job=job, filters=filters, vault=vault)
    left = left_behind(request)
    whole = request.query_params.get("all", "")
    stages = [one for one in application_rules.PIPELINE if not filters.stage or one in filters.stage]
    context = {
        **await _shared(request, session, actor, job, filters, shown, vault),
        "columns": [_column(one, shown.cards, now, whole=whole == one) for one in stages],
        "ended": [
            (one, application_rules.LABELS[one], shown.counts[one])
            for one in application_rules.CLOSED
            if shown.counts.get(one)
        ],
        "left": [
            {"id": one.id, "name": one.name, "why": left[one.id], "label": one.label}
            for one in shown.everyone
            if one.id in left
        ],
        "failed": left,
        "moves": [(one, application_rules.LABELS[one]) for one in application_rules.PIPELINE],
        "reason_chars": application_rules.REASON_CHARS,
    }
    return page(request, "interviews/board.html", context)


@routes.get("/pipeline/column", permission=Permission.APPLICATIONS_REVIEW)
async def show_column(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The rest of a long column: a piece for the board, asked for by its last row."""
    job = await applications.job_of(session, org_id=actor.organisation, job_id=job_id)
    filters = read_filters(request)
    shown = await board(session, actor=actor, job=job, filters=filters, vault=vault)
    stage = request.query_params.get("all", "")
    column = _column(stage, shown.cards, now, whole=True)
    context = {
        "job": job,
        "column": {**column, "tiles": column["tiles"][SHOWN_TILES:]},
        "filters": filters,
        "query": filters.query(),
        "failed": {},
    }
    return page(request, "interviews/column.html", context)


@routes.get("/applicants", permission=Permission.APPLICATIONS_REVIEW)
async def show_table(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """The same people as a ranked table with the reasons; `stage` narrows it, also to those who are out."""
    job = await applications.job_of(session, org_id=actor.organisation, job_id=job_id)
    filters = read_filters(request)
    shown = await board(session, actor=actor, job=job, filters=filters, vault=vault)
    cards, following = _page_of(shown.cards, request.query_params.get("cursor", ""))
    query = filters.query(cursor=following)
    context = {
        **await _shared(request, session, actor, job, filters, shown, vault),
        "stage": filters.stage[0] if len(filters.stage) == 1 else "",
        "rows": [_row(card) for card in cards],
        "stages": [
            (one, label, shown.counts[one]) for one, label in application_rules.LABELS.items() if shown.counts.get(one)
        ],
        "next_href": f"/staff/jobs/{job.id}/applicants?{query}" if following else None,
    }
    return page(request, "interviews/table.html", context)


def _page_of(cards: list[Card], cursor: str) -> tuple[list[Card], str | None]:
    """One page of cards, and the cursor of the next: the id of the last one shown. Raises BadCursor."""
    after = from_cursor(cursor, UUID)
    places = {card.applicant.id: place for place, card in enumerate(cards)}
    start = places.get(after[0], -1) + 1 if after else 0
    shown = cards[start : start + DEFAULT_LIMIT]
    return shown, to_cursor(shown[-1].applicant.id) if start + DEFAULT_LIMIT < len(cards) else None


async def _shared(
    request: Request, session: Session, actor: Actor, job: Job, filters: Filters, shown: Board, vault: Vault
) -> dict[str, Any]:
    """What head and filters of both views need."""
    openings = await jobs.own_jobs(session, org_id=actor.organisation, limit=SHOWN_JOBS)
    present = sorted({one.country_code for one in shown.everyone if one.country_code})
    return {
        "job": job,
        "filters": filters,
        "query": filters.query(),
        "people": len(shown.everyone),
        "found": len(shown.cards),
        "hidden": shown.hidden,
        "jobs": [(one.job.id, one.job.title) for one in openings if one.job.status == "open" or one.job.id == job.id],
        "choices": {
            "stages": [(one, application_rules.LABELS[one]) for one in application_rules.LABELS],
            "proposals": [*words.PROPOSAL_WORDS.items(), ("none", say("Nothing yet"))],
            "skills": [(one.id, skill_name(one)) for one in named([*job.required_skills, *job.optional_skills])],
            "countries": [(code, country(code)) for code in present],
            "who": [("mine", say("Those I acted on")), ("mentioned", say("Those I am mentioned beside"))],
            "sorts": list(SORTS.items()),
        },
        "active": _active(filters),
        "toasts": await toasts(request, session, actor, vault=vault),
        **pipeline_nav(actor),
    }


def _active(filters: Filters) -> list[dict[str, Any]]:
    """The filters that are set, each with the address without it."""
    found: list[dict[str, Any]] = []

    def add(label: str, **without: Any) -> None:
        found.append({"label": label, "query": filters.query(**without)})

    if filters.q:
        add(say("“%(text)s”", text=filters.q), q="")
    for one in filters.stage:
        add(application_rules.LABELS[one], stage=[other for other in filters.stage if other != one])
    if filters.proposal:
        label = words.PROPOSAL_WORDS.get(filters.proposal, say("Nothing yet"))
        add(say("Proposed: %(proposal)s", proposal=label), proposal=None)
    for skill in named(filters.skill):
        add(skill_name(skill), skill=[other for other in filters.skill if other != skill.id])
    if filters.years:
        add(say("%(years)s years or more", years=filters.years), years=None)
    if filters.country:
        add(country(filters.country.upper()), country="")
    if filters.who:
        add(say("Those I acted on") if filters.who == "mine" else say("Those I am mentioned beside"), who=None)
    return found


def _column(stage: str, cards: list[Card], now: datetime, *, whole: bool) -> dict[str, Any]:
    here = [card for card in cards if card.applicant.stage == stage]
    shown = here if whole else here[:SHOWN_TILES]
    return {
        "stage": stage,
        "label": application_rules.LABELS.get(stage, ""),
        "count": len(here),
        "tiles": [_tile(card, now) for card in shown],
        "hidden": len(here) - len(shown),
    }


def _tile(card: Card, now: datetime) -> dict[str, Any]:
    one = card.applicant
    return {
        "id": one.id,
        "name": one.name,
        "erased": one.erased,
        "version": one.version,
        "stage": one.stage,
        "meta": _interview(card, now) or _skills(card),
        "age": application_rules.age(one.moved_at, now),
        "waiting": application_rules.waiting_days(one.stage, one.applied_at, now),
        "interview": card.interview,
        "mentioned": card.mentioned,
    }


def _interview(card: Card, now: datetime) -> Sentence | None:
    """How far the interview is, as long as that is what somebody waits for."""
    standing = card.interview
    if standing is None or card.applicant.stage != "interview" or card.expires_at is None:
        return None
    if standing.status == "scored":
        return say("Your rating first") if standing.rate_first else None
    if standing.status == "completed":
        return say("Being graded")
    if is_over(standing.status, card.expires_at, now):
        return say("Time is over")
    if standing.answered:
        return say("Answered %(answered)s of %(total)s", answered=standing.answered, total=standing.total)
    return say("Invited, until %(day)s", day=card.expires_at.date())


def _skills(card: Card) -> Sentence | None:
    match = card.applicant.match
    found, asked = len(match.found_required), len(match.found_required) + len(match.missing_required)
    years = card.applicant.experience_months // 12
    if asked and years:
        return say_many(
            "%(found)s of %(asked)s skills · %(count)s year",
            "%(found)s of %(asked)s skills · %(count)s years",
            years,
            found=found,
            asked=asked,
        )
    if asked:
        return say("%(found)s of %(asked)s skills", found=found, asked=asked)
    return say_many("%(count)s year", "%(count)s years", years) if years else None


def _row(card: Card) -> dict[str, Any]:
    one = card.applicant
    return {
        "id": one.id,
        "name": one.name,
        "erased": one.erased,
        "version": one.version,
        "score": one.match.score,
        "found": [skill_name(skill) for skill in named(one.match.found_required)],
        "missing": [skill_name(skill) for skill in named(one.match.missing_required)],
        "found_optional": [skill_name(skill) for skill in named(one.match.found_optional)],
        "experience": one.match.part("experience"),
        "location": one.match.part("location"),
        "place": one.place,
        "stage": one.stage,
        "ring": application_rules.ring(one.stage),
        "label": one.label,
        "applied_at": one.applied_at,
        "interview": card.interview,
        "moves": moves_for(one.stage),
    }
