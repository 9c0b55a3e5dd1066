"""Every SELECT about people and organisations. Credentials are looked up by hash, people by id or blind index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from evenhand.domains.identity.models import Membership, Organisation, Person, RefreshToken, WebSession
from evenhand.kit.db import Session, locked
from evenhand.kit.permissions import Actor, Role


@dataclass(frozen=True)
class Caller:
    """A recognised person: the actor of the guards, and what the header of a page shows."""

    actor: Actor
    contact_sealed: bytes
    organisation: Organisation | None


async def caller_by_session(session: Session, *, token_hash: bytes, now: datetime) -> Caller | None:
    """Who signed in with this session, if it has not expired."""
    query = (
        select(Person, Organisation, Membership.role)
        .select_from(WebSession)
        .join(Person, Person.id == WebSession.person_id)
        .outerjoin(
            Membership, (Membership.person_id == WebSession.person_id) & (Membership.org_id == WebSession.org_id)
        )
        .outerjoin(Organisation, Organisation.id == Membership.org_id)
        .where(WebSession.token_hash == token_hash, WebSession.expires_at > now)
    )
    return _caller((await session.execute(query)).one_or_none())


async def caller_by_id(session: Session, *, person_id: UUID, org_id: UUID | None) -> Caller | None:
    """A person as they are today: a role that was taken away since the token was made is not there any more."""
    query = (
        select(Person, Organisation, Membership.role)
        .outerjoin(Membership, (Membership.person_id == Person.id) & (Membership.org_id == org_id))
        .outerjoin(Organisation, Organisation.id == Membership.org_id)
        .where(Person.id == person_id)
    )
    return _caller((await session.execute(query)).one_or_none())


def _caller(row: object) -> Caller | None:
    if row is None:
        return None
    person, organisation, role = row  # type: ignore[misc]
    actor = Actor(
        person_id=person.id,  # type: ignore[has-type]
        org_id=organisation.id if organisation else None,  # type: ignore[has-type]
        role=Role(role) if role else Role.CANDIDATE,  # type: ignore[has-type]
        language=person.locale,  # type: ignore[has-type]
    )
    return Caller(actor, person.contact_sealed, organisation)  # type: ignore[has-type]


async def person_by_email(session: Session, *, email_index: bytes) -> Person | None:
    """The account behind an address."""
    return (await session.scalars(select(Person).where(Person.email_index == email_index))).one_or_none()


async def people(session: Session, *, ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Several people by id, for the names beside what they did."""
    rows = await session.scalars(select(Person).where(Person.id.in_(set(ids))))
    return {person.id: person for person in rows}


async def memberships(session: Session, *, person_id: UUID) -> Sequence[Membership]:
    """Where a person belongs, the oldest first."""
    query = select(Membership).where(Membership.person_id == person_id).order_by(Membership.created_at)
    return (await session.scalars(query)).all()


async def members(session: Session, *, org_id: UUID) -> dict[UUID, Role]:
    """Everyone who belongs to an organisation, with their role there."""
    query = select(Membership.person_id, Membership.role).where(Membership.org_id == org_id)
    return {person_id: Role(role) for person_id, role in await session.execute(query)}


async def organisation(session: Session, *, org_id: UUID) -> Organisation | None:
    """One organisation."""
    return await session.get(Organisation, org_id)


async def organisations(session: Session, *, ids: Sequence[UUID]) -> dict[UUID, Organisation]:
    """Several organisations by id."""
    rows = await session.scalars(select(Organisation).where(Organisation.id.in_(set(ids))))
    return {row.id: row for row in rows}


async def organisation_by_slug(session: Session, *, slug: str) -> Organisation | None:
    """One organisation by the name in its address."""
    return (await session.scalars(select(Organisation).where(Organisation.slug == slug))).one_or_none()


async def refresh_token(session: Session, *, token_hash: bytes) -> RefreshToken | None:
    """A link of a refresh chain, locked so that two clients cannot use it at once."""
    query = locked(select(RefreshToken).where(RefreshToken.token_hash == token_hash))
    return (await session.scalars(query)).one_or_none()


async def refresh_family(session: Session, *, family_id: UUID) -> Sequence[RefreshToken]:
    """All links of one chain."""
    return (await session.scalars(select(RefreshToken).where(RefreshToken.family_id == family_id))).all()


async def web_session(session: Session, *, token_hash: bytes) -> WebSession | None:
    """A sign-in on the pages."""
    return await session.get(WebSession, token_hash)


async def end_web_session(session: Session, *, token_hash: bytes) -> None:
    """Forget a sign-in on the pages, whoever else is just doing the same."""
    await session.execute(delete(WebSession).where(WebSession.token_hash == token_hash))


async def anyone_at_all(session: Session) -> bool:
    """Whether there is any account yet."""
    return (await session.scalar(select(Person.id).limit(1))) is not None
