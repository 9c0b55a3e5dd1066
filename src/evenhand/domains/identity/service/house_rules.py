"""The rules an organisation gives itself; changed by its administrators, and recorded with what stood before."""

from datetime import datetime
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act
from evenhand.domains.identity import queries
from evenhand.domains.identity.schemas import HouseRules
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor


async def house_rules(session: Session, *, org_id: UUID) -> HouseRules:
    """The rules as they stand."""
    return HouseRules.model_validate(await queries.organisation(session, org_id=org_id))


async def change_house_rules(session: Session, new: HouseRules, *, actor: Actor, now: datetime) -> None:
    """Set them. They count from the next act on; the same rules sent twice are one change."""
    row = await queries.organisation(session, org_id=actor.organisation, lock=True)
    if row is None:
        raise LookupError("an organisation that somebody acts for is not there")
    before = HouseRules.model_validate(row)
    if before == new:
        return
    for name, value in new:
        setattr(row, name, value)
    await session.flush()
    audit.record(session, Act.RULES_CHANGED, actor=actor, before=_codes(before), after=_codes(new), now=now)


def _codes(rules: HouseRules) -> dict[str, str | int]:
    return {name: int(value) if isinstance(value, bool) else value for name, value in rules}
