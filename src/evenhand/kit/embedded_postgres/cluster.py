"""Making a cluster, and the settings it runs with on a small machine."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .child import run_to_end
from .home import Home
from .private import write_file
from .refusals import EmbeddedPostgresError, cannot_write, did_not_start

ROLE = "evenhand"
DATABASE = "evenhand"

SETTINGS: Mapping[str, str] = {
    "shared_buffers": "64MB",
    "max_connections": "60",
    "synchronous_commit": "on",
    "wal_compression": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",  # a violated constraint's DETAIL holds the row: people's data stays out of the log
    "cluster_name": "evenhand",
}

ENCODING_LOCALES = ("C.UTF-8", "en_US.UTF-8", "UTF-8")
"""The first the system has. Only for what still asks the C library: under plain C, pg_trgm sees no Cyrillic at all."""

LOG_LIMIT = 5_000_000
"""Bytes of log after which it becomes `postgres.log.1` and starts anew."""


def create(home: Home, programs: Path, *, keep_open: Sequence[int], durable: bool, patience: float) -> None:
    """Make the cluster and the database `evenhand` in it: whole, or not at all. Raises EmbeddedPostgresError."""
    try:
        shutil.rmtree(home.unfinished, ignore_errors=True)
        home.unfinished.mkdir(0o700)
        if home.account.switch:
            os.chown(home.unfinished, home.account.uid, home.account.gid)
        write_file(home.password, home.account, secrets.token_urlsafe(32))
        _initdb(home, programs, keep_open=keep_open, durable=durable, patience=patience)
        _create_database(home, programs, keep_open=keep_open, patience=patience)
        home.unfinished.rename(home.cluster)
    except OSError as error:
        raise cannot_write(home.folder, error) from error


def check_major(home: Home, major: str) -> None:
    """Raises EmbeddedPostgresError for a cluster that another major version made."""
    try:
        found = (home.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise EmbeddedPostgresError(
            f"{home.cluster} does not hold a database: put a backup in its place, or remove it to start afresh."
        ) from None
    if found != major:
        raise EmbeddedPostgresError(
            f"The database in {home.cluster} was made by PostgreSQL {found} and this Evenhand brings {major}: start it "
            f"with the Evenhand that made it, export it with pg_dump, and load that into a new folder."
        )


def server_command(home: Home, programs: Path, socket_folder: Path, settings: Mapping[str, str]) -> list[str]:
    """The server's command line: our settings, then the caller's, then what nobody may change."""
    fixed = {
        "listen_addresses": "",
        "port": "5432",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
    }
    options = [f"--{name}={value}" for name, value in {**SETTINGS, **settings, **fixed}.items()]
    return [str(programs / "postgres"), "-D", str(home.cluster), *options]


def read_password(home: Home) -> str:
    """The role's password. Raises EmbeddedPostgresError when the file is lost."""
    try:
        return home.password.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise EmbeddedPostgresError(
            f"The database's password file {home.password} is missing or not readable: put it back from a backup, "
            "or start Evenhand as the user who started it before."
        ) from None


def last_lines(log: Path, start: int) -> list[str]:
    """The end of the log that was written after byte `start`."""
    with log.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        stream.seek(max(start if start <= end else 0, end - 10_000))
        return stream.read().decode(errors="replace").splitlines()


def trim_log(log: Path, limit: int = LOG_LIMIT) -> None:
    """Bound the log: the server appends to an open file, so it is copied away and emptied in place."""
    if log.stat().st_size > limit:
        shutil.copy(log, log.with_name(f"{log.name}.1"))
        os.truncate(log, 0)


def _initdb(home: Home, programs: Path, *, keep_open: Sequence[int], durable: bool, patience: float) -> None:
    """C.UTF-8 order with full Unicode rules: the same on every machine, whatever locales it has."""
    command = [
        *(str(programs / "initdb"), "-D", str(home.unfinished), "--username", ROLE),
        *("--auth=scram-sha-256", f"--pwfile={home.password}", "--data-checksums", "--encoding=UTF8"),
        *("--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C", "--no-instructions"),
        *(() if durable else ("--no-sync",)),
    ]
    said: list[str] = []
    for locale in ENCODING_LOCALES:
        status, said = _run(home, [*command, f"--lc-ctype={locale}"], keep_open=keep_open, patience=patience)
        if status == 0:
            return
        if "invalid locale" not in "\n".join(said):
            break
    raise did_not_start(said, where=home.folder)


def _create_database(home: Home, programs: Path, *, keep_open: Sequence[int], patience: float) -> None:
    """Without a server, so that a cluster is never seen without its database."""
    command = [str(programs / "postgres"), "--single", "-D", str(home.unfinished), "--log_checkpoints=off", "postgres"]
    create = f"CREATE DATABASE {DATABASE}\n"
    status, said = _run(home, command, keep_open=keep_open, patience=patience, stdin=create)
    if status or any(level in line for line in said for level in ("ERROR:  ", "FATAL:  ", "PANIC:  ")):
        raise did_not_start(said, where=home.folder)


def _run(
    home: Home, command: list[str], *, keep_open: Sequence[int], patience: float, stdin: str = ""
) -> tuple[int, list[str]]:
    try:
        return run_to_end(command, account=home.account, keep_open=keep_open, timeout=patience, stdin=stdin)
    except subprocess.TimeoutExpired as error:
        raise did_not_start([], where=home.folder, waited=patience) from error
