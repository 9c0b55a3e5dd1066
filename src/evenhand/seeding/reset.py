"""Empties an installation that holds the demo, so that it can be made anew."""

import asyncio
import shutil

from sqlalchemy import text

from evenhand.kit.clock import utc_now
from evenhand.kit.db import Base
from evenhand.seeding.accounts import SeedingRefused
from evenhand.seeding.demo import demo_belongs_here
from evenhand.wiring import House

FOLDERS = ("files", "keys/people", "outbox")
"""What the data folder holds of people. The installation's own keys stay."""

KEPT = ("audit_entry", "audit_chain")
"""Tables that the database lets nobody empty; the log of a demo that is made anew goes with it."""


async def empty_demo(house: House) -> None:
    """Remove every row, file, mail and key of an installation with the demo. Raises SeedingRefused.

    Only in development, and only where the demo is: anywhere else there may be people whose data this would take.
    """
    if not house.settings.development:
        raise SeedingRefused("The demo is emptied in development only: EVENHAND_ENVIRONMENT says production.")
    if not await demo_belongs_here(house, today=utc_now().date()):
        raise SeedingRefused("The database holds other people and not the demo. It stays as it is.")
    async with house.database.transaction() as session:
        for table in KEPT:
            await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
        await session.execute(text(f"TRUNCATE {tables}, pgqueuer CASCADE"))
        for table in KEPT:
            await session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    for folder in FOLDERS:
        await asyncio.to_thread(_empty, house, folder)


def _empty(house: House, folder: str) -> None:
    place = house.settings.data_dir / folder
    shutil.rmtree(place, ignore_errors=True)
    if folder != "outbox":  # the mailer makes its own when it needs it
        place.mkdir(parents=True, mode=0o700)
