"""A job's applicants over the API, with their interviews: the list behind the board, and the comparison."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from evenhand.domains.applications import service as applications
from evenhand.domains.applications.api import applicant_fields
from evenhand.domains.applications.rules import LABELS
from evenhand.domains.interviews.schemas.boards import BoardApplicant, Filters, HappenedOut
from evenhand.domains.interviews.schemas.comparing import ComparisonOut
from evenhand.domains.interviews.service.boards import board
from evenhand.domains.interviews.service.cards import Card
from evenhand.domains.interviews.service.comparing import MOST, compare
from evenhand.domains.interviews.service.timeline import timeline
from evenhand.kit.cursor import DEFAULT_LIMIT, Cursor, Limit, Page, from_cursor, to_cursor
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="api", tag="applications")


class Asked(Filters):
    """The filters, and which page of what they find."""

    cursor: Cursor = ""
    limit: Limit = DEFAULT_LIMIT


@routes.get(
    "/jobs/{job_id}/applications", permission=Permission.APPLICATIONS_REVIEW, response_model=Page[BoardApplicant]
)
async def list_received(
    job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, asked: Annotated[Asked, Query()]
) -> Page[BoardApplicant]:
    """Those who applied for this job of the caller's organisation, the best match first, with the reasons.

    Without `stage` everyone in every stage, also those who are out.
    """
    job = await applications.job_of(session, org_id=actor.organisation, job_id=job_id)
    wanted = asked if asked.stage else asked.model_copy(update={"stage": list(LABELS)})
    cards = (await board(session, actor=actor, job=job, filters=wanted, vault=vault)).cards
    after = from_cursor(asked.cursor, UUID)
    places = {card.applicant.id: place for place, card in enumerate(cards)}
    start = places.get(after[0], -1) + 1 if after else 0
    shown = cards[start : start + asked.limit]
    more = start + asked.limit < len(cards)
    return Page(items=[_out(card) for card in shown], next=to_cursor(shown[-1].applicant.id) if more else None)


@routes.get("/jobs/{job_id}/comparison", permission=Permission.APPLICATIONS_REVIEW, response_model=ComparisonOut)
async def compare_applicants(
    job_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
    applicant: Annotated[list[UUID] | None, Query(max_length=MOST, alias="id")] = None,
) -> ComparisonOut:
    """Two to four applicants for one job, per requirement, per dimension and per question."""
    job = await applications.job_of(session, org_id=actor.organisation, job_id=job_id)
    return await compare(session, actor=actor, job=job, ids=applicant or [], vault=vault, now=now)


@routes.get(
    "/applications/{application_id}/timeline",
    permission=Permission.APPLICATIONS_REVIEW,
    response_model=list[HappenedOut],
)
async def get_timeline(
    application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> list[HappenedOut]:
    """Everything that happened to an application of the caller's organisation, the newest first."""
    entries = await timeline(session, actor=actor, application_id=application_id, vault=vault, now=now)
    return [HappenedOut.model_validate(one) for one in entries]


def _out(card: Card) -> BoardApplicant:
    return BoardApplicant(**applicant_fields(card.applicant), number=card.applicant.number, interview=card.interview)
