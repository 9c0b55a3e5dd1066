"""Files on anything `obstore` speaks: a local folder now, an S3-compatible bucket by configuration."""

import obstore
from obstore.store import ObjectStore

from evenhand.kit.durable import said_plainly, settle


class ObjectFiles:
    """`Files` over one object store."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def put(self, path: str, content: bytes) -> None:
        """Store, replacing what was there. Durable when it returns."""
        with said_plainly():
            await obstore.put_async(self._store, path, content)
            await settle(self._store, path)

    async def get(self, path: str) -> bytes:
        """Read. Raises FileNotFoundError or StorageUnavailable."""
        with said_plainly():
            return bytes(await (await obstore.get_async(self._store, path)).bytes_async())

    async def under(self, folder: str) -> list[str]:
        """The paths of everything in a folder, in order. Raises StorageUnavailable."""
        with said_plainly():
            found = obstore.list(self._store, prefix=f"{folder}/")
            return sorted([str(one["path"]) async for batch in found for one in batch])

    async def delete(self, path: str) -> None:
        """Remove; a path that is gone already is fine. Raises StorageUnavailable."""
        try:
            with said_plainly():
                await obstore.delete_async(self._store, path)
        except FileNotFoundError:
            return
