"""The background worker: takes tasks from the queue in PostgreSQL until it is told to stop, through any trouble."""

import asyncio
from datetime import timedelta

import asyncpg
import structlog
from pgqueuer import QueueManager
from pgqueuer.queries import Queries
from sqlalchemy.engine import make_url

from evenhand.kit.background import register
from evenhand.wiring import House

log = structlog.get_logger(__name__)

AT_ONCE = 4
# A task whose worker was killed is taken over after this long; a handler must not block the loop half as long.
HEARTBEAT = timedelta(seconds=5)
LOOK_EVERY = timedelta(seconds=1)  # a wake-up by NOTIFY usually comes first
PAUSES = (0.5, 1, 2, 5)  # seconds between tries when the database is away
QUIET_AFTER = 3  # tries


async def work(house: House, *, database_url: str, stop: asyncio.Event) -> None:
    """Work until `stop` is set. A database that restarts costs a pause, never the worker."""
    address = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    failures = 0
    while not stop.is_set():
        try:
            await _work_on_one_connection(house, address, stop)
            failures = 0
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, RuntimeError, ExceptionGroup) as error:
            failures += 1
            if failures <= QUIET_AFTER:
                log.warning("queue_away", error=repr(error))
        if not stop.is_set():
            pause = PAUSES[min(failures, len(PAUSES) - 1)]
            try:
                await asyncio.wait_for(stop.wait(), pause)
            except TimeoutError:
                continue


async def _work_on_one_connection(house: House, address: str, stop: asyncio.Event) -> None:
    connection = await asyncpg.connect(address, timeout=10)
    manager = QueueManager(Queries.from_asyncpg_connection(connection))
    register(manager, house.followers, house.needs())
    connection.add_termination_listener(lambda _: manager.shutdown.set())
    stopping = asyncio.create_task(_pass_on(stop, manager.shutdown))
    try:
        await manager.run(
            dequeue_timeout=LOOK_EVERY,
            heartbeat_timeout=HEARTBEAT,
            batch_size=AT_ONCE // 2,
            max_concurrent_tasks=AT_ONCE,
            shutdown_on_listener_failure=True,
        )
    finally:
        stopping.cancel()
        if not connection.is_closed():
            await connection.close(timeout=5)


async def _pass_on(stop: asyncio.Event, shutdown: asyncio.Event) -> None:
    await stop.wait()
    shutdown.set()
