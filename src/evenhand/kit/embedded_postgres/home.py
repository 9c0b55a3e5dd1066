"""Where a cluster lives: in the operator's folder, or, when root's stand-in account cannot get there, beside it."""

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .account import Account, account_for_root, account_of, own_account
from .private import make_folder, make_socket_folder, shared_place, write_file
from .refusals import EmbeddedPostgresError, cannot_write

POINTER = "location.txt"
"""In the operator's folder, one line: where the cluster is when it is not here."""

BELONGS_TO = "belongs-to.txt"
"""In a relocated home, one line: the operator's folder."""

SOCKET_FILE = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103
"""Bytes of a Unix socket's path: 107 on Linux, 103 on macOS."""

PLAIN_PATH = re.compile(rb"[A-Za-z0-9_./+@~-]+")
"""Paths that mean the same in PostgreSQL's settings, in libpq and in a URL; commas and colons do not."""


@dataclass(frozen=True)
class Home:
    """The files of one cluster, and the account they belong to."""

    folder: Path
    account: Account

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.folder / "cluster"

    @property
    def unfinished(self) -> Path:
        """A cluster that is being made; it becomes `cluster` by a rename when it is whole."""
        return self.folder / "cluster.new"

    @property
    def password(self) -> Path:
        """The password of the role `evenhand`, 0600."""
        return self.folder / "password"

    @property
    def log(self) -> Path:
        """What the server says; bounded, see `cluster.trim_log`."""
        return self.folder / "postgres.log"

    @property
    def owner_lock(self) -> Path:
        """Held by the process that owns the server."""
        return self.folder / "owner.lock"

    @property
    def running_lock(self) -> Path:
        """Held by every process of a running server, until its last one ends."""
        return self.folder / "running.lock"

    def socket_folder(self, known: Path | None = None) -> Path:
        """Make and return the folder of the socket; a short one in the temporary folder when ours is too deep.

        `known`: where it was until now, and stays, so that addresses handed out before remain good.
        Raises EmbeddedPostgresError.
        """
        if known is not None:
            make_socket_folder(known, self.account)
            return known
        here = self.folder / "socket"
        if _fits(here):
            make_socket_folder(here, self.account)
            return here
        name = f"evenhand-{_short_hash(self.folder)}"
        for place in dict.fromkeys((Path(tempfile.gettempdir()).resolve(), Path("/tmp"), Path("/var/tmp"))):  # noqa: S108
            if place.is_dir() and _fits(place / name) and self.account.closed_parent(place) is None:
                make_socket_folder(place / name, self.account)
                return place / name
        raise EmbeddedPostgresError(
            f"The path {here} is too long or too unusual for a socket and no temporary folder is short enough: "
            "set EVENHAND_DATA_DIR or TMPDIR to a shorter path of plain letters."
        )


def settle(folder: Path, shared: Path) -> Home:
    """Find, or prepare, the home of the cluster that belongs to `folder`. Raises EmbeddedPostgresError.

    `shared` is root's place for clusters whose own folder the database's account cannot enter. Folders that
    exist are never changed.
    """
    as_root = os.geteuid() == 0
    try:
        folder = folder.resolve()
        made = not folder.exists()
        folder.mkdir(mode=0o711 if as_root else 0o700, parents=True, exist_ok=True)
        if made and as_root:
            folder.chmod(0o711)
        if (pointer := folder / POINTER).exists():
            return _follow(pointer)
        if (cluster := folder / "cluster").exists():
            return Home(folder, _owner(cluster, as_root=as_root))
        account = account_for_root() if as_root else own_account()
        if account.switch and account.closed_parent(folder) is not None:
            return _relocate(folder, shared, account)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return Home(folder, account)


def _owner(cluster: Path, *, as_root: bool) -> Account:
    """The account an existing cluster belongs to, which is the only one PostgreSQL lets run it."""
    uid = cluster.stat().st_uid
    owner = account_of(uid)
    if not as_root and uid != os.geteuid():
        raise EmbeddedPostgresError(
            f"The database in {cluster} belongs to {owner.name if owner else uid}: start Evenhand as that account "
            "or as root, or give the files to this user with chown."
        )
    if as_root and (uid == 0 or owner is None):
        stand_in = account_for_root().name
        raise EmbeddedPostgresError(
            f"The database in {cluster} belongs to {'root' if uid == 0 else uid} and PostgreSQL refuses that: "
            f"give it to the account {stand_in} with `chown -R {stand_in} {cluster}`."
        )
    owner = owner or own_account()
    if owner.switch and (closed := owner.closed_parent(cluster.parent)) is not None:
        raise EmbeddedPostgresError(
            f"The database in {cluster} runs as the account {owner.name}, which can no longer enter {closed}: "
            f"allow it with `chmod o+x {closed}`."
        )
    return owner


def _relocate(folder: Path, shared: Path, account: Account) -> Home:
    """A home below `shared`, named after the folder; the pointer is written before anything is put there."""
    shared_place(shared, account)
    home = Home(shared.resolve() / _short_hash(folder), account)
    if home.cluster.exists() and not (folder / POINTER).exists():
        raise EmbeddedPostgresError(
            f"{home.folder} still holds a database of {folder}, which no longer names it: to use it again write that "
            f"path into {folder / POINTER}, to start afresh remove {home.folder}."
        )
    make_folder(home.folder, account, 0o711, give=False)
    write_file(home.folder / BELONGS_TO, own_account(), f"{folder}\n")
    write_file(folder / POINTER, own_account(), f"{home.folder}\n")
    return home


def _follow(pointer: Path) -> Home:
    folder = Path(pointer.read_text(encoding="utf-8").strip())
    if not folder.is_dir():
        raise EmbeddedPostgresError(
            f"The database should be in {folder}, as {pointer} says, and is not there: put it back from a backup, "
            f"or remove {pointer} to start with an empty one."
        )
    home_as_root = os.geteuid() == 0
    if (cluster := folder / "cluster").exists():
        return Home(folder, _owner(cluster, as_root=home_as_root))
    return Home(folder, account_for_root() if home_as_root else own_account())


def _fits(folder: Path) -> bool:
    path = os.fsencode(folder / SOCKET_FILE)
    return len(path) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(path) is not None


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
