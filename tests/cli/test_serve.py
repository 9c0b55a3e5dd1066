"""The process tree: it starts, dies whole, and each part comes back."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.browsers import ROOT
from tests.cli.command import environment, evenhand
from tests.processes import Product, free_port, product, until

from evenhand.cli import database

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def installed() -> Iterator[Product]:
    """One installation for all of these: making its database costs more than most of them."""
    with product() as made:
        yield made


@pytest.fixture
def running(installed: Product) -> Product:
    """It runs, started anew with a new log where an earlier test ended it."""
    if not installed.is_running:
        (installed.folder / "log").unlink(missing_ok=True)
        installed.start()
    return installed


def serve(
    settings: dict[str, str] | None = None, *, from_nothing: bool = False, **more: str
) -> "subprocess.CompletedProcess[bytes]":
    """`evenhand serve`, expected to end by itself."""
    return evenhand("serve", env=environment(**(settings or {}), **more), from_nothing=from_nothing)


class TestServe:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_stops_whole_when_asked(self, running: Product, number: signal.Signals) -> None:
        assert len(running.everything()) >= 3  # server, worker, PostgreSQL
        running.stop(number)
        assert running.process
        assert running.process.returncode == 0, running.log

    def test_stops_though_a_request_never_ends(self, running: Product) -> None:
        with socket.create_connection(("127.0.0.1", running.port)) as visitor:
            visitor.sendall(b"GET /jobs HTTP/1.1\r\nHost: localhost\r\n")  # and no more
            running.stop()
        assert running.process
        assert running.process.returncode == 0, running.log
        assert "Traceback" not in running.log

    def test_leaves_nothing_when_it_is_killed_and_starts_again(self, running: Product) -> None:
        running.worker()
        running.kill()
        running.start()
        running.stop()

    def test_brings_back_a_killed_worker(self, running: Product) -> None:
        first = running.worker()
        first.kill()
        until(lambda: running.worker().pid != first.pid, "another worker")

    def test_brings_back_a_killed_database(self, running: Product) -> None:
        running.postmaster().kill()
        until(running.answers, "the server to be ready again")

    def test_ends_with_its_parent_where_asked(self, installed: Product) -> None:
        if installed.is_running:
            installed.stop()
        installed.process = None
        command = f"{sys.executable} -m evenhand.cli serve --with-parent & wait"
        parent = subprocess.Popen(["bash", "-c", command], cwd=ROOT, env=installed.environment)
        until(installed.answers, "the server")
        parent.kill()
        parent.wait()
        installed.nothing_is_left()


class TestRefusals:
    """Each ends with one clear sentence and no stack trace."""

    def check(self, done: "subprocess.CompletedProcess[bytes]", *words: str) -> None:
        assert done.returncode == 1
        said = done.stderr.decode()
        lines = [line for line in said.splitlines() if line.startswith("evenhand: ")]
        assert len(lines) == 1, said
        assert "Traceback" not in said
        assert all(word in lines[0] for word in words), lines[0]

    def test_a_taken_port(self, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            self.check(
                serve(EVENHAND_PORT=str(port), EVENHAND_DATA_DIR=str(tmp_path / "data")),
                f"Port {port}",
                "EVENHAND_PORT",
            )

    def test_a_folder_that_cannot_be_written(self) -> None:
        self.check(serve(from_nothing=True, EVENHAND_DATA_DIR="/proc/evenhand"), "/proc/evenhand", "EVENHAND_DATA_DIR")

    def test_a_database_that_does_not_answer(self, tmp_path: Path) -> None:
        self.check(
            serve(
                EVENHAND_DATA_DIR=str(tmp_path),
                EVENHAND_PORT=str(free_port()),
                DATABASE_URL=f"postgresql://someone:secret@127.0.0.1:{free_port()}/evenhand",
            ),
            "cannot be reached",
            "Check DATABASE_URL",
            "someone:***",
        )

    @pytest.mark.parametrize(
        ("url", "words"), [("mysql://localhost/evenhand", "another kind"), ("nonsense", "cannot be read")]
    )
    def test_a_database_of_another_kind(self, tmp_path: Path, url: str, words: str) -> None:
        done = serve(EVENHAND_DATA_DIR=str(tmp_path), EVENHAND_PORT=str(free_port()), DATABASE_URL=url)
        self.check(done, words)

    async def test_a_database_that_is_too_old(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(database, "OLDEST_POSTGRES", 99)
        with pytest.raises(database.DatabaseUnusable, match="Evenhand needs 99 or newer"):
            await database.check_server(os.environ["EVENHAND_TEST_POSTGRES"])

    def test_a_setting_that_makes_no_sense(self, tmp_path: Path) -> None:
        done = serve(EVENHAND_DATA_DIR=str(tmp_path), EVENHAND_PORT="eighty")
        self.check(done, "EVENHAND_PORT")

    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            ({"EVENHAND_SMTP_URL": "nonsense"}, "EVENHAND_SMTP_URL must look like"),
            (
                {"EVENHAND_ADMIN_EMAIL": "alice@example.org", "EVENHAND_ADMIN_PASSWORD": "short"},
                "EVENHAND_ADMIN_PASSWORD: Use at least 10 characters.",
            ),
        ],
    )
    def test_settings_that_make_no_sense_together(
        self, own_database: str, tmp_path: Path, settings: dict[str, str], words: str
    ) -> None:
        done = serve(
            settings,
            EVENHAND_DATA_DIR=str(tmp_path),
            EVENHAND_PORT=str(free_port()),
            EVENHAND_ENVIRONMENT="development",
            DATABASE_URL=own_database,
        )
        self.check(done, words)

    def test_production_without_keys(self, own_database: str, tmp_path: Path) -> None:
        done = serve(EVENHAND_DATA_DIR=str(tmp_path), EVENHAND_PORT=str(free_port()), DATABASE_URL=own_database)
        self.check(done, "There is no key file", "`evenhand keys add`")
        assert not (tmp_path / "keys").exists()

    def test_keys_that_are_lost(self, own_database: str, tmp_path: Path) -> None:
        (tmp_path / "keys/people/someone").mkdir(parents=True)
        done = serve(EVENHAND_DATA_DIR=str(tmp_path), EVENHAND_PORT=str(free_port()), DATABASE_URL=own_database)
        self.check(done, "keyring.json", "Restore it from its backup")
