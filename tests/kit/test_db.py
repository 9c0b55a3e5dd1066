"""Transactions, lost connections and what a violated constraint means."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from tests.people import NOW

import evenhand
from evenhand.domains.identity.models import Organisation
from evenhand.kit.db import Database, IntegrityError, Session, locked, make_engine, violated
from evenhand.kit.ids import new_id


@pytest.fixture
async def database(own_database: str) -> AsyncIterator[Database]:
    made = Database(make_engine(own_database, pool_size=2), info={"carried": "along"})
    async with made.transaction() as session:
        await session.execute(
            text(
                "CREATE TABLE thing (name text CONSTRAINT uq_thing_name UNIQUE, code text CONSTRAINT uq_thing UNIQUE, "
                "size int CONSTRAINT ck_thing_size CHECK (size > 0))"
            )
        )
    yield made
    await made.close()


async def add(session: Session, name: str, code: str | None = None, size: int | None = None) -> None:
    await session.execute(
        text("INSERT INTO thing VALUES (:name, :code, :size)"), {"name": name, "code": code, "size": size}
    )


async def names(database: Database) -> list[str]:
    async with database.transaction() as session:
        return [name for (name,) in await session.execute(text("SELECT name FROM thing ORDER BY name"))]


class TestTransaction:
    async def test_keeps_what_was_done_when_the_block_ends(self, database: Database) -> None:
        async with database.transaction() as session:
            await add(session, "kept")
            assert await names(database) == []
        assert await names(database) == ["kept"]

    @pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt, asyncio.CancelledError])
    async def test_keeps_nothing_when_the_block_raises(self, database: Database, trouble: type[BaseException]) -> None:
        with pytest.raises(trouble):
            await self.add_and_raise(database, trouble)
        assert await names(database) == []

    async def add_and_raise(self, database: Database, trouble: type[BaseException]) -> None:
        async with database.transaction() as session:
            await add(session, "lost")
            raise trouble

    async def test_keeps_nothing_when_the_task_is_cancelled_and_gives_its_connection_back(
        self, database: Database
    ) -> None:
        async def slow() -> None:
            async with database.transaction() as session:
                await add(session, "lost")
                await session.execute(text("SELECT pg_sleep(30)"))

        for _ in range(6):  # more often than there are connections
            task = asyncio.create_task(slow())
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert await names(database) == []

    async def test_each_has_a_session_of_its_own_with_what_the_database_carries(self, database: Database) -> None:
        async with database.transaction() as first, database.transaction() as second:
            assert first is not second
            assert first.info["carried"] == second.info["carried"] == "along"

    async def test_sees_the_clock_in_utc(self, database: Database) -> None:
        async with database.transaction() as session:
            assert (await session.execute(text("SHOW timezone"))).scalar_one() == "UTC"


class TestMakeEngine:
    async def test_outlives_connections_that_the_server_ended(self, database: Database) -> None:
        async with database.transaction() as first, database.transaction() as second:  # two in the pool
            await add(first, "before")
            await second.execute(text("SELECT 1"))
        await self.end_all_others(database)
        await asyncio.gather(names(database), names(database))
        assert await names(database) == ["before"]

    async def end_all_others(self, database: Database) -> None:
        """As a restart of the server would, all but the connection that asks."""
        own = make_engine(database.engine.url.render_as_string(hide_password=False))
        async with own.connect() as connection:
            ended = await connection.execute(
                text(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
            assert ended.scalar_one() == 2
        await own.dispose()

    async def test_an_error_does_not_quote_what_people_wrote(self, database: Database) -> None:
        async with database.transaction() as session:
            with pytest.raises(DBAPIError) as error:
                await session.execute(text("SELECT :words::int"), {"words": "my secret"})
            assert "my secret" not in str(error.value).replace(str(error.value.orig), "")
            await session.rollback()


class TestViolated:
    async def error(self, database: Database, name: str, code: str | None = None, size: int = 1) -> IntegrityError:
        async with database.transaction() as session:
            await add(session, "taken", "taken")
        async with database.transaction() as session:
            with pytest.raises(IntegrityError) as error:
                await add(session, name, code, size)
            await session.rollback()
        return error.value

    async def test_tells_one_constraint_from_another(self, database: Database) -> None:
        error = await self.error(database, "taken")
        assert violated(error, "uq_thing_name")
        assert not violated(error, "uq_thing")  # a beginning of the other's name
        assert not violated(error, "ck_thing_size")

    async def test_sees_a_check(self, database: Database) -> None:
        assert violated(await self.error(database, "free", size=0), "ck_thing_size")

    async def test_is_not_misled_by_what_people_wrote(self, database: Database) -> None:
        async with database.transaction() as session:
            await add(session, "uq_thing")
        error = await self.error(database, "uq_thing")
        assert "uq_thing" in str(error.orig)
        assert not violated(error, "uq_thing")


class TestLocked:
    async def test_reads_a_row_anew_that_someone_changed_since_it_was_read(self, own_database: str) -> None:
        database = Database(make_engine(own_database, pool_size=2))
        org_id = new_id()
        async with database.transaction() as session:
            session.add(Organisation(id=org_id, name="Before", slug="one", created_at=NOW))
        query = select(Organisation).where(Organisation.id == org_id)
        async with database.transaction() as ours:
            read = (await ours.scalars(query)).one()
            async with database.transaction() as theirs:
                (await theirs.scalars(locked(query))).one().name = "After"
            assert read.name == "Before"
            assert (await ours.scalars(locked(query))).one().name == "After"
        await database.close()

    def test_is_the_only_way_to_lock(self) -> None:
        folder = Path(evenhand.__file__).parent
        others = [path for path in folder.rglob("*.py") if ".with_for_update(" in path.read_text(encoding="utf-8")]
        assert others == [folder / "kit" / "db.py"]
