"""What differs between the models and a database that was migrated."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from evenhand.migrate import metadata


async def drift(engine: AsyncEngine) -> list[str]:
    """Differences between the models and a migrated database; empty when they agree."""
    options = {
        "compare_type": True,
        "include_name": lambda name, _kind, _parents: not (name or "").startswith("pgqueuer"),
    }

    def compare(sync: Connection) -> list[str]:
        context = MigrationContext.configure(sync, opts=options)
        return [str(difference) for difference in compare_metadata(context, metadata())]

    async with engine.connect() as connection:
        return await connection.run_sync(compare)
