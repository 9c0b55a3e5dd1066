"""Files on anything `obstore` speaks: a local folder, or an S3-compatible bucket by configuration."""

import asyncio

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
            await obstore.put_async(self._store, path, content, use_multipart=False)
            await settle(self._store, path)

    async def get(self, path: str) -> bytes:
        """Read. Raises FileNotFoundError or StorageUnavailable."""
        with said_plainly():
            return bytes(await (await obstore.get_async(self._store, path)).bytes_async())

    async def under(self, folder: str) -> list[str]:
        """The paths of everything in a folder, in order. Raises StorageUnavailable."""
        return await self._listed(f"{folder}/")

    async def everything(self) -> list[str]:
        """All paths, in order. Raises StorageUnavailable."""
        return await self._listed(None)

    async def _listed(self, prefix: str | None) -> list[str]:
        with said_plainly():
            # In a thread: a listing that fails as a coroutine may abort the interpreter when that ends right after.
            return await asyncio.to_thread(self._names, prefix)

    def _names(self, prefix: str | None) -> list[str]:
        return sorted(str(one["path"]) for batch in obstore.list(self._store, prefix=prefix) for one in batch)

    async def delete(self, path: str) -> None:
        """Remove; a path that is gone already is fine. Raises StorageUnavailable."""
        try:
            with said_plainly():
                await obstore.delete_async(self._store, path)
        except FileNotFoundError:
            return
