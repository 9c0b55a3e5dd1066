"""Brings a database to the schema of this version, and says where it stands."""

from pathlib import Path

import alembic.command
import alembic.config
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import AsyncEngine

from evenhand.domains.applications import models as _applications
from evenhand.domains.evaluation import models as _evaluation
from evenhand.domains.identity import models as _identity
from evenhand.domains.interviews import models as _interviews
from evenhand.domains.jobs import models as _jobs
from evenhand.domains.notifications import models as _notifications
from evenhand.domains.resumes import models as _resumes
from evenhand.kit.db import Base

MODELS = (_applications, _evaluation, _identity, _interviews, _jobs, _notifications, _resumes)


def metadata() -> MetaData:
    """Every table of the product; the models above are imported so that they are all in it."""
    return Base.metadata


def migrations_folder() -> Path:
    """`migrations/` of a checkout, or its copy inside an installed package."""
    inside = Path(__file__).parent / "migrations"
    return inside if inside.exists() else Path(__file__).parents[2] / "migrations"


def _config(connection: Connection) -> alembic.config.Config:
    config = alembic.config.Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    return config


async def upgrade(engine: AsyncEngine) -> None:
    """Apply what is missing; two processes that do this at once wait for one another."""
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: alembic.command.upgrade(_config(sync), "head"))


async def pending(engine: AsyncEngine) -> bool:
    """Whether the database is behind this version of the product."""
    head = ScriptDirectory(str(migrations_folder())).get_current_head()
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision()) != head


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
