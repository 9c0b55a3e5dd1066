"""The sealer chains every entry once, whenever it was committed and whatever stops it."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.browsers import ROOT
from tests.people import NOW

from evenhand.domains.audit import service
from evenhand.domains.audit.background import seal
from evenhand.domains.audit.service import Act
from evenhand.kit.background import FollowerTable
from evenhand.kit.db import Database, Session, make_engine
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor

ORG = UUID(int=7)
KILLS = 5
MANY = 4000

SEALER = """
import asyncio, sys
from evenhand.domains.audit import service
from evenhand.kit.db import Database, make_engine

async def main():
    database = Database(make_engine(sys.argv[1]))
    while True:
        async with database.transaction() as session:
            done = await service.seal(session, limit=40)
        print(done, flush=True)

asyncio.run(main())
"""


@pytest.fixture
async def database(own_database: str) -> AsyncIterator[Database]:
    database = Database(make_engine(own_database), info={FollowerTable.INFO_KEY: FollowerTable([])})
    yield database
    await database.close()


def write(session: Session, count: int, *, org_id: UUID = ORG) -> None:
    for _ in range(count):
        service.record(session, Act.JOB_CLOSED, actor=Actor(new_id(), org_id), now=NOW)


async def chain(database: Database, org_id: UUID = ORG) -> list[tuple[int, bytes, bytes]]:
    """Number, hash before and own hash of what is sealed, in order; checked against the head."""
    async with database.transaction() as session:
        query = "SELECT seq, prev, hash FROM audit_entry WHERE org_id = :id AND seq IS NOT NULL ORDER BY seq"
        rows = [tuple(row) for row in await session.execute(text(query), {"id": org_id})]
        query = "SELECT length, head FROM audit_chain WHERE org_id = :id"
        head = (await session.execute(text(query), {"id": org_id})).one()
    assert tuple(head) == (len(rows), rows[-1][2])
    return rows


def assert_whole(rows: list[tuple[int, bytes, bytes]], count: int) -> None:
    assert [row[0] for row in rows] == list(range(1, count + 1))
    assert [row[1] for row in rows[1:]] == [row[2] for row in rows[:-1]]
    assert rows[0][1] == bytes(32)


class TestSeal:
    async def test_keeps_a_chain_for_each_organisation(self, database: Database) -> None:
        other = UUID(int=8)
        async with database.transaction() as session:
            for _ in range(3):
                write(session, 1)
                write(session, 2, org_id=other)
        await seal(database=database)
        assert_whole(await chain(database), 3)
        assert_whole(await chain(database, other), 6)

    async def test_skips_nothing_that_commits_late(self, database: Database) -> None:
        """An entry with an earlier id than one that is sealed already becomes visible only now."""
        async with database.transaction() as late:
            write(late, 1)
            await late.flush()
            async with database.transaction() as early:
                write(early, 2)
            await seal(database=database)
            assert_whole(await chain(database), 2)
        await seal(database=database)
        assert_whole(await chain(database), 3)

    async def test_leaves_it_to_the_one_who_is_sealing(self, database: Database) -> None:
        async with database.transaction() as session:
            write(session, 5)
        async with database.transaction() as one:
            assert await service.seal(one) == 5
            async with database.transaction() as two:
                assert await service.seal(two) == 0
        assert_whole(await chain(database), 5)

    async def test_goes_on_after_each_failure(self, database: Database) -> None:
        async with database.transaction() as session:
            write(session, 5)
        with suppress(LookupError):
            async with database.transaction() as session:
                assert await service.seal(session) == 5
                raise LookupError
        await seal(database=database)
        assert_whole(await chain(database), 5)

    @pytest.mark.process
    async def test_killed_at_any_point_leaves_no_gap_and_no_double(self, database: Database, own_database: str) -> None:
        async with database.transaction() as session:
            write(session, MANY)
        for turn in range(KILLS):
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", SEALER, own_database, cwd=ROOT, stdout=subprocess.PIPE
            )
            assert process.stdout
            for _ in range(turn + 1):
                assert int(await process.stdout.readline()) == 40  # it is at work, and in the middle of the next ones
            os.kill(process.pid, signal.SIGKILL)
            await process.wait()
            async with database.transaction() as session:
                left = await session.scalar(text("SELECT count(*) FROM audit_entry WHERE seq IS NULL"))
            assert 0 < int(left or 0) < MANY, turn
        await seal(database=database)
        assert_whole(await chain(database), MANY)
