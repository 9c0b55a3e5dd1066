"""Files on anything `obstore` speaks: a local folder, or an S3-compatible bucket by configuration.

Everything is asked of it in a thread. Its coroutines are ended by threads of its own, and one of those that comes when
the interpreter is just ending aborts that: after a fifth of all commands that had asked a bucket, answered or not.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import obstore
from obstore.store import ObjectStore

from evenhand.kit.durable import said_plainly, settle

T = TypeVar("T")
# Threads of its own: a bucket that does not answer holds them for half a minute, and nothing else.
_THREADS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="files")


async def _asked(act: Callable[[], T]) -> T:
    with said_plainly():
        return await asyncio.get_running_loop().run_in_executor(_THREADS, act)


class ObjectFiles:
    """`Files` over one object store."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def put(self, path: str, content: bytes) -> None:
        """Store, replacing what was there. Durable when it returns."""
        await _asked(lambda: obstore.put(self._store, path, content, use_multipart=False))
        with said_plainly():
            await settle(self._store, path)

    async def get(self, path: str) -> bytes:
        """Read. Raises FileNotFoundError or StorageUnavailable."""
        return await _asked(lambda: bytes(obstore.get(self._store, path).bytes()))

    async def under(self, folder: str) -> list[str]:
        """The paths of everything in a folder, in order. Raises StorageUnavailable."""
        return await _asked(lambda: self._names(f"{folder}/"))

    async def everything(self) -> list[str]:
        """All paths, in order. Raises StorageUnavailable."""
        return await _asked(lambda: self._names(None))

    def _names(self, prefix: str | None) -> list[str]:
        return sorted(str(one["path"]) for batch in obstore.list(self._store, prefix=prefix) for one in batch)

    async def delete(self, path: str) -> None:
        """Remove; a path that is gone already is fine. Raises StorageUnavailable."""
        try:
            await _asked(lambda: obstore.delete(self._store, path))
        except FileNotFoundError:
            return
