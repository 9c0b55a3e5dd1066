"""The embedded database as the rest of Evenhand sees it: start, url, keep running, stop."""

import asyncio
import logging
import os
import signal
import socket
import struct
import threading
import time
import weakref
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from .binaries import installed_wheel, programs_for
from .child import Child
from .cluster import (
    DATABASE,
    ROLE,
    check_major,
    create,
    last_lines,
    read_password,
    server_command,
    trim_log,
)
from .home import SOCKET_FILE, Home, settle
from .locks import FileLock
from .private import open_file
from .refusals import EmbeddedPostgresError, cannot_write, did_not_start
from .survivors import clear, clear_socket, read_pid_file

SHARED = Path("/var/lib/evenhand-postgres")
"""Root's place for program copies and relocated clusters. Not in `/var/lib/evenhand`, which may be closed to others."""

PATIENCE_SECONDS = 120.0
"""A starting server that writes nothing to its log for so long is given up; recovery after a crash reports progress."""

STOP_SECONDS = 20.0
IMMEDIATE_SECONDS = 5.0
STEP = 0.01
TICK_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 30.0
LOG_CHECK_TICKS = 40
ANSWER_SECONDS = 1.0
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})

log = logging.getLogger(__name__)


class EmbeddedPostgres:
    """One PostgreSQL cluster below a folder, served by whichever process of ours came first.

    That process is the owner: its death, however sudden, ends the server within moments, and another process that
    attached takes over if it runs `keep_running`. Methods may be called from any thread. A forked child of the
    owner owns nothing.
    """

    def __init__(
        self,
        folder: Path,
        *,
        settings: Mapping[str, str] = NO_SETTINGS,
        shared: Path = SHARED,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """`folder`: ours alone, made when missing. `settings`: PostgreSQL settings that win over our defaults.

        `shared`: where root puts what its stand-in account cannot reach in `folder`. `patience`: seconds.
        """
        self._folder = folder
        self._settings = dict(settings)
        self._shared = shared
        self._patience = patience
        self._turn = threading.RLock()
        self._wanted = False
        self._home: Home | None = None
        self._ownership: FileLock | None = None
        self._child: Child | None = None
        self._socket_folder: Path | None = None
        self._password = ""
        _everyone.add(self)

    @property
    def owner(self) -> bool:
        """Whether the server is this process's child, to be kept running and stopped by it."""
        return self._ownership is not None and self._ownership.held

    def start(self) -> None:
        """Make the cluster when it is new, and start it or attach to its owner's; returns when it answers.

        Raises EmbeddedPostgresError.
        """
        self._wanted = True
        self._bring_up()

    def url(self, database: str = DATABASE, *, driver: str = "postgresql+asyncpg") -> str:
        """Address of a database over the Unix socket, password included, percent-encoded. After `start`."""
        if self._socket_folder is None:
            raise EmbeddedPostgresError("The embedded database has not been started: call start() first.")
        place = quote(str(self._socket_folder), safe="")
        return f"{driver}://{ROLE}:{quote(self._password, safe='')}@/{quote(database, safe='')}?host={place}"

    def alive(self) -> bool:
        """Whether the server is up and answers."""
        if self._home is None or self._socket_folder is None:
            return False
        found = read_pid_file(self._home.cluster)
        return found is not None and found.ready and _answers(self._socket_folder)

    def stop(self) -> None:
        """Stop the server if it is ours: sessions end, what was committed is kept. Nothing otherwise, or twice."""
        self._wanted = False
        with self._turn:
            self._stop_child()
            self._disown()

    async def keep_running(self) -> None:
        """Until cancelled: restart a server that died, take over from an owner that is gone, bound the log.

        Trouble is logged and tried again, at ever longer intervals.
        """
        pause, ticks = TICK_SECONDS, 0
        while True:
            await asyncio.sleep(pause)
            ticks += 1
            try:
                if not self._needs_us():
                    pause = TICK_SECONDS
                else:
                    pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                    await asyncio.to_thread(self._bring_up_again)
                if self.owner and self._home is not None and ticks % LOG_CHECK_TICKS == 0:
                    await asyncio.to_thread(trim_log, self._home.log)
            except EmbeddedPostgresError as error:
                if not self._wanted:  # stopped in the middle of a restart
                    continue
                log.error("The database is down; next try in %.0f seconds. %s", pause, error)  # noqa: TRY400
            except OSError as error:
                log.warning("The database's log could not be shortened: %s", error)

    def _needs_us(self) -> bool:
        if not self._wanted or not self._turn.acquire(blocking=False):
            return False
        try:
            if self.owner:
                return self._child is None or self._child.ended.is_set()
            return self._ownership is None or self._ownership.take()
        finally:
            self._turn.release()

    def _bring_up_again(self) -> None:
        status = self._child.status if self._child is not None else None
        begun = time.monotonic()
        self._bring_up()
        if self._wanted:
            after = f" after it ended with status {status}" if status is not None else ""
            log.warning("PostgreSQL was started again%s, in %.2f seconds.", after, time.monotonic() - begun)

    def _bring_up(self) -> None:
        with self._turn:
            if not self._wanted or (self.owner and self._child is not None and not self._child.ended.is_set()):
                return
            self._home = self._home or settle(self._folder, self._shared)
            self._ownership = self._ownership or FileLock(self._home.owner_lock, self._home.account)
            try:
                while not self._ownership.take():
                    if self._attach(self._home):
                        return
                    self._wait_a_step(self._home)
                self._serve(self._home)
            except BaseException:
                self._stop_child()
                self._disown()
                raise

    def _attach(self, home: Home) -> bool:
        """Whether the owner's server is ready; then this object knows its address."""
        found = read_pid_file(home.cluster)
        if found is None or not found.ready or not _answers(found.socket_folder):
            return False
        self._password = read_password(home)
        self._socket_folder = found.socket_folder
        return True

    def _serve(self, home: Home) -> None:
        """As the owner: make what is missing, end what is left, start the server and wait until it is ready."""
        wheel = installed_wheel()
        programs = programs_for(home.account, wheel, self._shared)
        running = FileLock(home.running_lock, home.account)
        try:
            clear(home, running)
            keep_open = (running.descriptor,)
            if not home.cluster.exists():
                durable = self._settings.get("fsync", "on") != "off"
                create(home, programs, keep_open=keep_open, durable=durable, patience=self._patience)
            check_major(home, wheel.major)
            self._password = read_password(home)
            self._socket_folder = home.socket_folder(self._socket_folder)
            clear_socket(self._socket_folder)
            command = server_command(home, programs, self._socket_folder, self._settings)
            written = open_file(home.log, home.account, os.O_WRONLY | os.O_APPEND)
            try:
                trim_log(home.log)
                start = home.log.stat().st_size
                self._child = Child(command, account=home.account, log=written, keep_open=keep_open)
            finally:
                os.close(written)
        except OSError as error:
            raise cannot_write(home.folder, error) from error
        finally:
            running.close()  # from here on only the server holds it
        self._wait_until_ready(home, self._child, start)

    def _wait_until_ready(self, home: Home, child: Child, start: int) -> None:
        size, heard = start, time.monotonic()
        while True:
            found = read_pid_file(home.cluster)
            if found is not None and found.pid == child.pid and found.ready:
                return
            if child.ended.is_set():
                raise did_not_start(last_lines(home.log, start), where=home.folder)
            if (now := home.log.stat().st_size) != size:
                size, heard = now, time.monotonic()
            if time.monotonic() - heard > self._patience:
                raise did_not_start(last_lines(home.log, start), where=home.folder, waited=self._patience)
            self._wait_a_step(home)

    def _wait_a_step(self, home: Home) -> None:
        if not self._wanted:
            raise EmbeddedPostgresError(f"The database in {home.folder} was stopped while it was starting.")
        time.sleep(STEP)

    def _stop_child(self) -> None:
        if self._child is None:
            return
        for number, seconds in (
            (signal.SIGINT, STOP_SECONDS),
            (signal.SIGQUIT, IMMEDIATE_SECONDS),
            (signal.SIGKILL, IMMEDIATE_SECONDS),
        ):
            self._child.send(number)
            if self._child.ended.wait(seconds):
                break
        self._child = None

    def _disown(self) -> None:
        if self._ownership is not None:
            self._ownership.close()

    def _forget(self) -> None:
        """In a forked child: the server, the lock and whoever held our turn stayed with the parent."""
        self._turn = threading.RLock()
        self._wanted = False
        if self._child is not None:
            self._child.forget()
            self._child = None
        self._disown()


_everyone: "weakref.WeakSet[EmbeddedPostgres]" = weakref.WeakSet()


def _forget_all() -> None:
    for one in list(_everyone):
        one._forget()  # noqa: SLF001 - the class's own


os.register_at_fork(after_in_child=_forget_all)

# PostgreSQL's SSLRequest (protocol documentation, "Message Formats"): answered with one byte before any sign-in.
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)


def _answers(socket_folder: Path) -> bool:
    with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(ANSWER_SECONDS)
        line.connect(str(socket_folder / SOCKET_FILE))
        line.sendall(_SSL_REQUEST)
        return line.recv(1) in (b"N", b"S")
    return False
