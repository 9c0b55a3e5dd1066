"""The background worker as a process: it does what was published, through kills and lost connections."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from evenhand.kit.background import Fact, Followers, FollowerTable, publish
from evenhand.kit.db import Database, make_engine
from evenhand.kit.ids import new_id
from evenhand.wiring import House
from evenhand.worker import HEARTBEAT, work
from tests.browsers import ROOT
from tests.worker_followers import TABLE, TABLES, Failing, Quick, Slow

PATIENCE = 60.0  # the machine may be busy; nothing waits longer than it must


@dataclass
class Queue:
    """A database with a queue, and the workers on it."""

    url: str
    database: Database
    folder: Path
    workers: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def start_worker(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.worker_followers", self.url, str(self.folder / "data")]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        self.workers.append(process)
        return process

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    async def publish(self, *facts: Fact) -> None:
        async with self.database.transaction() as session:
            for fact in facts:
                await publish(session, fact)

    async def rows(self, query: str, thing_id: UUID | None = None) -> list[tuple[object, ...]]:
        async with self.database.transaction() as session:
            return [tuple(row) for row in await session.execute(text(query), {"id": thing_id} if thing_id else {})]

    async def effects(self, thing_id: UUID) -> int:
        return len(await self.rows("SELECT * FROM effect WHERE thing_id = :id", thing_id))

    async def seen(self, thing_id: UUID, what: str) -> list[object]:
        """The process ids that noted it, in order."""
        found = await self.rows("SELECT worker, what FROM seen WHERE thing_id = :id", thing_id)
        return [worker for worker, noted in found if noted == what]

    async def waiting(self) -> list[tuple[object, ...]]:
        return await self.rows("SELECT entrypoint, status::text FROM pgqueuer")

    async def until(self, look: Callable[[], Awaitable[object]], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not await look():
            assert time.monotonic() < deadline, (f"waited for {what}", await self.rows("TABLE seen"), self.log[-3000:])
            await asyncio.sleep(0.05)


@pytest.fixture
async def queue(own_database: str, tmp_path: Path) -> AsyncIterator[Queue]:
    database = Database(make_engine(own_database), info={FollowerTable.INFO_KEY: TABLE})
    async with database.transaction() as session:
        for statement in TABLES.split(";"):
            await session.execute(text(statement))
    made = Queue(own_database, database, tmp_path)
    yield made
    for process in made.workers:
        process.kill()
        process.wait()
    await database.close()


@pytest.mark.process
class TestWork:
    async def test_does_what_was_published_before_and_after_it_started(self, queue: Queue) -> None:
        things = [new_id() for _ in range(30)]
        await queue.publish(*(Quick(thing_id=one) for one in things[:20]))
        queue.start_worker()
        await queue.until(lambda: queue.effects(things[19]), "the first tasks")
        began = time.monotonic()
        await queue.publish(*(Quick(thing_id=one) for one in things[20:]))
        await queue.until(lambda: queue.effects(things[29]), "the other tasks")
        assert time.monotonic() - began < 10
        for one in things:
            assert await queue.effects(one) == 1

    async def test_what_a_killed_worker_had_begun_is_finished_by_the_next_and_counts_once(self, queue: Queue) -> None:
        thing, other = new_id(), new_id()
        await queue.publish(Slow(thing_id=thing, seconds=600))
        first = queue.start_worker()
        await queue.until(lambda: queue.seen(thing, "started"), "the slow task to start")
        first.kill()
        first.wait()
        assert await queue.effects(thing) == 0
        second = queue.start_worker()
        await queue.publish(Quick(thing_id=other))
        await queue.until(lambda: queue.effects(other), "the second worker")
        began = time.monotonic()
        await queue.until(lambda: queue.seen(thing, "ended"), "the second worker to take the task over")
        assert time.monotonic() - began < 3 * HEARTBEAT.total_seconds()
        assert await queue.seen(thing, "started") == [first.pid, second.pid]
        assert await queue.seen(thing, "ended") == [second.pid]
        assert await queue.effects(thing) == 1
        await self.nothing_waits(queue)

    async def test_a_task_that_takes_longer_than_the_heartbeat_is_left_to_its_worker(self, queue: Queue) -> None:
        thing = new_id()
        await queue.publish(Slow(thing_id=thing, seconds=HEARTBEAT.total_seconds() + 2))
        queue.start_worker()
        queue.start_worker()
        await queue.until(lambda: queue.seen(thing, "ended"), "the slow task")
        assert len(await queue.seen(thing, "started")) == 1

    async def test_outlives_its_connections_to_the_database(self, queue: Queue) -> None:
        before, during, after = new_id(), new_id(), new_id()
        worker = queue.start_worker()
        await queue.publish(Quick(thing_id=before), Slow(thing_id=during, seconds=0.5))
        await queue.until(lambda: queue.effects(before), "the worker")
        await self.end_connections(queue)
        await queue.publish(Quick(thing_id=after))
        await queue.until(lambda: queue.effects(after), "a task after the connections were lost")
        await queue.until(lambda: queue.effects(during), "the task that ran meanwhile")
        assert worker.poll() is None
        assert await queue.effects(during) == await queue.effects(after) == 1
        await self.nothing_waits(queue)

    async def end_connections(self, queue: Queue) -> None:
        ended = await queue.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert len(ended) >= 2  # the queue's own and at least one of the pool

    async def nothing_waits(self, queue: Queue) -> None:
        async def empty() -> bool:
            return await queue.waiting() == []

        await queue.until(empty, "the queue to be empty")

    async def test_ends_within_seconds_when_it_is_told_to(self, queue: Queue) -> None:
        thing = new_id()
        worker = queue.start_worker()
        await queue.publish(Quick(thing_id=thing))
        await queue.until(lambda: queue.effects(thing), "the worker")
        worker.terminate()
        assert worker.wait(timeout=10) == 0
        await self.nothing_waits(queue)

    async def test_finishes_what_it_can_and_leaves_the_rest_when_it_is_told_to_stop(self, queue: Queue) -> None:
        short, long, never = new_id(), new_id(), new_id()
        worker = queue.start_worker()
        await queue.publish(Slow(thing_id=short, seconds=1), Slow(thing_id=long, seconds=600))
        for one in (short, long):
            await queue.until(partial(queue.seen, one, "started"), "both tasks to start")
        worker.terminate()
        await asyncio.sleep(0.1)
        await queue.publish(Quick(thing_id=never))
        assert await asyncio.to_thread(worker.wait, timeout=15) == 0, queue.log
        assert await queue.effects(short) == 1
        assert await queue.effects(long) == await queue.effects(never) == 0
        queue.start_worker()
        await queue.until(lambda: queue.effects(long), "the next worker to take up the long task")
        await queue.until(lambda: queue.effects(never), "the task that came too late for the first")

    async def test_holds_a_task_that_fails_every_time_and_tells(self, queue: Queue) -> None:
        thing, other = new_id(), new_id()
        queue.start_worker()
        await queue.publish(Failing(thing_id=thing), Quick(thing_id=other))
        await queue.until(lambda: queue.seen(thing, "gave up"), "the worker to give up")

        async def held() -> bool:
            return [status for _, status in await queue.waiting()] == ["failed"]

        await queue.until(held, "the task to be held")
        assert len(await queue.seen(thing, "tried")) == 2
        assert len(await queue.seen(thing, "gave up")) == 1
        assert await queue.effects(other) == 1


class TestRefusals:
    async def test_says_at_once_that_a_follower_needs_what_nobody_has(self, house: House) -> None:
        group = Followers()

        @group.on(Quick)
        async def wishful(fact: Quick, *, oracle: object) -> None:
            raise AssertionError

        wished = replace(house, followers=FollowerTable([group]))
        with pytest.raises(TypeError, match="wishful needs oracle"):
            await work(wished, database_url="postgresql://nowhere/none", stop=asyncio.Event())
