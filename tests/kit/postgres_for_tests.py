"""A real PostgreSQL for one test run: fast, because nothing in it has to survive a power cut.

With pytest-xdist the controller starts it in `pytest_configure` and hands the address to its workers::

    def pytest_configure(config):
        if not hasattr(config, "workerinput"):
            config.stash[POSTGRES] = start_for_tests()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(node):
        node.workerinput["postgres_url"] = node.config.stash[POSTGRES].url("postgres")

    def pytest_unconfigure(config):
        if POSTGRES in config.stash:
            stop_for_tests(config.stash[POSTGRES])

A run that is killed takes the server with it; its folder stays behind until the next run removes it.
"""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from evenhand.kit.embedded_postgres import EmbeddedPostgres

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
"""Settings that give up durability, never behaviour."""

PREFIX = "evenhand-tests-"
IN_USE = "in-use.lock"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder in it is made by mkdtemp
ENOUGH_MEMORY = 2_000_000_000
"""Bytes that must be free there; containers often have 64 MB."""

_in_use: dict[Path, int] = {}
_folders: dict[EmbeddedPostgres, Path] = {}


def start_for_tests() -> EmbeddedPostgres:
    """Start a new cluster in a temporary folder of its own; works as root and as an ordinary user. About 0.6 s.

    Call it once per run, in one process; end it with `stop_for_tests`.
    """
    _remove_left_behind()
    folder = temporary_folder(PREFIX)
    _in_use[folder] = _lock(folder)
    postgres = EmbeddedPostgres(folder / "postgres", settings=FAST)
    try:
        postgres.start()
    except BaseException:
        _remove(folder)
        raise
    _folders[postgres] = folder
    return postgres


def temporary_folder(prefix: str) -> Path:
    """A new folder that every account may pass; in memory where there is plenty of it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=_place())).resolve()
    folder.chmod(0o711)  # root's stand-in account has to get in
    return folder


def stop_for_tests(postgres: EmbeddedPostgres) -> None:
    """Stop it and remove its folder; nothing when it is already gone."""
    postgres.stop()
    if (folder := _folders.pop(postgres, None)) is not None:
        _remove(folder)


def _place() -> Path:
    if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ENOUGH_MEMORY:
        return IN_MEMORY
    return Path(tempfile.gettempdir())


def _lock(folder: Path) -> int:
    descriptor = os.open(folder / IN_USE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _remove(folder: Path) -> None:
    os.close(_in_use.pop(folder))
    shutil.rmtree(folder, ignore_errors=True)


def _remove_left_behind() -> None:
    """Folders of our own runs that were killed: nobody holds their lock any more."""
    for folder in _place().glob(f"{PREFIX}*"):
        try:
            if folder.lstat().st_uid == os.geteuid() and (folder / IN_USE).exists():
                os.close(_lock(folder))
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
