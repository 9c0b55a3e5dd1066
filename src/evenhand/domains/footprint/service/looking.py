"""One look at an account, as the worker does it: what is to be asked, and what comes of each answer.

No transaction is open while a site is asked. What comes back is kept only if the account is still named and the person
still agrees: the row is locked before that is checked, and taking back locks it to delete what was found.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.consents import service as consents
from evenhand.domains.footprint import queries
from evenhand.domains.footprint.events import FootprintAsked
from evenhand.domains.footprint.models import FootprintLink
from evenhand.domains.footprint.rules.waiting import KEPT, next_try
from evenhand.domains.footprint.service import sealed
from evenhand.domains.footprint.service.sealed import Findings
from evenhand.external.footprint import Account, Away, Limited, Looked, NotThere, Parts, Trouble
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import NOBODY

AT_ONCE = 20


@dataclass(frozen=True)
class Task:
    """What a site is to be asked."""

    source: str
    account: Account
    parts: Parts
    code: str


async def to_look(session: Session, *, person_id: UUID, link_id: UUID, vault: Vault, now: datetime) -> Task | None:
    """What to ask; None where there is nothing to do (any more), or the site wants a pause."""
    row = await _waiting(session, person_id=person_id, link_id=link_id)
    if row is None:
        return None
    until = await queries.pause(session, source=row.source)
    if until and until > now:
        row.state, row.next_at = "limited", until
        await session.flush()
        return None
    try:
        key = await vault.key(person_id, person_id)
    except KeyDestroyed:  # being erased
        return None
    kept, findings = sealed.open_account(row, key), sealed.open_found(row, key)
    return Task(
        row.source,
        Account(kept.name, kept.site),
        findings.parts if findings else {},
        "" if row.proved_at else kept.code,
    )


async def _waiting(session: Session, *, person_id: UUID, link_id: UUID) -> FootprintLink | None:
    """The row while somebody waits for it and agrees to it."""
    row = await queries.link(session, person_id=person_id, link_id=link_id, lock=True)
    if row is None or row.state != "waiting":
        return None
    if not await consents.allows(session, person_id=person_id, purpose=consents.Purpose.FOOTPRINT):
        row.state = "idle"
        await session.flush()
        return None
    return row


async def keep(
    session: Session, *, person_id: UUID, link_id: UUID, looked: Looked, vault: Vault, now: datetime
) -> None:
    """Keep what was found. What belongs to another account than before, under the same name, is not kept."""
    row = await _waiting(session, person_id=person_id, link_id=link_id)
    if row is None:
        return
    if looked.pause:
        await queries.note_pause(session, source=row.source, until=looked.pause)
    try:
        key = await vault.key(person_id, person_id)
    except KeyDestroyed:  # being erased
        return
    kept = sealed.open_account(row, key)
    row.tries, row.next_at = 0, None
    about = (Object.PERSON, person_id)
    audit.record(session, Act.FOOTPRINT_LOOKED, actor=NOBODY, about=about, reason=row.source, now=now)
    if kept.account_id and kept.account_id != looked.found.account_id:
        row.state, row.found_sealed, row.looked_at, row.proved_at = "other", None, None, None
        await session.flush()
        return
    name = looked.found.name if row.source == "github" else kept.name
    sealed.seal_account(row, sealed.Kept(name, kept.site, kept.code, looked.found.account_id), key)
    sealed.seal_found(row, Findings(looked.found, looked.parts), key)
    row.state, row.looked_at = "ready", now
    if looked.says_code and row.proved_at is None:
        row.proved_at = now
        audit.record(session, Act.FOOTPRINT_PROVED, actor=NOBODY, about=about, reason=row.source, now=now)
    await session.flush()


async def missed(session: Session, *, person_id: UUID, link_id: UUID, trouble: Trouble, now: datetime) -> None:
    """Say why there was no look, and when there is another. What an earlier one found stays until it is too old."""
    row = await _waiting(session, person_id=person_id, link_id=link_id)
    if row is None:
        return
    if isinstance(trouble, Limited):
        row.state, row.next_at = "limited", trouble.until
        await queries.note_pause(session, source=row.source, until=trouble.until)
    elif isinstance(trouble, NotThere):
        row.state, row.next_at = "missing", None
    else:
        row.state, row.tries = "away" if isinstance(trouble, Away) else "unusable", row.tries + 1
        row.next_at = next_try(row.tries, now=now)
    await session.flush()


async def fail(session: Session, *, person_id: UUID, link_id: UUID) -> None:
    """Say that looking was given up; the person can ask again."""
    row = await queries.link(session, person_id=person_id, link_id=link_id, lock=True)
    if row and row.state == "waiting":
        row.state, row.next_at = "unusable", None
        await session.flush()


async def again(session: Session, *, on: Collection[str], now: datetime) -> int:
    """Have looked at what was to be tried again by now; how much that was."""
    rows = [one for one in await queries.due(session, now=now, limit=AT_ONCE) if one.source in on]
    for row in rows:
        row.state, row.next_at = "waiting", None
        await session.flush()
        await publish(session, FootprintAsked(person_id=row.person_id, link_id=row.id))
    return len(rows)


async def sweep(session: Session, *, now: datetime) -> int:
    """Delete what was found too long ago; how much that was. The account stays named, and the proof stays a proof."""
    rows = await queries.stale(session, before=now - KEPT)
    for row in rows:
        row.found_sealed = row.looked_at = None
        if row.state == "ready":
            row.state = "idle"
    await session.flush()
    return len(rows)
