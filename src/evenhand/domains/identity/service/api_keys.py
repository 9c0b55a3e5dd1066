"""Keys for programs: made by a member for a part of what their role holds, listed, revoked, recognised."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity.models import ApiKey
from evenhand.domains.identity.queries import keys
from evenhand.domains.identity.schemas import ApiKeyIn, ApiKeyOut
from evenhand.domains.identity.service.contacts import contacts
from evenhand.domains.identity.service.sign_ins import TOKEN_BYTES, token_hash
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError, Conflict, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import GRANTABLE, Actor, Permission
from evenhand.kit.words import say

MARK = "evh_"
"""How every key begins, so that whoever finds one knows what it is, and programs that look for leaks do too."""
PREFIX_LENGTH = 8
USED_STEP = timedelta(hours=1)
MOST = 25


class ScopeNotHeld(AppError):
    """A key cannot do more than who makes it."""

    status, code = 403, "scope_not_held"
    message = say("A key can do what you may do yourself, or less. Choose from the list.")


class TooManyKeys(Conflict):
    """More than anybody can keep an eye on."""

    code, message = "too_many_keys", say("You have as many keys as there may be. Revoke one that nothing uses.")


class KeyNotFound(NotFound):
    """No such key of the caller's organisation, or not the caller's to end."""

    code, message = "key_not_found", say("There is no such key any more.")


def grantable(actor: Actor) -> list[Permission]:
    """What the caller may let a key do."""
    return sorted(actor.permissions & GRANTABLE)


async def make_key(session: Session, new: ApiKeyIn, *, actor: Actor, now: datetime) -> tuple[ApiKey, str]:
    """A key for a program, told this once. Raises ScopeNotHeld, TooManyKeys."""
    if not set(new.scopes) <= set(grantable(actor)):
        raise ScopeNotHeld
    if await keys.how_many(session, org_id=actor.organisation, person_id=actor.person, now=now) >= MOST:
        raise TooManyKeys
    prefix = MARK + secrets.token_hex(PREFIX_LENGTH // 2)
    token = f"{prefix}_{secrets.token_urlsafe(TOKEN_BYTES)}"
    row = ApiKey(
        id=new_id(),
        org_id=actor.organisation,
        person_id=actor.person,
        name=new.name,
        prefix=prefix,
        key_hash=token_hash(token),
        scopes=sorted(set(new.scopes)),
        created_at=now,
        expires_at=now + timedelta(days=new.days),
    )
    session.add(row)
    await session.flush()
    audit.record(session, Act.KEY_MADE, actor=actor, about=(Object.KEY, row.id), after={"days": new.days}, now=now)
    return row, token


async def listed(session: Session, *, actor: Actor, vault: Vault, now: datetime) -> list[ApiKeyOut]:
    """The caller's keys; for who manages members, those of the whole organisation."""
    every = actor.may(Permission.MEMBERS_MANAGE)
    rows = await keys.of_organisation(session, org_id=actor.organisation, person_id=None if every else actor.person)
    names = await contacts(session, ids=list({row.person_id for row in rows}), vault=vault)
    return [
        ApiKeyOut(
            id=row.id,
            name=row.name,
            prefix=row.prefix,
            scopes=[Permission(name) for name in row.scopes if name in keys.KNOWN],
            made_by=names[row.person_id].name if row.person_id in names else "",
            created_at=row.created_at,
            expires_at=row.expires_at,
            expired=row.expires_at <= now,
            last_used_at=row.last_used_at,
        )
        for row in rows
    ]


async def revoke_key(session: Session, *, actor: Actor, key_id: UUID, now: datetime) -> None:
    """End a key: one's own, or, for who manages members, anybody's of the organisation. Raises KeyNotFound."""
    person_id = None if actor.may(Permission.MEMBERS_MANAGE) else actor.person
    if not await keys.revoke(session, org_id=actor.organisation, key_id=key_id, person_id=person_id, now=now):
        raise KeyNotFound
    audit.record(session, Act.KEY_REVOKED, actor=actor, about=(Object.KEY, key_id), now=now)


async def recognised(session: Session, *, token: str, now: datetime) -> Actor | None:
    """Who a program with this key acts for; None for a key that is not good any more."""
    found = await keys.actor_by_key(session, key_hash=token_hash(token), now=now)
    if found is None:
        return None
    actor, key = found
    if key.last_used_at is None or key.last_used_at <= now - USED_STEP:
        await keys.note_used(session, key=key, now=now, step=USED_STEP)
    return actor
