"""Every night, what has been kept long enough goes."""

from collections.abc import Callable
from datetime import datetime, timedelta

from evenhand.domains.privacy import service
from evenhand.kit.background import Followers
from evenhand.kit.db import Database
from evenhand.kit.settings import Settings

followers = Followers()


@followers.every(timedelta(hours=24))
async def sweep(*, database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
    """Have it erased. Each copy is a task of its own, which can be killed."""
    async with database.transaction() as session:
        await service.sweep(session, unproved=timedelta(days=settings.unproved_days), now=clock())
