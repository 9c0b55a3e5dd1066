"""What is held of a person's accounts on public sites, as they take it away."""

from uuid import UUID

from evenhand.domains.footprint import queries
from evenhand.domains.footprint.rules.accounts import LABELS
from evenhand.domains.footprint.rules.waiting import STATES
from evenhand.domains.footprint.service import sealed
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session
from evenhand.kit.held import Holding, Item
from evenhand.kit.words import say


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Every account a person named, and all that was found there."""
    items = []
    for row in await queries.links(session, person_id=person_id):
        try:
            key = await vault.key(person_id, person_id)
        except KeyDestroyed:
            continue
        kept, findings = sealed.open_account(row, key), sealed.open_found(row, key)
        account = sealed.named(row, kept)
        items.append(
            Item(
                title=f"{LABELS[account.source]}: {account.label}",
                note=STATES[row.state],
                at=row.looked_at or row.linked_at,
                href="/footprint",
                source=say("You named the account, and we asked the site what it shows to everybody"),
                values={
                    "source": row.source,
                    "account": account.url,
                    "code": kept.code,
                    "state": row.state,
                    "linked_at": row.linked_at,
                    "looked_at": row.looked_at,
                    "next_at": row.next_at,
                    "proved_at": row.proved_at,
                    "found": findings.found.model_dump(mode="json") if findings else None,
                    "kept_for_the_next_look": findings.parts if findings else None,
                },
            )
        )
    unwanted = [
        Item(
            title=one.skill_id,
            at=one.dismissed_at,
            href="/footprint",
            source=say("You dismissed the suggestion"),
            values={"skill_id": one.skill_id, "dismissed_at": one.dismissed_at},
        )
        for one in await queries.dismissals(session, person_id=person_id)
    ]
    return [Holding("footprint", "footprint", items), Holding("dismissed_suggestions", "footprint", unwanted)]
