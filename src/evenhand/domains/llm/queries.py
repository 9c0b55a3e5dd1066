"""Every SELECT about calls of language models, within one person's or organisation's; the operator sees sums only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update

from evenhand.domains.llm.models import LlmCall
from evenhand.domains.llm.rules import Spent, month_begins, today_begins
from evenhand.kit.db import Session
from evenhand.kit.erasing import Erased, Whose, delete_rows


@dataclass(frozen=True)
class Asked:
    """How often an endpoint was asked, with what result, and when last."""

    endpoint: str
    state: str
    count: int
    tokens: int
    cost: Decimal
    last: datetime


async def one_at_a_time(session: Session, *, ids: Sequence[UUID]) -> None:
    """Let whoever spends from the same budgets wait for one another, until this transaction ends."""
    for one in sorted(ids):
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"llm budget of {one}", 0))))


async def spent_by_person(session: Session, *, person_id: UUID, now: datetime) -> Spent:
    """What was spent for one person's own ends."""
    return await _spent(session, LlmCall.person_id == person_id, LlmCall.org_id.is_(None), now=now)


async def spent_by_organisation(session: Session, *, org_id: UUID, now: datetime) -> Spent:
    """What was spent for one organisation."""
    return await _spent(session, LlmCall.org_id == org_id, now=now)


async def _spent(session: Session, *whose: ColumnElement[bool], now: datetime) -> Spent:
    tokens = LlmCall.tokens_in + LlmCall.tokens_out
    today = LlmCall.asked_at >= today_begins(now)
    query = select(
        func.coalesce(func.sum(tokens).filter(today), 0),
        func.coalesce(func.sum(tokens), 0),
        func.coalesce(func.sum(LlmCall.cost).filter(today), 0),
        func.coalesce(func.sum(LlmCall.cost), 0),
    ).where(*whose, LlmCall.asked_at >= month_begins(now))
    row = (await session.execute(query)).one()
    return Spent(int(row[0]), int(row[1]), Decimal(row[2]), Decimal(row[3]))


async def call(session: Session, *, person_id: UUID, call_id: UUID) -> LlmCall | None:
    """One call about this person."""
    query = select(LlmCall).where(LlmCall.id == call_id, LlmCall.person_id == person_id)
    return (await session.scalars(query)).one_or_none()


async def calls(session: Session, *, person_id: UUID) -> Sequence[LlmCall]:
    """Every call about one person, the newest first."""
    query = select(LlmCall).where(LlmCall.person_id == person_id).order_by(LlmCall.id.desc())
    return (await session.scalars(query)).all()


async def sums(session: Session, *, since: datetime) -> list[Asked]:
    """How endpoints did, for the operator: nothing of anybody."""
    query = (
        select(
            LlmCall.endpoint,
            LlmCall.state,
            func.count(),
            func.sum(LlmCall.tokens_in + LlmCall.tokens_out),
            func.sum(LlmCall.cost),
            func.max(LlmCall.asked_at),
        )
        .where(LlmCall.asked_at >= since)
        .group_by(LlmCall.endpoint, LlmCall.state)
        .order_by(LlmCall.endpoint, LlmCall.state)
    )
    return [Asked(*row) for row in await session.execute(query)]


async def forget_before(session: Session, *, before: datetime) -> int:
    """Delete what has been kept long enough; how many that were."""
    gone = await session.execute(delete(LlmCall).where(LlmCall.asked_at < before).returning(LlmCall.id))
    return len(gone.all())


async def give_up_lost(session: Session, *, before: datetime, now: datetime) -> int:
    """Close what was begun so long ago that whoever asked is gone; it counts on with the most it may have taken."""
    lost = update(LlmCall).where(LlmCall.state == "asked", LlmCall.asked_at < before)
    rows = await session.execute(lost.values(state="lost", ended_at=now, estimated=True).returning(LlmCall.id))
    return len(rows.all())


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """A person's own calls with their account; an organisation's with its copy."""
    if whose.account:
        return [await delete_rows(session, LlmCall, LlmCall.person_id == whose.person_id, LlmCall.org_id.is_(None))]
    if whose.own:
        return []
    return [
        await delete_rows(session, LlmCall, LlmCall.person_id == whose.person_id, LlmCall.org_id == whose.custodian)
    ]
