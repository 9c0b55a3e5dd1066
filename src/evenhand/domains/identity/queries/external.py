"""Who an issuer vouches for, found by a keyed hash of issuer and subject."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from evenhand.domains.identity.models import ExternalIdentity, Person
from evenhand.kit.db import Session


async def person_behind(session: Session, *, subject_index: bytes) -> Person | None:
    """The person an issuer means by a subject."""
    query = (
        select(Person)
        .join(ExternalIdentity, ExternalIdentity.person_id == Person.id)
        .where(ExternalIdentity.subject_index == subject_index)
    )
    return (await session.scalars(query)).one_or_none()


async def identities(session: Session, *, person_id: UUID) -> Sequence[ExternalIdentity]:
    """By which issuers a person signs in, the oldest first."""
    query = (
        select(ExternalIdentity).where(ExternalIdentity.person_id == person_id).order_by(ExternalIdentity.created_at)
    )
    return (await session.scalars(query)).all()


async def add(session: Session, *, subject_index: bytes, person_id: UUID, issuer: str, now: datetime) -> None:
    """Note that an issuer means this person."""
    session.add(ExternalIdentity(subject_index=subject_index, person_id=person_id, issuer=issuer, created_at=now))
    await session.flush()


async def forget(session: Session, *, person_id: UUID, issuer: str) -> bool:
    """Forget what an issuer knows a person by; whether there was anything."""
    gone = delete(ExternalIdentity).where(ExternalIdentity.person_id == person_id, ExternalIdentity.issuer == issuer)
    return bool((await session.scalars(gone.returning(ExternalIdentity.person_id))).all())
