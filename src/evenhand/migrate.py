"""Brings a database to the schema of this version, and says where it stands.

Alembic is imported only where there is something to migrate or compare: every start of every process would wait for it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import AsyncEngine

from evenhand.domains.applications import models as _applications
from evenhand.domains.audit import models as _audit
from evenhand.domains.evaluation import models as _evaluation
from evenhand.domains.identity import models as _identity
from evenhand.domains.interviews import models as _interviews
from evenhand.domains.jobs import models as _jobs
from evenhand.domains.notifications import models as _notifications
from evenhand.domains.privacy import models as _privacy
from evenhand.domains.resumes import models as _resumes
from evenhand.kit import rates as _rates
from evenhand.kit.db import Base

if TYPE_CHECKING:
    from alembic.config import Config

MODELS = (_applications, _audit, _evaluation, _identity, _interviews, _jobs, _notifications, _privacy, _rates, _resumes)


def metadata() -> MetaData:
    """Every table of the product; the models above are imported so that they are all in it."""
    return Base.metadata


def migrations_folder() -> Path:
    """`migrations/` of a checkout, or its copy inside an installed package."""
    inside = Path(__file__).parent / "migrations"
    return inside if inside.exists() else Path(__file__).parents[2] / "migrations"


def newest() -> str:
    """The revision this version brings a database to: migrations are numbered, and one follows another."""
    return max(path.name for path in (migrations_folder() / "versions").glob("[0-9]*.py")).partition("_")[0]


async def upgrade(engine: AsyncEngine) -> None:
    """Apply what is missing; two processes that do this at once wait for one another."""
    if not await pending(engine):
        return
    import alembic.command

    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: alembic.command.upgrade(_config(sync), "head"))


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    return config


async def pending(engine: AsyncEngine) -> bool:
    """Whether the database is at another version than the product."""
    async with engine.connect() as connection:
        if await connection.scalar(text("SELECT to_regclass('alembic_version') IS NULL")):
            return True
        standing: str | None = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    return standing != newest()
