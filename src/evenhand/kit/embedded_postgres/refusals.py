"""What can go wrong with the embedded database, said to an operator in one sentence with what to do next."""

import errno
from collections.abc import Sequence
from pathlib import Path

LAST_LINES = 5
"""How much of PostgreSQL's own log a refusal quotes."""

OWN_SERVER = "set DATABASE_URL to a PostgreSQL 16 or newer with pgvector"


class EmbeddedPostgresError(Exception):
    """The embedded database cannot run; `str()` is one clear sentence: what is wrong and what to do."""


def cannot_write(path: Path, error: OSError) -> EmbeddedPostgresError:
    """The sentence for a file or folder of ours that the operating system refuses."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(path)
    if error.errno == errno.EROFS:
        reason = "the file system is read-only"
    elif error.errno in (errno.EACCES, errno.EPERM):
        reason = "this user may not"
    elif error.errno in (errno.ENOTDIR, errno.EEXIST):
        reason = "a file is in the way"
    elif error.errno == errno.ELOOP:
        reason = "a symbolic link is in its place"
    else:
        reason = error.strerror or type(error).__name__
    return EmbeddedPostgresError(
        f"The database cannot write to {path}: {reason}; "
        "choose a folder this user owns with EVENHAND_DATA_DIR, or correct the permissions."
    )


def disk_full(path: Path) -> EmbeddedPostgresError:
    """The sentence for a full disk."""
    return EmbeddedPostgresError(
        f"The disk that holds {path} is full: free some space there and start again; what was saved is safe."
    )


def did_not_start(log: Sequence[str], *, where: Path, waited: float | None = None) -> EmbeddedPostgresError:
    """The sentence for a PostgreSQL program that ended early, or said nothing for `waited` seconds.

    `log` holds its last lines; the known causes get words of their own, the others are quoted.
    """
    said = "\n".join(log)
    last = " | ".join(line.strip() for line in log[-LAST_LINES:] if line.strip()) or "nothing"
    for signs, sentence in _KNOWN_CAUSES:
        if all(sign in said for sign in signs):
            return EmbeddedPostgresError(sentence.format(where=where, own_server=OWN_SERVER, last=last))
    if any(sign in said for sign in _FULL):
        return disk_full(where)
    if waited is not None:
        return EmbeddedPostgresError(
            f"PostgreSQL has been starting in {where} and silent for {waited:.0f} seconds: look at the disk and "
            f"start again; its last words: {last}"
        )
    return EmbeddedPostgresError(f"PostgreSQL did not start in {where}; its last words: {last}")


_FULL = ("No space left on device", "Disk quota exceeded", "Check free disk space", "wrote only")

# Searched in this order; every sign of one entry must appear in the last lines of the log.
_KNOWN_CAUSES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("evenhand-launcher", "Operation not permitted"),
        (
            "PostgreSQL refuses to run as root and this machine does not let root become another account: "
            "start Evenhand as an ordinary user, or {own_server}."
        ),
    ),
    (
        ("evenhand-launcher", "Invalid argument"),
        (
            "PostgreSQL refuses to run as root and this container knows no other account: "
            "start Evenhand as an ordinary user, or {own_server}."
        ),
    ),
    (
        ("evenhand-launcher",),
        ("The PostgreSQL that came with Evenhand does not run on this machine: {own_server}; it said: {last}"),
    ),
    (
        ("GLIBC_",),
        ("The PostgreSQL that came with Evenhand needs a newer system library than this machine has: {own_server}."),
    ),
    (
        ("shared memory", "No space left on device"),
        (
            "The machine has no shared memory left for the database in {where}: stop other databases, "
            "or raise kernel.shmmni and the size of /dev/shm."
        ),
    ),
    (
        ("Cannot allocate memory",),
        ("There is not enough memory to start the database in {where}: stop something else or add memory."),
    ),
    (
        ("could not locate a valid checkpoint record",),
        ("The database files in {where} are damaged: put a backup in their place and start again."),
    ),
)
