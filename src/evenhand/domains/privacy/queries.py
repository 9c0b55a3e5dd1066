"""Every SELECT about exports and erasures: one person's, or of an erasure by its own number."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert

from evenhand.domains.applications.models import Application
from evenhand.domains.identity.models import ExternalIdentity, Membership, Person, RefreshToken, WebSession
from evenhand.domains.privacy.models import Erasure, Export, LegalHold, RetentionPolicy
from evenhand.domains.privacy.rules.erasing import OPEN
from evenhand.domains.privacy.rules.exporting import MAKING
from evenhand.kit.db import Session, locked
from evenhand.kit.erasing import Erased, Whose, clear, delete_rows


async def export(session: Session, *, person_id: UUID, export_id: UUID, lock: bool = False) -> Export | None:
    """One export of this person. `lock` keeps other workers from changing it at the same time."""
    query = select(Export).where(Export.id == export_id, Export.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def exports(session: Session, *, person_id: UUID, limit: int) -> Sequence[Export]:
    """This person's latest exports, the newest first."""
    query = select(Export).where(Export.person_id == person_id).order_by(Export.id.desc())
    return (await session.scalars(query.limit(limit))).all()


async def being_made(session: Session, *, person_id: UUID) -> Export | None:
    """The export that is under way; there is at most one."""
    query = select(Export).where(Export.person_id == person_id, Export.state.in_(MAKING))
    return (await session.scalars(query)).one_or_none()


async def asked_since(session: Session, *, person_id: UUID, since: datetime) -> int:
    """How often this person asked, not counting what failed on our side."""
    query = select(func.count()).where(Export.person_id == person_id, Export.asked_at > since, Export.state != "failed")
    return (await session.scalar(query)) or 0


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """A person's exports, whose archives are files; their name on what they did here as a member; holds on a copy."""
    if not whose.own:
        held = (LegalHold.person_id == whose.person_id, LegalHold.org_id == whose.custodian)
        return [await delete_rows(session, LegalHold, *held)]
    if not whose.account:
        return []
    return [
        await delete_rows(session, Export, Export.person_id == whose.person_id),
        await clear(session, Erasure.by_person_id, whose.person_id),
        await clear(session, LegalHold.set_by, whose.person_id),
        await clear(session, LegalHold.lifted_by, whose.person_id),
        await clear(session, RetentionPolicy.set_by, whose.person_id),
    ]


async def erasure(session: Session, *, erasure_id: UUID, lock: bool = False) -> Erasure | None:
    """One erasure, for whoever carries it out."""
    query = select(Erasure).where(Erasure.id == erasure_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def own_erasure(session: Session, *, person_id: UUID, erasure_id: UUID) -> Erasure | None:
    """One erasure that this person asked for or is about, nobody else changing it until the end."""
    query = locked(select(Erasure).where(Erasure.id == erasure_id, Erasure.person_id == person_id))
    return (await session.scalars(query)).one_or_none()


async def own_erasures(session: Session, *, person_id: UUID, limit: int | None) -> Sequence[Erasure]:
    """What was to be erased of this person, the latest first."""
    query = select(Erasure).where(Erasure.person_id == person_id).order_by(Erasure.id.desc())
    return (await session.scalars(query.limit(limit))).all()


async def open_erasure(session: Session, person_id: UUID, what: str, org_id: UUID | None) -> Erasure | None:
    """The same erasure, if it was asked for already and is not done yet."""
    query = select(Erasure).where(
        Erasure.person_id == person_id,
        Erasure.what == what,
        Erasure.org_id.is_not_distinct_from(org_id),
        Erasure.state.in_(OPEN),
    )
    return (await session.scalars(query)).one_or_none()


async def certificate(session: Session, *, reference: str) -> Erasure | None:
    """An erasure by the number that whoever was erased was given."""
    return (await session.scalars(select(Erasure).where(Erasure.reference == reference))).one_or_none()


async def leaving(session: Session, *, ids: Sequence[UUID]) -> set[UUID]:
    """Who of these people has asked for their account to be erased."""
    query = select(Erasure.person_id).where(
        Erasure.person_id.in_(set(ids)), Erasure.what == "account", Erasure.state.in_(OPEN)
    )
    return {one for one in await session.scalars(query) if one}


async def overdue(session: Session, *, before: datetime) -> Sequence[UUID]:
    """Erasures that should have been done by then."""
    query = select(Erasure.id).where(Erasure.state.in_(("asked", "erasing")), Erasure.due_at < before)
    return (await session.scalars(query.order_by(Erasure.due_at))).all()


async def leave_unnamed(session: Session, *, person_id: UUID) -> Erased:
    """Take the reference to a person off the erasures that are over."""
    return await clear(session, Erasure.person_id, person_id)


async def holds(session: Session, *, person_id: UUID) -> Sequence[LegalHold]:
    """Which organisations have to keep their copy of this person's data."""
    query = select(LegalHold).where(LegalHold.person_id == person_id, LegalHold.lifted_at.is_(None))
    return (await session.scalars(query.order_by(LegalHold.set_at))).all()


async def all_holds(session: Session, *, person_id: UUID) -> Sequence[LegalHold]:
    """The same with those that were lifted."""
    query = select(LegalHold).where(LegalHold.person_id == person_id).order_by(LegalHold.set_at.desc())
    return (await session.scalars(query)).all()


async def hold(session: Session, *, org_id: UUID, person_id: UUID) -> LegalHold | None:
    """What this organisation set on its copy, if that stands."""
    query = select(LegalHold).where(
        LegalHold.org_id == org_id, LegalHold.person_id == person_id, LegalHold.lifted_at.is_(None)
    )
    return (await session.scalars(query)).one_or_none()


async def holds_over(session: Session, *, today: date) -> Sequence[LegalHold]:
    """Holds whose last day is over."""
    query = select(LegalHold).where(LegalHold.lifted_at.is_(None), LegalHold.ends_on < today)
    return (await session.scalars(locked(query, skip_locked=True).order_by(LegalHold.id))).all()


async def waiting_on_holds(session: Session, *, person_id: UUID) -> Sequence[UUID]:
    """This person's erasures that a hold kept from being whole."""
    query = select(Erasure.id).where(Erasure.person_id == person_id, Erasure.state == "held")
    return (await session.scalars(query)).all()


async def erasures_at(session: Session, *, org_id: UUID, person_id: UUID) -> Sequence[Erasure]:
    """What is to be erased of an organisation's copy: its own, or with the whole account."""
    query = select(Erasure).where(
        Erasure.person_id == person_id,
        Erasure.state.in_(OPEN),
        (Erasure.org_id == org_id) | (Erasure.what == "account"),
    )
    return (await session.scalars(query.order_by(Erasure.due_at))).all()


async def policies(session: Session, *, org_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """What these organisations chose: months by category. Defaults are left out."""
    found: dict[UUID, dict[str, int]] = {one: {} for one in org_ids}
    for row in await session.scalars(select(RetentionPolicy).where(RetentionPolicy.org_id.in_(org_ids))):
        found[row.org_id][row.category] = row.months
    return found


async def set_policy(session: Session, *, org_id: UUID, category: str, months: int, by: UUID, now: datetime) -> None:
    """Write down what an organisation chose; of two choices in one moment the later one counts."""
    values = {"months": months, "set_by": by, "set_at": now}
    new = insert(RetentionPolicy).values(org_id=org_id, category=category, **values)
    await session.execute(new.on_conflict_do_update(index_elements=["org_id", "category"], set_=values))


async def held_people(session: Session, *, org_id: UUID) -> set[UUID]:
    """Whose data this organisation has to keep, whatever its age."""
    query = select(LegalHold.person_id).where(LegalHold.org_id == org_id, LegalHold.lifted_at.is_(None))
    return set(await session.scalars(query))


async def going(session: Session, *, org_id: UUID) -> set[UUID]:
    """Whose copy at this organisation is to be erased already."""
    query = select(Erasure.person_id).where(Erasure.org_id == org_id, Erasure.what == "copy", Erasure.state.in_(OPEN))
    return {one for one in await session.scalars(query) if one}


async def never_proved(session: Session, *, before: datetime, limit: int) -> Sequence[UUID]:
    """Accounts made before then whose address nobody proved and that nobody used since, the oldest first.

    Never one that applied, belongs to an organisation, signs in by an issuer, looks after the installation, or is to be
    erased already.
    """
    query = select(Person.id).where(
        Person.verified_at.is_(None),
        Person.created_at < before,
        Person.leaving_at.is_(None),
        ~Person.platform_admin,
        ~exists().where(Membership.person_id == Person.id),
        ~exists().where(Application.person_id == Person.id),
        ~exists().where(ExternalIdentity.person_id == Person.id),
        ~exists().where(WebSession.person_id == Person.id, WebSession.seen_at >= before),
        ~exists().where(RefreshToken.person_id == Person.id, RefreshToken.created_at >= before),
        ~exists().where(Erasure.person_id == Person.id, Erasure.what == "account", Erasure.state.in_(OPEN)),
    )
    return (await session.scalars(query.order_by(Person.created_at).limit(limit))).all()


async def everyone(session: Session) -> Sequence[UUID]:
    """Everybody with an account, for whoever looks for accounts without a key."""
    return (await session.scalars(select(Person.id).order_by(Person.id))).all()


async def copies(session: Session) -> list[tuple[UUID, UUID]]:
    """Every person and organisation that received something from them."""
    rows = await session.execute(select(Application.person_id, Application.org_id).distinct())
    return [(person_id, org_id) for person_id, org_id in rows]


async def drop_old(session: Session, *, before: datetime) -> list[Erased]:
    """Exports that are over since then."""
    return [await delete_rows(session, Export, Export.asked_at < before, Export.state.not_in(MAKING))]
