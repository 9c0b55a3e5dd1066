"""Invitations to an organisation, and who belongs to one, for whoever changes that."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from evenhand.domains.identity.models import Invitation, Membership, RefreshToken, WebSession
from evenhand.kit.db import Session, locked


async def invitations(session: Session, *, org_id: UUID) -> Sequence[Invitation]:
    """The invitations of an organisation that nobody has accepted, the latest first."""
    query = select(Invitation).where(Invitation.org_id == org_id).order_by(Invitation.id.desc())
    return (await session.scalars(query)).all()


async def invitation(session: Session, *, org_id: UUID, invitation_id: UUID) -> Invitation | None:
    """One invitation of an organisation, locked."""
    query = locked(select(Invitation).where(Invitation.org_id == org_id, Invitation.id == invitation_id))
    return (await session.scalars(query)).one_or_none()


async def by_token(session: Session, *, token_hash: bytes, now: datetime, lock: bool = False) -> Invitation | None:
    """The invitation with this link, if it has not run out. `lock` lets one of two acceptances go first."""
    query = select(Invitation).where(Invitation.token_hash == token_hash, Invitation.expires_at > now)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def of_address(session: Session, *, org_id: UUID, email_index: bytes) -> Invitation | None:
    """The invitation of an address to an organisation."""
    query = select(Invitation).where(Invitation.org_id == org_id, Invitation.email_index == email_index)
    return (await session.scalars(query)).one_or_none()


async def to_address(session: Session, *, email_index: bytes) -> Sequence[Invitation]:
    """Every invitation of an address, for its owner's own eyes."""
    query = select(Invitation).where(Invitation.email_index == email_index).order_by(Invitation.id)
    return (await session.scalars(query)).all()


async def forget(session: Session, *, invitation_id: UUID, org_id: UUID) -> None:
    """Take an invitation away."""
    await session.execute(delete(Invitation).where(Invitation.id == invitation_id, Invitation.org_id == org_id))


async def forget_expired(session: Session, *, before: datetime) -> Sequence[UUID]:
    """Take away what ran out before a moment, whoever invited; the ids."""
    gone = delete(Invitation).where(Invitation.expires_at < before).returning(Invitation.id)
    return (await session.scalars(gone)).all()


async def membership(session: Session, *, org_id: UUID, person_id: UUID) -> Membership | None:
    """What a person is in an organisation."""
    return await session.get(Membership, (org_id, person_id))


async def everyone(session: Session, *, org_id: UUID, lock: bool = False) -> dict[UUID, Membership]:
    """Everyone who belongs to an organisation. Locked, nobody else changes who its administrators are meanwhile."""
    query = select(Membership).where(Membership.org_id == org_id).order_by(Membership.person_id)
    rows = await session.scalars(locked(query) if lock else query)
    return {row.person_id: row for row in rows}


async def leave(session: Session, *, org_id: UUID, person_id: UUID) -> None:
    """End a membership, and every sign-in by which somebody acts for the organisation."""
    for table in (WebSession, RefreshToken, Membership):
        await session.execute(delete(table).where(table.person_id == person_id, table.org_id == org_id))


async def act_for(session: Session, *, person_id: UUID, sign_in_id: UUID | None, org_id: UUID | None) -> None:
    """Whom a person acts for from now on, in the browser they are signed in with."""
    mine = update(WebSession).where(WebSession.person_id == person_id, WebSession.id == sign_in_id)
    await session.execute(mine.values(org_id=org_id))
