"""What a restored backup brought back of people who were erased since: rows that nobody can read, erased once more.

The key store says who: it was not restored, and their keys are gone from it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act
from evenhand.domains.privacy import queries
from evenhand.domains.privacy.events import ErasureAsked
from evenhand.domains.privacy.models import LegalHold
from evenhand.domains.privacy.rules import erasing as rules
from evenhand.domains.privacy.service.asking import Wish, wanted
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import NOBODY

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Remains:
    """Accounts and organisations' copies whose keys are gone, and copies of such accounts whose keys are there."""

    accounts: list[UUID]
    copies: list[tuple[UUID, UUID]]
    kept: list[tuple[UUID, UUID]]


async def finish_erasures(session: Session, *, vault: Vault, now: datetime) -> Remains:
    """Have everything erased whose keys are gone. Twice is once.

    Where an account's key is gone and an organisation's is there, a legal hold kept that copy; it goes on being held.
    Where most people have no key, it is keys that are missing and not people: nobody is erased then.
    """
    found = await _look(session, vault=vault)
    people = await queries.everyone(session)
    if rules.doubtful(len(found.accounts), people=len(people)):
        log.warning("keys_missing", without=len(found.accounts), people=len(people))
        counts = {"without": len(found.accounts), "people": len(people)}
        audit.record(session, Act.KEYS_MISSING, actor=NOBODY, after=counts, now=now)
        return Remains([], [], [])
    for person_id, org_id in found.kept:
        if await queries.hold(session, org_id=org_id, person_id=person_id) is None:
            session.add(LegalHold(id=new_id(), org_id=org_id, person_id=person_id, reason=rules.RESTORED, set_at=now))
    await session.flush()
    wishes = [Wish("account", one, cause=rules.RESTORED) for one in found.accounts]
    wishes += [Wish("copy", person_id, org_id, cause=rules.RESTORED) for person_id, org_id in found.copies]
    for wish in wishes:
        row = await wanted(session, wish, actor=NOBODY, due_at=now, now=now)
        if row.due_at > now:  # they had asked for a later day, when the backup was made
            row.due_at = now
            await publish(session, ErasureAsked(erasure_id=row.id))
    return found


async def _look(session: Session, *, vault: Vault) -> Remains:
    holders = defaultdict(set)
    for person_id, org_id in await queries.copies(session):
        holders[person_id].add(org_id)
    found = Remains([], [], [])
    for person_id in await queries.everyone(session):
        keys = set(await vault.custodians(person_id))
        if person_id in keys:
            found.copies.extend((person_id, org_id) for org_id in sorted(holders[person_id] - keys))
        else:
            found.accounts.append(person_id)
            found.kept.extend((person_id, org_id) for org_id in sorted(holders[person_id] & keys))
    return found
