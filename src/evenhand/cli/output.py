"""A file of JSON Lines that a stopped batch goes on with."""

import fcntl
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from evenhand.cli.lines import OUR_MISTAKE, named, refuse

_AGAIN = OUR_MISTAKE.partition("{")[0]


class StandardOutput:
    """Lines for whoever reads; nothing is there yet."""

    hashed = False

    def known(self, _name: str, _sha256: str | None) -> None:
        """Nothing was written before."""
        return

    def write(self, line: bytes) -> None:
        """One line, there at once."""
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()

    def finish(self) -> None:
        """Nothing is left to do."""


class Output:
    """The lines a file holds, by file name and hash of the bytes they were read from, and the place to go on.

    As long as the lines asked for are those that stand there, in that order, nothing is written. From the first that
    differs on, a new file takes the place of the old one; lines further down the old one are used where they fit.
    """

    hashed = True

    def __init__(self, path: Path, old: IO[bytes]) -> None:
        """`old` is the open file as it was found; it is read until the end and never changed but for a cut-off line."""
        self._path, self._old, self._new = path, old, old
        self._known: dict[tuple[str, str], tuple[int, int, bool]] = {}
        self._size = self._index()
        self._place = 0  # up to here the old file holds what was asked for
        self._writing = False

    def known(self, name: str, sha256: str | None) -> tuple[bytes, bool] | None:
        """The line that was written for a file of these bytes, and whether it tells of an error."""
        found = self._known.get((name, sha256)) if sha256 else None
        if found is None:
            return None
        start, size, failed = found
        return os.pread(self._old.fileno(), size, start), failed

    def write(self, line: bytes) -> None:
        """The next line, unless it stands there already."""
        if not self._writing and os.pread(self._old.fileno(), len(line), self._place) == line:
            self._place += len(line)
            return
        if not self._writing:
            self._go_on()
        self._new.write(line)
        self._new.flush()

    def finish(self) -> None:
        """Leave out lines about files that were not asked for this time."""
        if not self._writing and self._place < self._size:
            self._go_on()
        os.fsync(self._new.fileno())

    def close(self) -> None:
        """Let go of the files."""
        self._new.close()
        self._old.close()

    def _go_on(self) -> None:
        self._writing = True
        if self._place == self._size:
            self._new.seek(self._size)
            return
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}-")
        self._new = os.fdopen(handle, "r+b")
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.fchmod(handle, os.fstat(self._old.fileno()).st_mode & 0o777)
        self._old.seek(0)
        for size in _blocks(self._place):
            self._new.write(self._old.read(size))
        self._new.flush()
        Path(name).replace(self._path)

    def _index(self) -> int:
        """Learn what stands there, up to a half-written last line, which is cut off; gives back how long that is."""
        place = 0
        for line in self._old:
            if not line.endswith(b"\n"):
                break
            self._learn(line, place)
            place += len(line)
        os.ftruncate(self._old.fileno(), place)
        return place

    def _learn(self, line: bytes, place: int) -> None:
        try:
            value: Any = json.loads(line)
            name, sha256, error = value["file"], value["sha256"], value["error"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return
        if isinstance(name, str) and isinstance(sha256, str) and not str(error or "").startswith(_AGAIN):
            self._known[name, sha256] = (place, len(line), error is not None)


def _blocks(size: int) -> Iterator[int]:
    while size > 0:
        yield min(size, 1 << 20)
        size -= 1 << 20


@contextmanager
def open_output(path: Path) -> Iterator[Output]:
    """The output of a batch; the command ends with a sentence where the file cannot be written."""
    try:
        if path.exists() and not path.is_file():
            refuse(f"{named(path)} is no file that results could be written to.")
        stream = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        refuse(f"Another command is writing to {named(path)}. Wait for it, or choose another file.")
    except (OSError, ValueError) as trouble:
        reason = trouble.strerror if isinstance(trouble, OSError) and trouble.strerror else trouble
        refuse(f"{named(path)} cannot be written: {reason}.")
    output = Output(path, stream)
    try:
        yield output
    finally:
        output.close()
