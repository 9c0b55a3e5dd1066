"""Who the database runs as: ourselves, or, because PostgreSQL refuses root, a named account when we are root."""

import os
import pwd
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .refusals import OWN_SERVER, EmbeddedPostgresError

ROOT_RUNS_AS = ("postgres", "_postgres", "nobody")
"""The first of these that exists; initdb refuses an account without a name."""


@dataclass(frozen=True)
class Account:
    """A user of this machine. `groups` are all its groups; `switch` says that we must become it first."""

    name: str
    uid: int
    gid: int
    groups: tuple[int, ...]
    switch: bool

    def may(self, path: Path, need: int) -> bool:
        """Whether the mode bits of `path` give this account `need` (4 read, 2 write, 1 enter or run)."""
        found = path.stat()
        if found.st_uid == self.uid:
            granted = found.st_mode >> 6
        elif found.st_gid in self.groups:
            granted = found.st_mode >> 3
        else:
            granted = found.st_mode
        return granted & need == need

    def closed_parent(self, path: Path) -> Path | None:
        """The first folder on the way to `path` (itself included) that this account cannot enter, if any."""
        way = [*reversed(path.parents), path]
        return next((step for step in way if stat.S_ISDIR(step.stat().st_mode) and not self.may(step, 1)), None)


def account_of(uid: int) -> Account | None:
    """The account with this user id, or None when the machine has no name for it."""
    try:
        return _account(pwd.getpwuid(uid))
    except KeyError:
        return None


def own_account() -> Account:
    """The user we run as. Raises EmbeddedPostgresError for a user id without a name, which initdb refuses."""
    found = account_of(os.geteuid())
    if found is None:
        raise EmbeddedPostgresError(
            f"User id {os.geteuid()} has no name on this machine and PostgreSQL needs one: add it to /etc/passwd, "
            f"start Evenhand as a named user, or {OWN_SERVER}."
        )
    return found


def account_for_root(names: Sequence[str] = ROOT_RUNS_AS) -> Account:
    """The account that stands in for root. Raises EmbeddedPostgresError when the machine has none of `names`."""
    for name in names:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise EmbeddedPostgresError(
        "PostgreSQL refuses to run as root and this machine has no account to run it as: "
        f"create one with `useradd --system postgres`, start Evenhand as an ordinary user, or {OWN_SERVER}."
    )


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(
        name=entry.pw_name,
        uid=entry.pw_uid,
        gid=entry.pw_gid,
        groups=tuple(os.getgrouplist(entry.pw_name, entry.pw_gid)),
        switch=entry.pw_uid != os.geteuid(),
    )
