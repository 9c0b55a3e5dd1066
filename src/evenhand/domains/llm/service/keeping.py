"""How long records of calls are kept, and what of them the operator sees."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from evenhand.domains.llm import queries
from evenhand.domains.llm.queries import Asked as Sum
from evenhand.kit.db import Session

KEPT = timedelta(days=90)
LOST_AFTER = timedelta(hours=1)


async def sweep(session: Session, *, now: datetime) -> int:
    """Forget calls that were kept long enough, and close those whose asker is gone; how many were forgotten."""
    await queries.give_up_lost(session, before=now - LOST_AFTER, now=now)
    return await queries.forget_before(session, before=now - KEPT)


async def lately(session: Session, *, now: datetime, hours: int = 24) -> Sequence[Sum]:
    """How the endpoints did in the last hours: sums, and nothing of anybody."""
    return await queries.sums(session, since=now - timedelta(hours=hours))
