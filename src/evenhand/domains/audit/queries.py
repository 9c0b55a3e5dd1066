"""Every SELECT about the audit log: within one chain, except for the sealer and for platform administrators."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from evenhand.domains.audit.models import Chain, Entry
from evenhand.kit.db import Session, locked

SEALER = 4_242_018
"""The number of the lock that whoever seals holds until the end of their transaction."""


async def is_sealer(session: Session) -> bool:
    """Whether nobody else is sealing now; if so, nobody else begins to before this transaction has ended."""
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(SEALER))))


async def unsealed(session: Session, *, limit: int) -> Sequence[Entry]:
    """Entries of all chains that wait to be sealed, those made first before the others.

    They are found by what they lack, not by where the last one ended: an entry whose transaction committed after that
    of a later one is simply sealed later.
    """
    return (await session.scalars(select(Entry).where(Entry.seq.is_(None)).order_by(Entry.id).limit(limit))).all()


async def chains(session: Session, *, org_ids: Collection[UUID]) -> dict[UUID, Chain]:
    """How far these organisations' entries are sealed, to go on from."""
    rows = await session.scalars(locked(select(Chain).where(Chain.org_id.in_(org_ids)).order_by(Chain.org_id)))
    return {row.org_id: row for row in rows}


async def entries(
    session: Session,
    *,
    org_id: UUID | None,
    limit: int,
    before: UUID | None = None,
    person_id: UUID | None = None,
    act: str = "",
    object_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    network: str = "",
) -> Sequence[Entry]:
    """An organisation's entries that fit (without one: of all chains), the newest first.

    They begin after the one with the id `before`.
    """
    query = select(Entry)
    if org_id is not None:
        query = query.where(Entry.org_id == org_id)
    if before:
        query = query.where(Entry.id < before)
    if person_id:
        query = query.where(Entry.person_id == person_id)
    if act:
        query = query.where(Entry.act == act)
    if object_id:
        query = query.where(Entry.object_id == object_id)
    if since:
        query = query.where(Entry.at >= since)
    if until:
        query = query.where(Entry.at < until)
    if network:
        query = query.where(Entry.network == network)
    return (await session.scalars(query.order_by(Entry.id.desc()).limit(limit))).all()


async def chain(session: Session, *, org_id: UUID) -> Chain | None:
    """How far an organisation's entries are sealed."""
    return await session.get(Chain, org_id)


async def sealed(session: Session, *, org_id: UUID, after: int, upto: int, limit: int) -> Sequence[Entry]:
    """Sealed entries in the order of their chain, from the number after `after`."""
    query = select(Entry).where(Entry.org_id == org_id, Entry.seq > after, Entry.seq <= upto)
    return (await session.scalars(query.order_by(Entry.seq).limit(limit))).all()


async def of_person(session: Session, *, person_id: UUID) -> Sequence[Entry]:
    """What one person did, in every chain, in order."""
    return (await session.scalars(select(Entry).where(Entry.person_id == person_id).order_by(Entry.id))).all()
