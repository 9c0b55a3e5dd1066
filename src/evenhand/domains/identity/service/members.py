"""Who belongs to an organisation, in which role; never without an administrator."""

from datetime import datetime
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity.models import Membership
from evenhand.domains.identity.queries import invitations as rows
from evenhand.domains.identity.queries import keys
from evenhand.domains.identity.schemas import MemberOut
from evenhand.domains.identity.service.contacts import contacts
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict, NotFound
from evenhand.kit.permissions import Actor, Role
from evenhand.kit.text import alphabetical
from evenhand.kit.words import say


class MemberNotFound(NotFound):
    """Nobody of the caller's organisation."""

    code, message = "member_not_found", say("This person does not belong to your organisation.")


class LastAdmin(Conflict):
    """Without this one nobody could look after the organisation."""

    code, message = "last_admin", say("This is the only administrator. Give somebody else that role first.")


async def members(session: Session, *, actor: Actor, vault: Vault) -> list[MemberOut]:
    """Everyone who belongs to the caller's organisation, by name."""
    found = await rows.everyone(session, org_id=actor.organisation)
    known = await contacts(session, ids=list(found), vault=vault)
    listed = [
        MemberOut(
            id=person_id,
            name=known[person_id].name,
            email=known[person_id].email,
            role=Role(row.role),
            since=row.created_at,
            me=person_id == actor.person_id,
        )
        for person_id, row in found.items()
        if person_id in known
    ]
    return sorted(listed, key=lambda one: (alphabetical(one.name), one.id))


async def change_role(session: Session, *, actor: Actor, member_id: UUID, role: Role, now: datetime) -> None:
    """Give somebody of the caller's organisation another role, from their next click on. MemberNotFound, LastAdmin."""
    row = await _to_change(session, actor=actor, member_id=member_id, stays=role)
    if row.role == role:
        return
    before = {"role": row.role}
    row.role = role
    await session.flush()
    about, after = (Object.PERSON, member_id), {"role": role}
    audit.record(session, Act.ROLE_GIVEN, actor=actor, about=about, before=before, after=after, now=now)


async def remove_member(session: Session, *, actor: Actor, member_id: UUID, now: datetime) -> None:
    """Take somebody out of the caller's organisation; their account stays theirs. MemberNotFound, LastAdmin.

    What they signed in to for the organisation ends with it.
    """
    row = await _to_change(session, actor=actor, member_id=member_id, stays=None)
    before, about = {"role": row.role}, (Object.PERSON, member_id)
    await rows.leave(session, org_id=row.org_id, person_id=member_id)
    await keys.revoke(session, org_id=row.org_id, person_id=member_id, now=now)
    audit.record(session, Act.ROLE_TAKEN, actor=actor, about=about, before=before, now=now)


async def _to_change(session: Session, *, actor: Actor, member_id: UUID, stays: Role | None) -> Membership:
    """The membership, with everybody's locked, so that two administrators cannot take each other's role at once."""
    everyone = await rows.everyone(session, org_id=actor.organisation, lock=True)
    row = everyone.get(member_id)
    if row is None:
        raise MemberNotFound
    others = [one for one in everyone.values() if one.role == Role.ADMIN and one.person_id != member_id]
    if row.role == Role.ADMIN and stays is not Role.ADMIN and not others:
        raise LastAdmin
    return row
