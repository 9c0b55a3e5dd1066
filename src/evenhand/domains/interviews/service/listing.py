"""Interviews in lists: the organisation's with names and figures, a person's own without."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.applications import rules as application_rules
from evenhand.domains.applications import service as applications
from evenhand.domains.evaluation import queries as evaluation_queries
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.rules.taking import is_over, is_taken, known
from evenhand.domains.interviews.schemas.scorecard import DimensionOut, InterviewForStaff, InterviewSummary
from evenhand.domains.interviews.service import ratings, scorecards
from evenhand.domains.interviews.service.decided import decided, standing_dimensions
from evenhand.domains.interviews.service.taking import InterviewNotFound
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import cut, from_cursor
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor

MOST_OPEN = 50
LATELY = timedelta(days=14)
"""So long a scorecard that was shown is one of the candidate's next steps."""


async def received_interviews(
    session: Session, *, actor: Actor, cursor: str, limit: int, vault: Vault
) -> tuple[list[InterviewSummary], str | None]:
    """One page of the organisation's interviews, the newest first, and the cursor of the next. Raises BadCursor."""
    after = from_cursor(cursor, UUID)
    rows = await queries.interviews(
        session, org_id=actor.organisation, before=after[0] if after else None, limit=limit + 1
    )
    shown, following = cut(rows, limit, lambda row: (row.interview.id,))
    return await _received(session, shown, actor=actor, vault=vault), following


async def received_interview(
    session: Session, *, actor: Actor, interview_id: UUID, vault: Vault, now: datetime
) -> InterviewForStaff:
    """One interview of the organisation, with the scorecard once there is one. Raises InterviewNotFound."""
    rows = await queries.interviews(session, org_id=actor.organisation, interview_id=interview_id, limit=1)
    if not rows:
        raise InterviewNotFound
    summary = (await _received(session, rows, actor=actor, vault=vault))[0]
    interview = rows[0].interview
    card, words = None, None
    if summary.rate_first or summary.withheld:
        veil = await applications.veil_for(session, rows[0].application, actor=actor, vault=vault)
        spoken = await ratings.words_of(session, interview, vault=vault)
        words = [one.model_copy(update={"answer": veil(one.answer)}) for one in spoken]
    elif interview.status == "scored":
        card = await scorecards.shown(session, interview, actor=actor, vault=vault, now=now)
    if card is None:  # which writes down itself that it is read
        applications.note_read(session, actor=actor, application_id=interview.application_id, part="interview", now=now)
    return InterviewForStaff(**summary.model_dump(), scorecard=card, words=words)


async def of_application(session: Session, *, actor: Actor, application_id: UUID) -> Interview | None:
    """The interview for an application of the organisation, if anyone was invited."""
    return await queries.interview_of_application(session, org_id=actor.organisation, application_id=application_id)


async def own_interviews(
    session: Session, *, actor: Actor, cursor: str = "", limit: int
) -> tuple[list[InterviewSummary], str | None]:
    """One page of the caller's own interviews, the newest first, and the cursor of the next. Raises BadCursor."""
    after = from_cursor(cursor, UUID)
    rows = await queries.own_interviews(
        session, person_id=actor.person, before=after[0] if after else None, limit=limit + 1
    )
    shown, following = cut(rows, limit, lambda row: (row.interview.id,))
    counts = await queries.progress(session, interview_ids=[row.interview.id for row in shown])
    return [own_summary(row, counts[row.interview.id]) for row in shown], following


async def own_row(session: Session, *, actor: Actor, interview_id: UUID) -> queries.OwnRow:
    """One of the caller's own interviews with the job and the company. Raises InterviewNotFound."""
    rows = await queries.own_interviews(session, person_id=actor.person, interview_id=interview_id, limit=1)
    if not rows:
        raise InterviewNotFound
    return rows[0]


async def own_of_application(session: Session, *, actor: Actor, application_id: UUID) -> queries.OwnRow | None:
    """The interview for one of the caller's own applications, if there is one."""
    rows = await queries.own_interviews(session, person_id=actor.person, application_id=application_id, limit=1)
    return rows[0] if rows else None


async def open_rows(session: Session, *, actor: Actor, now: datetime) -> list[tuple[queries.OwnRow, tuple[int, int]]]:
    """The interviews the caller can take now, the first to end first; with how many answers of how many there are."""
    rows = await queries.own_interviews(session, person_id=actor.person, limit=MOST_OPEN)
    found = [row for row in rows if can_be_taken(row, now)]
    counts = await queries.progress(session, interview_ids=[row.interview.id for row in found])
    return [(row, counts[row.interview.id]) for row in sorted(found, key=lambda row: row.interview.expires_at)]


async def shown_lately(session: Session, *, actor: Actor, now: datetime) -> list[queries.OwnRow]:
    """The interviews whose scorecards the caller was shown in the last two weeks, the newest first."""
    rows = await queries.own_interviews(session, person_id=actor.person, limit=MOST_OPEN)
    found = [row for row in rows if row.interview.released_at and now - row.interview.released_at <= LATELY]
    return sorted(found, key=lambda row: row.interview.released_at or now, reverse=True)


def can_be_taken(row: queries.OwnRow, now: datetime) -> bool:
    """Whether there is something to answer, time to do it, and somebody who waits for it."""
    interview = row.interview
    over = is_over(interview.status, interview.expires_at, now)
    return not (over or is_taken(interview.status) or row.stage in application_rules.CLOSED)


def own_summary(row: queries.OwnRow, count: tuple[int, int]) -> InterviewSummary:
    """Without figures: those are the scorecard's, once it is released."""
    return _summary(row.interview, job_title=row.job_title, candidate="", count=count, dimensions=[], figures=False)


async def _received(
    session: Session, rows: Sequence[queries.ReceivedRow], *, actor: Actor, vault: Vault
) -> list[InterviewSummary]:
    org_id = actor.organisation
    ids = [row.interview.id for row in rows]
    scored = [row.interview for row in rows if row.interview.status == "scored"]
    blind = await ratings.must_rate_first(session, scored, actor=actor)
    gone = await ratings.withheld(session, scored)
    counts = await queries.progress(session, interview_ids=ids)
    figures = await evaluation_queries.figures(session, org_id=org_id, group_ids=ids)
    own = await decided(session, org_id=org_id, interview_ids=ids)
    names = await applications.names_of(session, [row.application for row in rows], actor=actor, vault=vault)
    return [
        _summary(
            row.interview,
            job_title=row.job_title,
            candidate=names[row.application.id],
            count=counts[row.interview.id],
            dimensions=standing_dimensions(figures.get(row.interview.id), own.get(row.interview.id)),
            figures=row.interview.status == "scored" and row.interview.id not in blind | gone,
            rate_first=row.interview.id in blind - gone,
            withheld=row.interview.id in gone,
        )
        for row in rows
    ]


def _summary(
    interview: Interview,
    *,
    job_title: str,
    candidate: str,
    count: tuple[int, int],
    dimensions: list[DimensionOut],
    figures: bool,
    rate_first: bool = False,
    withheld: bool = False,
) -> InterviewSummary:
    answered, total = count
    return InterviewSummary(
        id=interview.id,
        application_id=interview.application_id,
        job_id=interview.job_id,
        job_title=job_title,
        candidate=candidate,
        status=known(interview.status),
        total=total,
        answered=answered,
        invited_at=interview.invited_at,
        expires_at=interview.expires_at,
        completed_at=interview.completed_at,
        released_at=interview.released_at,
        stalled=interview.stalled_at is not None,
        overall=float(interview.overall) if figures and interview.overall is not None else None,
        dimensions=dimensions if figures else [],
        rate_first=rate_first,
        withheld=withheld,
    )
