"""What an object store took is seen through to the disk, where the store is a folder: a power cut must not empty it."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore

from evenhand.kit.errors import AppError
from evenhand.kit.words import say


class StorageUnavailable(AppError):
    """The store cannot take or give files at the moment: full, read-only, not reached."""

    status, code = 507, "storage_unavailable"

    def why(self) -> str:
        """What the store said, in a line for the operator."""
        said = str(self.__cause__ or self.message).splitlines()
        return said[0] if said else "it said nothing"

    message = say("Files cannot be stored or read at the moment. Nothing was lost; try again in a few minutes.")


@contextmanager
def said_plainly() -> Iterator[None]:
    """Raises StorageUnavailable; a file that is not there, or there already, stays what it is.

    obstore raises its own errors for nearly everything, a full disk included, and plain ones for the rest.
    """
    try:
        yield
    except (FileNotFoundError, AlreadyExistsError):
        raise
    except (OSError, BaseError) as error:
        raise StorageUnavailable from error


async def settle(store: ObjectStore, path: str) -> None:
    """Return once the file, its name and its folders are on the disk. A bucket has seen to that itself.

    Raises OSError.
    """
    if isinstance(store, LocalStore) and store.prefix is not None:
        await asyncio.to_thread(_settle, store.prefix, path)


def _settle(root: Path, path: str) -> None:
    target = root / path.lstrip("/")  # as the store reads it
    sync(target)
    for folder in target.parents:
        sync(folder)
        if folder == root:
            return


def sync(path: Path) -> None:
    """Return once this file's content, or this folder's entries, are on the disk. Raises OSError."""
    if os.name == "nt" and path.is_dir():
        return  # there a folder cannot be opened, and its entries are written with the file
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
