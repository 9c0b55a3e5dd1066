"""Runs the product as one process tree: this process is the web server and looks after the database and the worker."""

import asyncio
import os
import signal
import socket
import sys
import time
from contextlib import suppress

import structlog
import uvloop
from granian.constants import Interfaces
from granian.server.embed import Server

from evenhand import migrate, seeding, worker
from evenhand.cli.database import OpenDatabase, open_database, read_settings, saying_why, stop_with
from evenhand.kit import logs
from evenhand.kit.clock import utc_now
from evenhand.kit.garbage import loading
from evenhand.kit.settings import Settings
from evenhand.main import create_app
from evenhand.wiring import House

log = structlog.get_logger(__name__)

WORKER_PAUSES = (0.5, 2, 5, 15)  # seconds before a worker that died is started again
WORKER_STOP_SECONDS = 8
REQUEST_SECONDS = 3  # what is under way when we are told to stop has this long; the server itself would wait for ever
LASTING = 30  # a worker that ran this many seconds begins again with the shortest pause


def serve() -> None:
    """Start everything, serve until a signal, stop everything."""
    settings = read_settings()
    logs.configure(settings.log_format)
    _check_port(settings)
    with saying_why(), open_database(settings) as database:
        uvloop.run(_serve(settings, database))


def run_worker() -> None:
    """A worker process."""
    settings = read_settings()
    logs.configure(settings.log_format)
    with saying_why(), open_database(settings) as database:
        uvloop.run(_work(settings, database))


def _check_port(settings: Settings) -> None:
    """Say plainly that a port is taken; the server itself would print a backtrace of another language."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            stop_with(
                f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}). "
                "Set EVENHAND_PORT to another one, or stop what uses it."
            )


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _serve(settings: Settings, database: OpenDatabase) -> None:
    stop = _stop_on_signals()
    keys = settings.data_dir / "keys"
    first = not (keys / "keyring.json").exists()
    house = House.build(settings, database_url=database.url)
    if first:
        _say(f"The keys of this installation were made in {keys}")
    await migrate.upgrade(house.database.engine)
    if settings.demo and await seeding.demo_belongs_here(house, today=utc_now().date()):
        await seeding.demo(house, say=_say)
    await seeding.first_admin(house)
    await seeding.first_platform_admin(house)
    with loading():
        app = create_app(house)
    server = Server(
        app,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        log_access=False,
        log_enabled=False,  # ours say what matters
        websockets=True,
    )
    serving = asyncio.create_task(server.serve())
    working = asyncio.create_task(_keep_worker(stop) if settings.worker else stop.wait())
    guarding = asyncio.create_task(database.embedded.keep_running() if database.embedded else stop.wait())
    stopping = asyncio.create_task(stop.wait())
    _say(f"Evenhand is at {settings.public_url} (Ctrl-C stops it)")
    await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    if not serving.done():
        server.stop()  # type: ignore[no-untyped-call]
    await asyncio.wait([serving], timeout=REQUEST_SECONDS)
    await working
    guarding.cancel()
    await house.database.close()
    if serving.done():
        await serving  # for what it may have raised


async def _work(settings: Settings, database: OpenDatabase) -> None:
    stop = _stop_on_signals()
    house = House.build(settings, database_url=database.url)
    keeper = asyncio.create_task(database.embedded.keep_running()) if database.embedded else None
    await worker.work(house, database_url=database.url, stop=stop)
    if keeper:
        keeper.cancel()
    await house.database.close()


async def _keep_worker(stop: asyncio.Event) -> None:
    """Run a worker as a child, and another one when it dies, until `stop`."""
    failures = 0
    while not stop.is_set():
        started = time.monotonic()
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "evenhand.cli", "worker", "--parent", str(os.getpid())
        )
        ended = asyncio.create_task(child.wait())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([ended, stopping], return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            await _end(child, ended)
            return
        stopping.cancel()
        failures = 1 if time.monotonic() - started > LASTING else failures + 1
        pause = WORKER_PAUSES[min(failures, len(WORKER_PAUSES)) - 1]
        log.warning("worker_died", status=child.returncode, next_try_seconds=pause)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)


async def _end(child: asyncio.subprocess.Process, ended: "asyncio.Task[int]") -> None:
    if child.returncode is None:
        with suppress(ProcessLookupError):
            child.terminate()
        try:
            await asyncio.wait_for(ended, WORKER_STOP_SECONDS)
        except TimeoutError:
            child.kill()


def _say(text: str) -> None:
    print(text, flush=True)
