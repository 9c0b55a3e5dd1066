"""Sees what an object store took through to the disk, where the store is a folder: a power cut must not empty it."""

import asyncio
import os
from pathlib import Path

from obstore.store import LocalStore, ObjectStore


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
