"""The background worker: takes tasks from the queue in PostgreSQL until it is told to stop, through any trouble."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import asyncpg
import structlog
from pgqueuer import QueueManager
from pgqueuer.queries import Queries
from sqlalchemy.engine import make_url

from evenhand.kit.background import check_needs, register, repeat
from evenhand.kit.logs import said
from evenhand.wiring import House

log = structlog.get_logger(__name__)

AT_ONCE = 4
# A task whose worker was killed is taken over after this long; a handler must not block the loop half as long.
HEARTBEAT = timedelta(seconds=5)
LOOK_EVERY = timedelta(seconds=1)  # a wake-up by NOTIFY usually comes first
PAUSES = (0.5, 1, 2, 5)  # seconds between tries when the database is away
QUIET_AFTER = 3  # tries
CONNECT_SECONDS = 5
GRACE = 4  # seconds; less than whoever stops the process waits before they kill it


async def work(house: House, *, database_url: str, stop: asyncio.Event) -> None:
    """Work until `stop` is set. A database that restarts costs a pause, never the worker.

    Tasks that run when it is told to stop have GRACE seconds to end; the others are left to the next worker.
    Raises TypeError when a follower asks for something the wiring does not have.
    """
    check_needs(house.followers, house.needs())
    address = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    routines = [asyncio.create_task(repeat(one, house.needs(), stop=stop)) for one in house.followers.routines]
    failures = 0
    while not stop.is_set():
        try:
            await _work_on_one_connection(house, address, stop)
            failures = 0
        except Exception as error:  # noqa: BLE001 - an edge: whatever it is, the work must go on
            failures += 1
            if failures <= QUIET_AFTER:
                log.warning("queue_away", error=said(error))
        if not stop.is_set():
            pause = PAUSES[min(failures, len(PAUSES) - 1)]
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
    for routine in routines:  # each was told to stop, and has had as long as the queue's tasks
        routine.cancel()
    await asyncio.gather(*routines, return_exceptions=True)


async def _work_on_one_connection(house: House, address: str, stop: asyncio.Event) -> None:
    connection = await asyncpg.connect(address, timeout=CONNECT_SECONDS)
    manager = QueueManager(Queries.from_asyncpg_connection(connection))
    register(manager, house.followers, house.needs())
    connection.add_termination_listener(lambda _: manager.shutdown.set())
    running = asyncio.create_task(
        manager.run(
            dequeue_timeout=LOOK_EVERY,
            heartbeat_timeout=HEARTBEAT,
            batch_size=AT_ONCE // 2,
            max_concurrent_tasks=AT_ONCE,
            shutdown_on_listener_failure=True,
        )
    )
    stopping = asyncio.create_task(_end(running, manager, connection, stop))
    try:
        await asyncio.wait({running})
        if not running.cancelled():
            running.result()
    finally:
        stopping.cancel()
        if not connection.is_closed():
            await connection.close(timeout=CONNECT_SECONDS)


async def _end(
    running: "asyncio.Task[None]", manager: QueueManager, connection: asyncpg.Connection, stop: asyncio.Event
) -> None:
    """Once told to stop: take nothing new, and after the grace drop what still runs."""
    await stop.wait()
    manager.shutdown.set()
    await asyncio.wait({running}, timeout=GRACE)
    if not running.done():
        log.warning("tasks_left_to_the_next_worker")
        # First the connection: over it, a cancelled task would be noted as done with and never be taken up again.
        connection.terminate()
        running.cancel()
