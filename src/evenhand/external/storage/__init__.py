"""Files: bytes under a path, in a folder or a bucket. What is stored here is sealed by the caller beforehand."""

from typing import Protocol

from evenhand.external.storage.object_store import ObjectFiles
from evenhand.external.storage.opening import open_bucket, open_files, open_folder
from evenhand.kit.durable import StorageUnavailable

__all__ = ["Files", "ObjectFiles", "StorageUnavailable", "open_bucket", "open_files", "open_folder"]


class Files(Protocol):
    """Where sealed files are kept. Paths are ours, never a person's."""

    async def put(self, path: str, content: bytes) -> None:
        """Store, replacing what was there. Durable when it returns. Raises StorageUnavailable."""

    async def get(self, path: str) -> bytes:
        """Read. Raises FileNotFoundError or StorageUnavailable."""

    async def under(self, folder: str) -> list[str]:
        """The paths of everything in a folder, in order. Raises StorageUnavailable."""

    async def everything(self) -> list[str]:
        """All paths, in order. Raises StorageUnavailable."""

    async def delete(self, path: str) -> None:
        """Remove; a path that is gone already is fine. Raises StorageUnavailable."""
