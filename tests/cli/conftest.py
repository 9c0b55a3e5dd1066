"""Databases for commands that set one up themselves."""

import os
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine


async def on_server(*statements: str) -> None:
    """Run statements as the owner of the tests' server."""
    engine = create_async_engine(os.environ["EVENHAND_TEST_POSTGRES"], isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture
async def empty_database(worker: str, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of a database without a single table."""
    name = f"empty_{worker}_{abs(hash(request.node.nodeid)) % 10**8}"
    await on_server(f"CREATE DATABASE {name}")
    yield make_url(os.environ["EVENHAND_TEST_POSTGRES"]).set(database=name).render_as_string(hide_password=False)
    await on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def guest_database(empty_database: str) -> AsyncIterator[str]:
    """The same for a user who may look and not make anything."""
    url = make_url(empty_database)
    name = f"guest_{url.database}"
    await on_server(f"CREATE ROLE {name} LOGIN PASSWORD 'guest'")
    yield url.set(username=name, password="guest").render_as_string(hide_password=False)
    await on_server(f"DROP OWNED BY {name}", f"DROP ROLE {name}")
