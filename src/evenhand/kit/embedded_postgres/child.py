"""PostgreSQL's programs as children of ours that never outlive us."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from signal import SIGINT, Signals

from .account import Account

LAUNCHER = Path(__file__).with_name("launcher.py")
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
"""Nothing of ours: PGDATA, PGPORT and their like would change what the programs do."""

KERNEL_TELLS = sys.platform.startswith("linux")
"""Whether the kernel signals a child whose parent is gone; elsewhere a watcher does, at the price of a process."""


class Child:
    """One PostgreSQL server. A thread of its own forks it and waits for it.

    The kernel's "parent is gone" means the *thread* that forked, so that thread must live as long as the server;
    waiting in it also reaps a killed server at once (as a zombie it would still count as running).
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        account: Account,
        log: int,
        keep_open: Sequence[int],
        kernel_tells: bool = KERNEL_TELLS,
    ) -> None:
        self.ended = threading.Event()
        self._begun = threading.Event()
        self._started: subprocess.Popen[bytes] | None = None
        self._refused: BaseException | None = None
        self._held = -1
        self._arguments = (list(command), account, log, tuple(keep_open), kernel_tells)
        threading.Thread(target=self._live, name="embedded-postgres", daemon=True).start()
        self._begun.wait()
        if self._refused is not None:
            raise self._refused

    @property
    def pid(self) -> int:
        """Process id of the server."""
        assert self._started is not None  # noqa: S101 - __init__ raises otherwise
        return self._started.pid

    @property
    def status(self) -> int | None:
        """None while it runs, else its exit status (negative: the signal that ended it)."""
        return self._started.returncode if self._started is not None and self.ended.is_set() else None

    def send(self, number: Signals) -> None:
        """Signal the server; nothing when it has ended."""
        if self._started is not None:
            self._started.send_signal(number)

    def forget(self) -> None:
        """In a forked child of ours: do not look like an owner that still lives."""
        if not self.ended.is_set():
            os.close(self._held)

    def _live(self) -> None:
        command, account, log, keep_open, kernel_tells = self._arguments
        watched, self._held = os.pipe()
        try:
            self._started = subprocess.Popen(
                _launch(command, account, watched, kernel_tells=kernel_tells),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(watched, *keep_open),
                cwd="/",
                env=ENVIRONMENT,
                start_new_session=True,  # Ctrl-C reaches us, and we stop the server when our own work is done
            )
        except BaseException as error:  # noqa: BLE001 - handed to the thread that asked
            self._refused = error
        finally:
            os.close(watched)
            self._begun.set()
        if self._started is not None:
            self._started.wait()
        os.close(self._held)
        self.ended.set()


def run_to_end(
    command: Sequence[str], *, account: Account, keep_open: Sequence[int], timeout: float, stdin: str = ""
) -> tuple[int, list[str]]:
    """Run a short PostgreSQL program; its exit status and what it wrote.

    The calling thread waits, so the program ends with us like a `Child`. Raises subprocess.TimeoutExpired.
    """
    watched, held = os.pipe()
    try:
        done = subprocess.run(
            _launch(command, account, watched, kernel_tells=KERNEL_TELLS),
            input=stdin.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(watched, *keep_open),
            cwd="/",
            env=ENVIRONMENT,
            start_new_session=True,
            timeout=timeout,
            check=False,
        )
    finally:
        os.close(watched)
        os.close(held)
    return done.returncode, done.stdout.decode(errors="replace").splitlines()


def _launch(command: Sequence[str], account: Account, watched: int, *, kernel_tells: bool) -> list[str]:
    become = [account.uid, account.gid, list(account.groups)] if account.switch else None
    orders = {
        "parent": os.getpid(),
        "signal": int(SIGINT),  # fast shutdown: sessions are ended, what was committed is kept
        "watch": watched,
        "kernel": kernel_tells,
        "account": become,
        "command": list(command),
    }
    return [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(orders)]
