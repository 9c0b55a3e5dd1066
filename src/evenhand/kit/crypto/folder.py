"""The key store on a disk: one small file for each person and custodian, changed by one process at a time.

keys/keyring.json            the master keys (see keyring.py)
keys/people/PERSON/CUSTODIAN a data key, wrapped by a master key
keys/lock                    held while anything here changes; reading needs none, since files change whole
keys/draft                   what is being written; left behind only by a process that was killed
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from evenhand.kit.durable import sync


class KeyFolder:
    """The files of one installation's keys. Every method may raise OSError; `locked` comes before what changes."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.ring = home / "keyring.json"
        self.people = home / "people"
        self._lock = home / "lock"
        self._draft = home / "draft"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Wait to be the only one who changes keys; the kernel lets go of it when we are killed.

        What a killed process was writing goes first: a copy of a key that `delete` would not find.
        """
        self.people.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._give(descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            self._draft.unlink(missing_ok=True)
            yield
        finally:
            os.close(descriptor)

    def read(self, place: str) -> bytes:
        """A wrapped key. Raises FileNotFoundError."""
        return (self.people / place).read_bytes()

    def places(self, person: str = "") -> list[str]:
        """Where there are keys, of everybody or of one person, in order."""
        folders = [self.people / person] if person else self._folders()
        return [f"{folder.name}/{name}" for folder in folders for name in sorted(_names(folder))]

    def any_folder(self) -> bool:
        """Whether there is, or was, anybody with keys here."""
        return bool(self._folders())

    def some(self, count: int) -> Iterator[str]:
        """Where some keys are, without walking through all of them."""
        with suppress(FileNotFoundError), os.scandir(self.people) as people:
            for person in people:
                for name in _names(Path(person.path)):
                    if count == 0:
                        return
                    count -= 1
                    yield f"{person.name}/{name}"

    def create(self, place: str, content: bytes) -> None:
        """Store a key where there is none; one that is there stays. Durable when it returns. Only while `locked`."""
        target = self.people / place
        if target.exists():
            return
        target.parent.mkdir(exist_ok=True, mode=0o700)
        self._give(target.parent)
        self._put(target, content)
        sync(self.people)

    def replace(self, place: str, content: bytes) -> None:
        """Put another wrapping in the place of one that is there. Only while `locked`."""
        self._put(self.people / place, content)

    def replace_ring(self, content: bytes) -> None:
        """Write the key file anew. Only while `locked`."""
        self._put(self.ring, content)

    def delete(self, place: str) -> None:
        """Remove a key, for good; one that is gone already is fine. Only while `locked`."""
        target = self.people / place
        with suppress(FileNotFoundError):
            target.unlink()
            sync(target.parent)
        with suppress(OSError):  # it holds other keys, or is gone
            target.parent.rmdir()  # of somebody without keys not even the number is left
            sync(self.people)

    def _put(self, target: Path, content: bytes) -> None:
        """Whole or not at all, through a power cut too."""
        descriptor = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            self._give(file.fileno())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self._draft.rename(target)
        sync(target.parent)

    def _give(self, what: int | Path) -> None:
        """What root's commands write belongs to whom the folder belongs, who is to read it."""
        if os.geteuid() == 0:
            owner = self.home.stat()
            os.chown(what, owner.st_uid, owner.st_gid)

    def _folders(self) -> list[Path]:
        with suppress(FileNotFoundError), os.scandir(self.people) as entries:
            return sorted(Path(entry.path) for entry in entries if entry.is_dir())
        return []


def _names(folder: Path) -> list[str]:
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        return [entry.name for entry in entries if entry.is_file()]
    return []
