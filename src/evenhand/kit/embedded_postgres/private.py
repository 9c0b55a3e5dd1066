"""Folders and files of our own: made closed, never taken over from someone else, never made by changing another's."""

import os
import stat
from pathlib import Path

from .account import Account
from .refusals import EmbeddedPostgresError, cannot_write


def make_folder(path: Path, account: Account, mode: int, *, give: bool) -> None:
    """Make `path` with `mode` unless it is there; `give` it to the account. An existing folder is left as it is."""
    try:
        path.mkdir(mode)
    except FileExistsError:
        if not path.is_dir():
            raise EmbeddedPostgresError(
                f"{path} is in the way of the database's folder: move it and start again."
            ) from None
        return
    except OSError as error:
        raise cannot_write(path, error) from error
    path.chmod(mode)  # the umask may have taken bits away
    if give and account.switch:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def make_socket_folder(path: Path, account: Account) -> None:
    """Make `path` for the account alone. Raises EmbeddedPostgresError for one that another user put there first."""
    make_folder(path, account, 0o700, give=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or stat.S_IMODE(found.st_mode) & 0o077:
        raise EmbeddedPostgresError(
            f"{path} should be a private folder of the account {account.name} and is not: "
            "remove it and start again, or set TMPDIR to another folder."
        )


def open_file(path: Path, account: Account, flags: int) -> int:
    """Open (and make, 0600, belonging to the account) a file of ours; a symbolic link is refused.

    The caller closes the descriptor. Raises EmbeddedPostgresError.
    """
    try:
        found = os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        if account.switch and os.fstat(found).st_uid != account.uid:
            os.fchown(found, account.uid, account.gid)
    except OSError as error:
        raise cannot_write(path, error) from error
    return found


def write_file(path: Path, account: Account, text: str) -> None:
    """Write a small file of ours whole or not at all. Raises EmbeddedPostgresError."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    unfinished.unlink(missing_ok=True)
    target = open_file(unfinished, account, os.O_WRONLY | os.O_EXCL)
    try:
        with os.fdopen(target, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error


def shared_place(path: Path, account: Account) -> None:
    """Make root's folder (0711) for what cannot be where it belongs: copied programs, relocated clusters.

    Raises EmbeddedPostgresError when it is somebody else's or the account cannot get there.
    """
    make_folder(path, account, 0o711, give=False)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise EmbeddedPostgresError(f"{path} should be a folder that only root can change: remove it and start again.")
    if (closed := account.closed_parent(path)) is not None:
        raise EmbeddedPostgresError(
            f"PostgreSQL runs as the account {account.name}, which cannot enter {closed}: "
            f"allow it with `chmod o+x {closed}`, or start Evenhand as an ordinary user."
        )
