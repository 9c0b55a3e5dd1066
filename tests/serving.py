"""An app of the test on a real port, in this process, as `evenhand serve` runs the product's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server

from tests.processes import free_port

CLOSING = 2
"""Seconds that connections have to end when their clients are gone, and then again when they are told to."""

SERVERS = ("/granian/", "/engineio/", "/socketio/")


@asynccontextmanager
async def serving(app: Any) -> AsyncIterator[str]:
    """Serve an ASGI app on a free port; gives its address. Close what is connected to it first: it waits for that."""
    under_way: set[object] = set()
    quiet = asyncio.Event()

    async def counted(scope: Any, receive: Any, send: Any) -> None:
        connection = object()
        if scope["type"] != "lifespan":
            under_way.add(connection)
        try:
            await app(scope, receive, send)
        finally:
            under_way.discard(connection)
            if not under_way:
                quiet.set()

    port = free_port()
    before = asyncio.all_tasks()
    server = Server(counted, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
    running = asyncio.create_task(server.serve())
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            assert not running.done(), "the server ended before it answered"
            await asyncio.sleep(0.02)
        else:
            writer.close()
            break
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        # A connection that is just being closed when the server stops never learns of its end.
        quiet.clear()
        if under_way:
            with suppress(TimeoutError):
                await asyncio.wait_for(quiet.wait(), CLOSING)
        server.stop()  # type: ignore[no-untyped-call]  # granian has no types for it
        await asyncio.wait([running], timeout=CLOSING)
        await _end(asyncio.all_tasks() - before)


async def _end(tasks: set[asyncio.Task[Any]]) -> None:
    """End what a stopped server left: its connections may wait for ever for what it does not do any more."""
    left = {task for task in tasks if _is_of_a_server(task)}
    for task in left:
        task.cancel()
    if left:
        _, deaf = await asyncio.wait(left, timeout=CLOSING)
        for task in deaf:
            asyncio._unregister_task(task)  # else the loop would wait for it when all tests are done


def _is_of_a_server(task: asyncio.Task[Any]) -> bool:
    code = getattr(task.get_coro(), "cr_code", None)
    return code is not None and any(name in code.co_filename for name in SERVERS)
