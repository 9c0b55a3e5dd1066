"""What a killed server left behind: processes that still run on its cluster, and its pid file."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .home import SOCKET_FILE, Home
from .locks import FileLock
from .refusals import EmbeddedPostgresError

PID_FILE = "postmaster.pid"
POLITE_SECONDS = 10.0
"""How long a surviving server may take for a fast stop before its processes are killed."""

ORPHAN_SECONDS = 0.3
"""How long sessions without a server may take to notice; a busy one notices only when its query ends."""

KILLED_SECONDS = 5.0
STEP = 0.01


@dataclass(frozen=True)
class PidFile:
    """The lines of `postmaster.pid` that matter here."""

    pid: int
    socket_folder: Path
    ready: bool


def read_pid_file(cluster: Path) -> PidFile | None:
    """What the server wrote about itself, or None when there is none or it is not whole yet."""
    try:
        lines = (cluster / PID_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
        return PidFile(int(lines[0]), Path(lines[4]), lines[7].strip() == "ready")
    except (OSError, IndexError, ValueError):
        return None


def clear(home: Home, running: FileLock) -> None:
    """End whatever still runs on the cluster and take `running`, so that a new server is the only one.

    Only the owner may call this. A surviving server is stopped properly first. Raises EmbeddedPostgresError when
    something cannot be ended.
    """
    left = _processes(home.cluster)
    if not running.take() or left:
        if (server := _server_pid(home.cluster)) in left:
            _signal([server], signal.SIGINT)
            _wait(home, running, POLITE_SECONDS)
        if not _wait(home, running, ORPHAN_SECONDS):
            _signal(_processes(home.cluster), signal.SIGKILL)
        if not _wait(home, running, KILLED_SECONDS):
            raise EmbeddedPostgresError(
                f"Another PostgreSQL is still running on {home.cluster} and cannot be ended: "
                "end its processes, or restart the machine, and start again."
            )
    # Nobody runs: a pid file left by a crash would only be mistaken for whoever has that number now.
    (home.cluster / PID_FILE).unlink(missing_ok=True)


def clear_socket(folder: Path) -> None:
    """Remove the socket of a killed server: its lock file holds a number, too, that may be somebody's now.

    Only after `clear`.
    """
    for name in (SOCKET_FILE, f"{SOCKET_FILE}.lock"):
        (folder / name).unlink(missing_ok=True)


def _wait(home: Home, running: FileLock, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not (running.take() and not _processes(home.cluster)):
        if time.monotonic() > end:
            return False
        time.sleep(STEP)
    return True


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _processes(cluster: Path) -> list[int]:
    """Every `postgres` on this cluster: each works in the cluster's folder."""
    if not sys.platform.startswith("linux"):
        return _server_by_pid_file(cluster)
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        with suppress(OSError):
            if (entry / "cwd").readlink() == cluster and (entry / "exe").readlink().name.startswith("postgres"):
                found.append(int(entry.name))
    return found


def _server_by_pid_file(cluster: Path) -> list[int]:
    """Where there is no /proc: the pid file's process, when it is a `postgres` at all."""
    pid = _server_pid(cluster)
    name = subprocess.run(["/bin/ps", "-o", "comm=", "-p", str(pid)], capture_output=True, check=False).stdout
    return [pid] if b"postgres" in name else []


def _server_pid(cluster: Path) -> int:
    """The first line of the pid file, which is there before the others; 0 when there is none."""
    with suppress(OSError, ValueError, IndexError):
        return int((cluster / PID_FILE).read_text(encoding="utf-8", errors="replace").splitlines()[0])
    return 0
