"""What an operator does at the command line, written into the audit log: in the installation's chain, by nobody."""

import asyncio
from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from evenhand.cli.database import DatabaseUnusable, database_refused, open_database, read_settings
from evenhand.cli.lines import tell
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Database, make_engine
from evenhand.kit.permissions import NOBODY

OPERATOR = "command-line"
"""Why such an act is there: somebody who has the machine did it."""


def write_down(act: Act, after: Mapping[str, str | int] | None = None) -> None:
    """Tell of an act that needs no database of its own. Where none was made yet there is no log either."""
    settings = read_settings()
    if settings.database_url is None and not (settings.data_dir / "postgres").exists():
        return
    try:
        with open_database(settings) as database:
            write_into(database.url, act, after)
    except (DatabaseUnusable, DBAPIError) as trouble:  # what was done is done, and must not be said to have failed
        why = database_refused(trouble) if isinstance(trouble, DBAPIError) else str(trouble)
        tell(f"It is done, but could not be written into the audit log. {why}")


def write_into(url: str, act: Act, after: Mapping[str, str | int] | None = None) -> None:
    """The same in a database that is open. Raises what the database says."""
    asyncio.run(_write(url, act, after))


async def _write(url: str, act: Act, after: Mapping[str, str | int] | None) -> None:
    database = Database(make_engine(url))
    try:
        async with database.transaction() as session:
            if await session.scalar(text("SELECT to_regclass('audit_entry')")) is None:
                return  # a database that was never used
            audit.record(session, act, actor=NOBODY, reason=OPERATOR, after=after, now=utc_now())
    finally:
        await database.close()
