"""Every night, records of calls that were kept long enough go."""

from collections.abc import Callable
from datetime import datetime, timedelta

from evenhand.domains.llm import service
from evenhand.kit.background import Followers
from evenhand.kit.db import Database

followers = Followers()


@followers.every(timedelta(hours=12))
async def forget_calls(*, database: Database, clock: Callable[[], datetime]) -> None:
    """Forget them, and close those whose asker is gone."""
    async with database.transaction() as session:
        await service.sweep(session, now=clock())
