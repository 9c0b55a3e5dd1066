"""The whole product as processes: started, watched, killed and started again by the tests."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx2
import psutil

from tests.browsers import ROOT
from tests.kit.postgres_for_tests import temporary_folder

PATIENCE = 120.0  # the machine may be busy; nothing waits longer than it must
T = TypeVar("T")


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(look: Callable[[], T | bool | None], what: str, seconds: float = PATIENCE) -> T:
    """Wait until `look` returns something true, and return it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found  # type: ignore[return-value]
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for {what}")


@dataclass
class Product:
    """One installation in a folder of its own. `start` may be called again after a kill."""

    folder: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("EVENHAND_", "DATABASE_"))}
        return {
            **kept,
            "EVENHAND_DATA_DIR": str(self.folder / "data"),
            "EVENHAND_PORT": str(self.port),
            "EVENHAND_ENVIRONMENT": "development",
            **self.settings,
        }

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Run `evenhand serve` and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            # With its parent, so that a test run that is killed leaves nothing behind either.
            command = [sys.executable, "-m", "evenhand.cli", "serve", "--with-parent"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        until(self.answers, f"the server; its log: {self.log[-2000:]}")

    def answers(self) -> bool:
        """Whether the server is ready. A server that ended meanwhile fails the test with its log."""
        assert self.process is None or self.process.poll() is None, self.log
        try:
            return httpx2.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except httpx2.TransportError:
            return False

    def everything(self) -> list[psutil.Process]:
        """Every process of this installation, the server's own first."""
        marks = (str(self.folder), f"--parent {self.process.pid if self.process else 0}")
        found = []
        for one in psutil.process_iter():
            try:
                if one.pid == (self.process.pid if self.process else 0) or any(
                    mark in " ".join(one.cmdline()) for mark in marks
                ):
                    found.append(one)
            except psutil.Error:
                continue
        return [one for one in found if one.pid != os.getpid()]

    def worker(self) -> psutil.Process:
        """The worker's process."""
        return until(lambda: next(iter(self._children("worker")), None), "the worker")

    def postmaster(self) -> psutil.Process:
        """PostgreSQL's main process."""
        pid_file = self.folder / "data" / "postgres" / "cluster" / "postmaster.pid"
        return psutil.Process(int(pid_file.read_text().split()[0]))

    def _children(self, word: str) -> list[psutil.Process]:
        assert self.process
        children = psutil.Process(self.process.pid).children(recursive=True)
        found = []
        for child in children:
            try:
                if word in child.cmdline():
                    found.append(child)
            except psutil.Error:
                continue
        return found

    def kill(self) -> None:
        """kill -9 of the server; what belonged to it must be gone moments later."""
        assert self.process
        self.process.kill()
        self.process.wait()
        self.nothing_is_left()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """A polite end."""
        assert self.process
        self.process.send_signal(number)
        self.process.wait(timeout=20)
        self.nothing_is_left()

    def nothing_is_left(self) -> None:
        """No process and nobody on the port."""
        until(lambda: not self.running(), f"processes to end: {self.everything()}", 30)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", self.port))

    def running(self) -> list[psutil.Process]:
        """Processes that have not ended (a zombie has)."""
        alive = []
        for one in self.everything():
            try:
                if one.status() != psutil.STATUS_ZOMBIE:
                    alive.append(one)
            except psutil.Error:
                continue
        return alive


def _keep_log(made: Product) -> None:
    """The log of the last product stays where whoever mends a test can read it."""
    kept = ROOT / "var" / "last-product.log"
    kept.parent.mkdir(exist_ok=True)
    if (made.folder / "log").exists():
        kept.write_bytes((made.folder / "log").read_bytes())


@contextmanager
def product(**settings: str) -> Iterator[Product]:
    """An installation that is taken away at the end, whatever happened to it."""
    made = Product(temporary_folder("evenhand-product-"), free_port(), settings)
    try:
        yield made
    finally:
        if made.process and made.is_running:
            made.process.kill()
            made.process.wait()
        until(lambda: not made.running(), "the last processes", 30)
        _keep_log(made)
        subprocess.run(["rm", "-rf", str(made.folder)], check=False)
