"""Every SELECT about accounts on public sites, within one person's; of all people only what waits for the worker."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from evenhand.domains.footprint.models import FootprintDismissal, FootprintLink, FootprintPause
from evenhand.domains.identity.models import Person
from evenhand.kit.db import Session, locked
from evenhand.kit.erasing import Erased, Whose, delete_rows


async def links(session: Session, *, person_id: UUID, lock: bool = False) -> Sequence[FootprintLink]:
    """The accounts of a person, in the order of their sources."""
    query = select(FootprintLink).where(FootprintLink.person_id == person_id).order_by(FootprintLink.source)
    return (await session.scalars(locked(query) if lock else query)).all()


async def link_of(session: Session, *, person_id: UUID, source: str, lock: bool = False) -> FootprintLink | None:
    """The account of a person at one source."""
    query = select(FootprintLink).where(FootprintLink.person_id == person_id, FootprintLink.source == source)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def link(session: Session, *, person_id: UUID, link_id: UUID, lock: bool = False) -> FootprintLink | None:
    """The same by its id, which is another one when another account is named."""
    query = select(FootprintLink).where(FootprintLink.person_id == person_id, FootprintLink.id == link_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def dismissals(session: Session, *, person_id: UUID) -> Sequence[FootprintDismissal]:
    """The suggestions that a person does not want."""
    query = select(FootprintDismissal).where(FootprintDismissal.person_id == person_id)
    return (await session.scalars(query.order_by(FootprintDismissal.skill_id))).all()


async def dismiss(session: Session, *, person_id: UUID, skill_id: str, now: datetime) -> None:
    """Say that a suggestion is not wanted; saying it twice is saying it once."""
    new = insert(FootprintDismissal).values(person_id=person_id, skill_id=skill_id, dismissed_at=now)
    await session.execute(new.on_conflict_do_nothing())


async def restore(session: Session, *, person_id: UUID, skill_id: str | None = None) -> None:
    """Forget that a suggestion was not wanted, or all of them."""
    query = delete(FootprintDismissal).where(FootprintDismissal.person_id == person_id)
    if skill_id:
        query = query.where(FootprintDismissal.skill_id == skill_id)
    await session.execute(query)


async def one_at_a_time(session: Session, *, person_id: UUID) -> None:
    """Let acts of one person wait for one another, until this transaction ends."""
    await session.scalars(locked(select(Person).where(Person.id == person_id), key_share=True))


async def due(session: Session, *, now: datetime, limit: int) -> Sequence[FootprintLink]:
    """What is to be tried again by now, of all people; what another worker has hold of is left to it."""
    query = select(FootprintLink).where(FootprintLink.next_at <= now).order_by(FootprintLink.next_at).limit(limit)
    return (await session.scalars(locked(query, skip_locked=True))).all()


async def stale(session: Session, *, before: datetime) -> Sequence[FootprintLink]:
    """What was found before this moment, of all people."""
    query = select(FootprintLink).where(FootprintLink.looked_at < before, FootprintLink.found_sealed.is_not(None))
    return (await session.scalars(locked(query, skip_locked=True))).all()


async def pause(session: Session, *, source: str) -> datetime | None:
    """Until when a site is not to be asked; it may be over."""
    return await session.scalar(select(FootprintPause.until).where(FootprintPause.source == source))


async def note_pause(session: Session, *, source: str, until: datetime) -> None:
    """Keep the latest moment that the site has said."""
    new = insert(FootprintPause).values(source=source, until=until)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=[FootprintPause.source],
            set_={"until": new.excluded.until},
            where=FootprintPause.until < new.excluded.until,
        )
    )


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """A person's accounts go with their own."""
    if not whose.account:
        return []
    return [
        await delete_rows(session, FootprintDismissal, FootprintDismissal.person_id == whose.person_id),
        await delete_rows(session, FootprintLink, FootprintLink.person_id == whose.person_id),
    ]
