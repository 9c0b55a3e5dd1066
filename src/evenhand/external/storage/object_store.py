"""Files on anything `obstore` speaks: a local folder now, an S3-compatible bucket by configuration."""

import errno

import obstore
from obstore.store import ObjectStore

from evenhand.kit.errors import AppError


class StorageUnavailable(AppError):
    """The store cannot take files at the moment."""

    status, code = 507, "storage_unavailable"
    message = "Files cannot be stored at the moment. Nothing was lost; try again in a few minutes."


class ObjectFiles:
    """`Files` over one object store."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def put(self, path: str, content: bytes) -> None:
        """Store, replacing what was there."""
        try:
            await obstore.put_async(self._store, path, content)
        except (OSError, obstore.exceptions.BaseError) as error:
            if isinstance(error, OSError) and error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, None):
                raise
            raise StorageUnavailable from error

    async def get(self, path: str) -> bytes:
        """Read. Raises FileNotFoundError."""
        return bytes(await (await obstore.get_async(self._store, path)).bytes_async())

    async def delete(self, path: str) -> None:
        """Remove; a path that is gone already is fine."""
        try:
            await obstore.delete_async(self._store, path)
        except FileNotFoundError:
            return
