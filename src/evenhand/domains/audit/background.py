"""The sealer: chains what was written since it last looked."""

from datetime import timedelta

from evenhand.domains.audit import service
from evenhand.kit.background import Followers
from evenhand.kit.db import Database

followers = Followers()


@followers.every(timedelta(seconds=1))
async def seal(*, database: Database) -> None:
    """Seal until nothing waits, in small transactions."""
    done = service.AT_ONCE
    while done == service.AT_ONCE:
        async with database.transaction() as session:
            done = await service.seal(session)
