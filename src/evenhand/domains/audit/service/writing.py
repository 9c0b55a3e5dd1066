"""Writing an entry in the transaction of the act it tells of, and sealing entries afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from evenhand.domains.audit import queries, rules
from evenhand.domains.audit.models import Chain, Entry
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.audit.rules.entries import Value, code
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.held import Holding, Item
from evenhand.kit.ids import new_id
from evenhand.kit.origin import current_origin
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say

AT_ONCE = 500
WRITTEN = say("Written down when you did it")


def record(
    session: Session,
    act: Act,
    *,
    actor: Actor,
    now: datetime,
    about: tuple[Object, UUID] | None = None,
    org_id: UUID | None = None,
    reason: str = "",
    before: Mapping[str, Value] | None = None,
    after: Mapping[str, Value] | None = None,
) -> None:
    """Tell that the actor did this; it is true once the caller's transaction commits. NOBODY is the product itself.

    It is in the chain of the actor's organisation, or of `org_id` where somebody from outside acts on what belongs to
    one. Raises NotForTheLog for a reason or value that is no code, number or id.
    """
    origin = current_origin()
    if actor.key_id:  # a program acts for the person, by this key of theirs
        after = {**(after or {}), "key": actor.key_id}
    session.add(
        Entry(
            id=new_id(),
            org_id=org_id or actor.org_id or rules.INSTALLATION,
            person_id=actor.person_id,
            role=str(actor.role or ""),
            act=act,
            object_kind=str(about[0]) if about else "",
            object_id=about[1] if about else None,
            reason=code(reason) if reason else "",
            before=rules.checked(before),
            after=rules.checked(after),
            network=origin.network,
            request_id=origin.request_id,
            at=now,
        )
    )


async def seal(session: Session, *, limit: int = AT_ONCE) -> int:
    """Chain entries that wait, each to the last of its organisation; how many that were.

    One transaction moves the head and seals the entries, so being killed leaves both as they were. Where another
    sealer is at work there is nothing to do.
    """
    if not await queries.is_sealer(session):
        return 0
    waiting = await queries.unsealed(session, limit=limit)
    chains = await queries.chains(session, org_ids={entry.org_id for entry in waiting})
    for entry in waiting:
        chain = chains.get(entry.org_id)
        if chain is None:
            chain = chains[entry.org_id] = Chain(org_id=entry.org_id, length=0, head=rules.START)
            session.add(chain)
        chain.length += 1
        entry.seq, entry.prev = chain.length, chain.head
        chain.head = entry.hash = rules.sealed(told(entry), prev=entry.prev)
    await session.flush()
    return len(waiting)


def told(entry: Entry) -> dict[str, Any]:
    """What of an entry is sealed, as JSON."""
    return {
        "seq": entry.seq,
        "id": str(entry.id),
        "org": str(entry.org_id),
        "person": str(entry.person_id) if entry.person_id else None,
        "role": entry.role,
        "act": entry.act,
        "object": entry.object_kind,
        "object_id": str(entry.object_id) if entry.object_id else None,
        "reason": entry.reason,
        "before": entry.before,
        "after": entry.after,
        "network": entry.network,
        "request": entry.request_id,
        "at": rules.when(entry.at),
    }


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """What the log holds of what a person did, for their own eyes."""
    del vault  # nothing in it is sealed
    items = [
        Item(title=rules.WORDS[Act(row.act)], source=WRITTEN, values=told(row), at=row.at)
        for row in await queries.of_person(session, person_id=person_id)
    ]
    return [Holding("audit", "audit", items)]
