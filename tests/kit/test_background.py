"""Facts and their followers."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pgqueuer import QueueManager
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job
from sqlalchemy import text

from evenhand.kit.background import Fact, Followers, FollowerTable, _task, publish, register
from evenhand.kit.db import Database, make_engine
from evenhand.kit.ids import new_id


class SomethingHappened(Fact):
    thing_id: UUID


class Other(Fact):
    thing_id: UUID


def followers(*runs: Callable[..., Awaitable[None]], retries: int = 2) -> Followers:
    group = Followers()
    for run in runs:
        group.on(SomethingHappened, retries=retries)(run)
    return group


async def first(fact: SomethingHappened, *, log: list[str]) -> None:
    log.append(f"first {fact.thing_id}")


async def second(fact: SomethingHappened, *, log: list[str]) -> None:
    log.append(f"second {fact.thing_id}")


async def waiting(database: Database) -> list[str]:
    async with database.transaction() as session:
        rows = await session.execute(text("SELECT entrypoint FROM pgqueuer ORDER BY id"))
        return [name for (name,) in rows]


@pytest.fixture
async def database(own_database: str) -> Any:
    table = FollowerTable([followers(first, second)])
    made = Database(make_engine(own_database), info={FollowerTable.INFO_KEY: table})
    yield made
    await made.close()


class TestFollowers:
    def test_follow_several_kinds_of_fact_each_by_a_name_of_its_own(self) -> None:
        group = Followers()
        group.on(SomethingHappened, Other)(first)
        table = FollowerTable([group])
        names = [table.of(fact)[0].name.rpartition("first")[2] for fact in (SomethingHappened, Other)]
        assert names == [".SomethingHappened", ".Other"]


class TestPublish:
    async def test_enqueues_one_task_for_each_follower(self, database: Database) -> None:
        async with database.transaction() as session:
            await publish(session, SomethingHappened(thing_id=new_id()))
            await publish(session, Other(thing_id=new_id()))
        assert [name.rpartition(".")[2] for name in await waiting(database)] == ["first", "second"]

    async def test_leaves_nothing_when_the_transaction_rolls_back(self, database: Database) -> None:
        """Even when publishing is the first thing the session does."""

        async def change_of_mind() -> None:
            async with database.transaction() as session:
                await publish(session, SomethingHappened(thing_id=new_id()))
                raise RuntimeError

        with pytest.raises(RuntimeError):
            await change_of_mind()
        assert await waiting(database) == []


class TestTask:
    def job(self, fact: Fact, attempts: int = 0) -> Job:

        now = datetime(2026, 11, 21, tzinfo=UTC)
        return Job.model_validate(
            {
                "id": 1,
                "priority": 0,
                "created": now,
                "updated": now,
                "heartbeat": now,
                "execute_after": now,
                "status": "picked",
                "entrypoint": "x",
                "payload": fact.model_dump_json().encode(),
                "attempts": attempts,
                "queue_manager_id": None,
                "headers": None,
            }
        )

    async def test_runs_the_follower_with_its_needs(self) -> None:
        log: list[str] = []
        follower = followers(first).all[0]
        fact = SomethingHappened(thing_id=new_id())
        await _task(follower, {"log": log, "unused": 1})(self.job(fact))
        assert log == [f"first {fact.thing_id}"]

    async def test_asks_for_another_try_with_growing_pauses_then_gives_up(self) -> None:
        told: list[str] = []

        async def failing(fact: SomethingHappened, *, log: list[str]) -> None:
            raise OSError("the disk is full")

        async def gave_up(fact: SomethingHappened, *, log: list[str]) -> None:
            log.append("gave up")

        group = Followers()
        group.on(SomethingHappened, retries=2, gave_up=gave_up)(failing)
        task = _task(group.all[0], {"log": told})
        fact = SomethingHappened(thing_id=new_id())
        pauses = []
        for attempt in range(2):
            with pytest.raises(RetryRequested) as retry:
                await task(self.job(fact, attempt))
            pauses.append(retry.value.delay)
        assert pauses == [timedelta(seconds=2), timedelta(seconds=4)]
        assert told == []
        with pytest.raises(OSError, match="the disk is full"):
            await task(self.job(fact, 2))
        assert told == ["gave up"]


class TestFollowerTable:
    def test_refuses_two_followers_of_one_name(self) -> None:
        with pytest.raises(ValueError, match="share a name"):
            FollowerTable([followers(first), followers(first)])


class TestRegister:
    async def test_refuses_a_follower_whose_needs_are_unknown(self) -> None:
        with pytest.raises(TypeError, match="needs log"):
            register(QueueManager.__new__(QueueManager), FollowerTable([followers(first)]), {})
