"""Followers that are slow, fail or are quick, for the worker's tests; as a program it is a worker that has them.

`python -m tests.worker_followers DATABASE_URL DATA_DIR`
"""

import asyncio
import dataclasses
import os
import signal
import sys
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from evenhand.kit.background import Fact, Followers, FollowerTable
from evenhand.kit.db import Database
from evenhand.kit.settings import Settings
from evenhand.wiring import House
from evenhand.worker import work

followers = Followers()
TABLES = """
CREATE TABLE seen (thing_id uuid, what text, worker int);
CREATE TABLE effect (thing_id uuid PRIMARY KEY, worker int)
"""


class Quick(Fact):
    thing_id: UUID


class Slow(Fact):
    """`seconds` is how long the first try takes; a later one is quick."""

    thing_id: UUID
    seconds: float


class Failing(Fact):
    thing_id: UUID


async def note(database: Database, thing_id: UUID, what: str) -> int:
    """Commit that something happened in this process; returns how often it has."""
    async with database.transaction() as session:
        values = {"id": thing_id, "what": what, "pid": os.getpid()}
        await session.execute(text("INSERT INTO seen VALUES (:id, :what, :pid)"), values)
        count = await session.execute(text("SELECT count(*) FROM seen WHERE thing_id = :id AND what = :what"), values)
        return int(count.scalar_one())


async def have_effect(database: Database, thing_id: UUID) -> None:
    """What may happen only once, written as a follower must: safe to run twice."""
    async with database.transaction() as session:
        values = {"id": thing_id, "pid": os.getpid()}
        await session.execute(text("INSERT INTO effect VALUES (:id, :pid) ON CONFLICT DO NOTHING"), values)


@followers.on(Quick)
async def quick(fact: Quick, *, database: Database) -> None:
    await have_effect(database, fact.thing_id)


@followers.on(Slow)
async def slow(fact: Slow, *, database: Database) -> None:
    if await note(database, fact.thing_id, "started") == 1:
        await asyncio.sleep(fact.seconds)
    await have_effect(database, fact.thing_id)
    await note(database, fact.thing_id, "ended")


async def tell(fact: Failing, *, database: Database) -> None:
    await note(database, fact.thing_id, "gave up")


@followers.on(Failing, retries=1, gave_up=tell)
async def failing(fact: Failing, *, database: Database) -> None:
    await note(database, fact.thing_id, "tried")
    raise OSError("the disk is full")


TABLE = FollowerTable([followers])


async def main(database_url: str, data_dir: Path) -> None:
    """Work until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    settings = Settings(data_dir=data_dir, environment="development", _env_file=None)
    house = House.build(settings, database_url=database_url)
    await work(dataclasses.replace(house, followers=TABLE), database_url=database_url, stop=stop)
    await house.database.close()


if __name__ == "__main__":
    from tests.worker_followers import main as run  # by its own name, which the followers' names begin with

    asyncio.run(run(sys.argv[1], Path(sys.argv[2])))
