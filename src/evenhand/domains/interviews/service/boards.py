"""A job's applicants as a board: who fits the filters, with the standing of each interview, in a fixed number of
queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries as application_queries
from evenhand.domains.applications import rules as application_rules
from evenhand.domains.applications import service as applications
from evenhand.domains.applications.service import Applicant
from evenhand.domains.evaluation import queries as evaluation_queries
from evenhand.domains.evaluation.rules import mean, words
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview, Rating
from evenhand.domains.interviews.queries import ratings as rating_queries
from evenhand.domains.interviews.rules.taking import known
from evenhand.domains.interviews.schemas.boards import Filters, InterviewStanding
from evenhand.domains.interviews.schemas.scorecard import DimensionOut
from evenhand.domains.interviews.service.cards import Card, fits, in_order
from evenhand.domains.interviews.service.decided import decided, standing_dimensions
from evenhand.domains.interviews.service.ratings import must_rate_first, withheld
from evenhand.domains.jobs.models import Job
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor


@dataclass(frozen=True)
class Board:
    """The cards asked for, in order; `everyone` are all in the pipeline whether asked for or not."""

    cards: list[Card]
    everyone: list[Applicant]
    counts: dict[str, int]
    hidden: bool


async def board(session: Session, *, actor: Actor, job: Job, filters: Filters, vault: Vault) -> Board:
    """The applicants of one of the organisation's jobs."""
    hidden = await applications.names_hidden(session, actor=actor)
    ended = [stage for stage in filters.stage if stage in application_rules.CLOSED]
    everyone = await applications.ranked_applicants(
        session,
        org_id=actor.organisation,
        job=job,
        stages=(*application_rules.PIPELINE, *ended),
        hidden=hidden,
        vault=vault,
    )
    standings = await standings_of(session, everyone, actor=actor)
    mine, mentioned = await application_queries.involved(
        session, org_id=actor.organisation, job_id=job.id, person_id=actor.person
    )
    cards = []
    for one in everyone:
        standing, expires_at = standings.get(one.id, (None, None))
        cards.append(Card(one, standing, expires_at, mine=one.id in mine, mentioned=one.id in mentioned))
    counts = await application_queries.stage_counts(session, org_id=actor.organisation, job_ids=[job.id])
    return Board(
        cards=in_order((card for card in cards if fits(card, filters)), filters.sort),
        everyone=[one for one in everyone if one.stage in application_rules.PIPELINE],
        counts=counts.get(job.id, {}),
        hidden=hidden.own,
    )


async def standings_of(
    session: Session, people: Sequence[Applicant], *, actor: Actor
) -> dict[UUID, tuple[InterviewStanding, datetime]]:
    """How far the interview of each applicant is, and until when it is open; those without one are left out."""
    org_id = actor.organisation
    found = await queries.interviews_for(session, org_id=org_id, application_ids=[one.id for one in people])
    rows = list(found.values())
    ids = [row.id for row in rows]
    counts = await queries.progress(session, interview_ids=ids)
    figures = await evaluation_queries.figures(session, org_id=org_id, group_ids=ids)
    own = await decided(session, org_id=org_id, interview_ids=ids)
    rated = await rating_queries.ratings(session, org_id=org_id, interview_ids=ids)
    scored = [row for row in rows if row.status == "scored"]
    blind = await must_rate_first(session, scored, actor=actor)
    gone = await withheld(session, scored)
    return {
        row.application_id: (
            _standing(
                row,
                counts.get(row.id, (0, 0)),
                dimensions=standing_dimensions(figures.get(row.id), own.get(row.id)),
                rated=rated.get(row.id, []),
                rate_first=row.id in blind - gone,
                withheld=row.id in gone,
            ),
            row.expires_at,
        )
        for row in rows
    }


def _standing(
    row: Interview,
    count: tuple[int, int],
    *,
    dimensions: list[DimensionOut],
    rated: Sequence[Rating],
    rate_first: bool,
    withheld: bool,
) -> InterviewStanding:
    shown = row.status == "scored" and not rate_first and not withheld
    latest = {one.rater_id or one.id: one for one in rated}
    people = mean([one.overall for one in latest.values() if one.overall is not None]) if shown else None
    return InterviewStanding(
        status=known(row.status),
        answered=count[0],
        total=count[1],
        rate_first=rate_first,
        overall=float(row.overall) if shown and row.overall is not None else None,
        dimensions=dimensions if shown else [],
        proposal=row.proposal if shown else None,
        proposal_label=words.PROPOSAL_WORDS[row.proposal] if shown else None,
        people=None if people is None else float(people),
    )
