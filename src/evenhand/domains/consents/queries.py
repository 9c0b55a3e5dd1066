"""Every SELECT about consents, always within named people's."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from evenhand.domains.consents.models import Consent
from evenhand.domains.identity.models import Person
from evenhand.kit.db import Session, locked
from evenhand.kit.erasing import Erased, Whose, delete_rows


async def acts(session: Session, *, person_id: UUID) -> Sequence[Consent]:
    """Every act of one person, the first one first."""
    return (await session.scalars(select(Consent).where(Consent.person_id == person_id).order_by(Consent.id))).all()


async def newest(session: Session, *, person_ids: Collection[UUID], purpose: str) -> dict[UUID, Consent]:
    """The act that counts for one purpose, of each of these people who has one."""
    query = (
        select(Consent)
        .where(Consent.person_id.in_(person_ids), Consent.purpose == purpose)
        .ext(distinct_on(Consent.person_id))
        .order_by(Consent.person_id, Consent.id.desc())
    )
    return {row.person_id: row for row in await session.scalars(query)}


async def one_at_a_time(session: Session, *, person_id: UUID) -> None:
    """Let acts of one person wait for one another, until this transaction ends."""
    await session.scalars(locked(select(Person).where(Person.id == person_id), key_share=True))


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """Delete a person's acts together with their account, and not before: until then they say what is allowed."""
    if not whose.account:
        return []
    return [await delete_rows(session, Consent, Consent.person_id == whose.person_id)]
