"""Keys by which programs act for members of an organisation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, update

from evenhand.domains.identity.models import ApiKey, Membership, Organisation, Person, SecondStep
from evenhand.domains.identity.queries import caller_of
from evenhand.kit.db import Session, locked
from evenhand.kit.permissions import Actor, Permission

KNOWN = {str(one): one for one in Permission}


async def actor_by_key(session: Session, *, key_hash: bytes, now: datetime) -> tuple[Actor, ApiKey] | None:
    """Who a program acts for, as they are today: with the membership the key has ended too."""
    query = (
        select(Person, Organisation, Membership.role, SecondStep.confirmed_at, ApiKey)
        .select_from(ApiKey)
        .join(Person, Person.id == ApiKey.person_id)
        .join(Membership, (Membership.person_id == ApiKey.person_id) & (Membership.org_id == ApiKey.org_id))
        .join(Organisation, Organisation.id == ApiKey.org_id)
        .outerjoin(SecondStep, SecondStep.person_id == Person.id)
        .where(ApiKey.key_hash == key_hash, ApiKey.expires_at > now, ApiKey.revoked_at.is_(None))
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    key: ApiKey = row[4]
    scopes = frozenset(KNOWN[name] for name in key.scopes if name in KNOWN)
    return replace(caller_of(*row[:4]).actor, only=scopes, key_id=key.id), key


async def note_used(session: Session, *, key: ApiKey, now: datetime, step: timedelta) -> None:
    """Note that a key is used, unless that was noted lately. Never waits for another request."""
    mine = select(ApiKey.id).where(
        ApiKey.id == key.id, or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at <= now - step)
    )
    free = locked(mine, skip_locked=True).scalar_subquery()
    await session.execute(update(ApiKey).where(ApiKey.id == free).values(last_used_at=now))


async def of_organisation(session: Session, *, org_id: UUID, person_id: UUID | None) -> Sequence[ApiKey]:
    """An organisation's keys that were not revoked, the newest first; of one member, or of all."""
    query = select(ApiKey).where(ApiKey.org_id == org_id, ApiKey.revoked_at.is_(None)).order_by(ApiKey.id.desc())
    if person_id:
        query = query.where(ApiKey.person_id == person_id)
    return (await session.scalars(query)).all()


async def of_person(session: Session, *, person_id: UUID) -> Sequence[ApiKey]:
    """Every key a person ever made, the newest first."""
    return (await session.scalars(select(ApiKey).where(ApiKey.person_id == person_id).order_by(ApiKey.id.desc()))).all()


async def how_many(session: Session, *, org_id: UUID, person_id: UUID, now: datetime) -> int:
    """A member's keys that are good."""
    query = select(func.count()).where(
        ApiKey.org_id == org_id, ApiKey.person_id == person_id, ApiKey.revoked_at.is_(None), ApiKey.expires_at > now
    )
    return (await session.scalar(query)) or 0


async def revoke(
    session: Session, *, org_id: UUID, now: datetime, key_id: UUID | None = None, person_id: UUID | None = None
) -> list[UUID]:
    """Let keys of an organisation end now: one, or a member's; which did."""
    query = update(ApiKey).where(ApiKey.org_id == org_id, ApiKey.revoked_at.is_(None))
    if key_id:
        query = query.where(ApiKey.id == key_id)
    if person_id:
        query = query.where(ApiKey.person_id == person_id)
    return list(await session.scalars(query.values(revoked_at=now).returning(ApiKey.id)))
