"""After a backup was restored, what it brought back of people who were erased goes once more."""

from collections.abc import Callable
from datetime import datetime

from evenhand.domains.privacy.events import BackupRestored
from evenhand.domains.privacy.service import remains
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database

followers = Followers()


@followers.on(BackupRestored)
async def finish_erasures(
    fact: BackupRestored, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """Look once, as soon as a worker runs on the restored database. Each erasure is a task of its own."""
    del fact
    async with database.transaction() as session:
        await remains.finish_erasures(session, vault=vault, now=clock())
