"""Places, clusters and programs for the tests of the embedded database; each place must end empty of servers."""

import json
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from tests.kit.postgres_for_tests import temporary_folder

from evenhand.kit.embedded_postgres import EmbeddedPostgres
from evenhand.kit.embedded_postgres.account import Account, account_of

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
AS_ROOT = os.geteuid() == 0
SOURCES = Path(__file__).resolve().parents[3] / "src"
PROGRAM = Path(__file__).with_name("program.py")


def servers_below(place: Path) -> list[psutil.Process]:
    """Every running PostgreSQL program that works on something below `place`."""
    found = []
    for one in psutil.process_iter():
        try:
            about = [one.cwd(), *one.cmdline()]
            if "python" not in one.name() and any(str(place) in part for part in about):
                found.append(one)
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    return found


def until(true: Callable[[], object], seconds: float = 4.0) -> float:
    """Wait for something to become true; how long it took. Fails after `seconds`."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, "it did not become true in time"
        time.sleep(0.01)
    return time.monotonic() - begun


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder that every account may enter. Whatever a test did, no server may be left there."""
    path = temporary_folder("ep-")
    yield path
    try:
        until(lambda: not servers_below(path))
    finally:
        for left in servers_below(path):
            left.kill()
        shutil.rmtree(path)


@pytest.fixture
def shared(place: Path) -> Path:
    """Root's place for copies and relocated clusters, kept out of /var/lib."""
    return place / "shared"


@pytest.fixture
def make(place: Path, shared: Path) -> Iterator[Callable[..., EmbeddedPostgres]]:
    """Make databases without the cost of durability, and stop them afterwards."""
    made: list[EmbeddedPostgres] = []

    def make(folder: Path = place / "postgres", settings: Mapping[str, str] = FAST, **more: Any) -> EmbeddedPostgres:
        made.append(EmbeddedPostgres(folder, settings=settings, **({"shared": shared} | more)))
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture(scope="session")
def finished_folder() -> Iterator[Path]:
    """The folder of a cluster that was made and stopped properly."""
    parent = temporary_folder("ep-")
    postgres = EmbeddedPostgres(parent / "postgres", settings=FAST)
    postgres.start()
    postgres.stop()
    yield parent / "postgres"
    shutil.rmtree(parent)


@pytest.fixture
def folder(place: Path, finished_folder: Path) -> Path:
    """A copy of the finished cluster: what `make` and `run` start from by default."""
    subprocess.run(["cp", "-a", finished_folder, place / "postgres"], check=True)
    return place / "postgres"


@dataclass
class Program:
    """A running program.py and what it said first."""

    running: subprocess.Popen[str]
    first: dict[str, Any]

    def ask(self, command: str = "state") -> dict[str, Any]:
        """Its answer to a command."""
        assert self.running.stdin is not None
        self.running.stdin.write(command + "\n")
        self.running.stdin.flush()
        return self.hear()

    def hear(self) -> dict[str, Any]:
        """Its next line."""
        assert self.running.stdout is not None
        answer: dict[str, Any] = json.loads(self.running.stdout.readline() or "{}")
        return answer

    def kill(self) -> None:
        """kill -9, and the body taken away."""
        self.running.kill()
        self.running.wait()

    def close(self) -> None:
        """End it however it stands."""
        self.kill()
        for stream in (self.running.stdin, self.running.stdout):
            if stream is not None:
                stream.close()


@pytest.fixture
def run(place: Path) -> Iterator[Callable[..., Program]]:
    """Run program.py on a folder; as `account`, with the Python that account can use."""
    shared = ("--shared", str(place / "shared"))
    programs: list[Program] = []

    def run(*arguments: str | Path, account: Account | None = None, wait: bool = True, wheel: bool = True) -> Program:
        settings = () if "--settings" in arguments else ("--settings", json.dumps(FAST))
        more: dict[str, Any] = {}
        if account is not None and account.uid != os.geteuid():
            more = {"user": account.uid, "group": account.gid, "extra_groups": list(account.groups)}
        path = [str(SOURCES), *((site for site in sys.path if site.endswith("site-packages")) if wheel else ())]
        running = subprocess.Popen(
            [*python_for(account), str(PROGRAM), *map(str, arguments), *settings, *shared],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            env={"PYTHONPATH": os.pathsep.join(path), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath},
            **more,
        )
        programs.append(Program(running, {}))
        if wait:
            programs[-1].first = programs[-1].hear()
        return programs[-1]

    yield run
    for one in programs:
        one.close()


@pytest.fixture
def somebody() -> Account:
    """An ordinary user: us, or nobody when we are root."""
    found = account_of(pwd.getpwnam("nobody").pw_uid if AS_ROOT else os.geteuid())
    assert found is not None
    return found


def python_for(account: Account | None) -> list[str]:
    """This Python, or the system's when the account cannot reach ours. Without site-packages of its own."""
    for candidate in (Path(sys.executable), Path("/usr/bin/python3")):
        if account is None or not candidate.exists() or account.closed_parent(candidate.resolve().parent):
            if account is None:
                return [str(candidate), "-S"]
            continue
        version = subprocess.run(
            [candidate, "-c", "import sys; print(sys.version_info >= (3, 11))"], capture_output=True
        )
        if version.stdout.strip() == b"True":
            return [str(candidate.resolve()), "-S"]
    pytest.skip("no Python that the other account can run")
