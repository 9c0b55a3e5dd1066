"""Files on anything `obstore` speaks: a local folder now, an S3-compatible bucket by configuration."""

from collections.abc import Iterator
from contextlib import contextmanager

import obstore
from obstore.store import ObjectStore

from evenhand.kit.durable import settle
from evenhand.kit.errors import AppError
from evenhand.kit.words import say


class StorageUnavailable(AppError):
    """The store cannot take or give files at the moment: full, read-only, not reached."""

    status, code = 507, "storage_unavailable"
    message = say("Files cannot be stored or read at the moment. Nothing was lost; try again in a few minutes.")


@contextmanager
def _said_plainly() -> Iterator[None]:
    """obstore raises its own errors for nearly everything, a full disk included, and plain ones for the rest."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (OSError, obstore.exceptions.BaseError) as error:
        raise StorageUnavailable from error


class ObjectFiles:
    """`Files` over one object store."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def put(self, path: str, content: bytes) -> None:
        """Store, replacing what was there. Durable when it returns."""
        with _said_plainly():
            await obstore.put_async(self._store, path, content)
            await settle(self._store, path)

    async def get(self, path: str) -> bytes:
        """Read. Raises FileNotFoundError or StorageUnavailable."""
        with _said_plainly():
            return bytes(await (await obstore.get_async(self._store, path)).bytes_async())

    async def delete(self, path: str) -> None:
        """Remove; a path that is gone already is fine. Raises StorageUnavailable."""
        try:
            with _said_plainly():
                await obstore.delete_async(self._store, path)
        except FileNotFoundError:
            return
