"""Makes a resume and a letter for a job."""

from collections.abc import Callable
from datetime import datetime

from evenhand.domains.coaching.events import TailoringWanted
from evenhand.domains.coaching.service import tailoring
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database

followers = Followers()


async def give_up(fact: TailoringWanted, *, database: Database, **_rest: object) -> None:
    """Say that it did not work."""
    async with database.transaction() as session:
        await tailoring.give_up(session, person_id=fact.person_id, tailoring_id=fact.tailoring_id)


@followers.on(TailoringWanted, retries=3, gave_up=give_up)
async def make_tailoring(
    fact: TailoringWanted, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """Make it; that takes some hundredths of a second."""
    async with database.transaction() as session:
        await tailoring.make(
            session, person_id=fact.person_id, tailoring_id=fact.tailoring_id, vault=vault, now=clock()
        )
