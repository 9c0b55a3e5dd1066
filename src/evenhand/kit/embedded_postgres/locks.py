"""Locks on files that the kernel lets go of when their holder is gone, however it went."""

import fcntl
import os
from pathlib import Path

from .account import Account
from .private import open_file


class FileLock:
    """An exclusive flock. It belongs to the open file: whoever inherits the descriptor holds the lock too."""

    def __init__(self, path: Path, account: Account) -> None:
        self._path = path
        self._account = account
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether we hold it."""
        return self._descriptor is not None

    @property
    def descriptor(self) -> int:
        """The open file, to pass on to a child. Only while held."""
        assert self._descriptor is not None  # noqa: S101 - callers take it first
        return self._descriptor

    def take(self) -> bool:
        """Try to take it, without waiting. Raises EmbeddedPostgresError when the file cannot be opened."""
        if self._descriptor is not None:
            return True
        descriptor = open_file(self._path, self._account, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            current = self._path.stat()
        except OSError:
            os.close(descriptor)
            return False
        if not os.path.samestat(current, os.fstat(descriptor)):  # someone removed the file: this lock says nothing
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def close(self) -> None:
        """Close our copy; the lock is free when nobody who inherited it is left."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
