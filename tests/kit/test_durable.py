"""Through to the disk."""

import os
from pathlib import Path

import obstore
import pytest
from obstore.store import LocalStore, MemoryStore

from evenhand.kit.durable import settle


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was flushed, by path; the flushing itself still happens."""
    paths: list[str] = []
    flush = os.fsync

    def noting(descriptor: int) -> None:
        paths.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    return paths


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path.resolve()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at open files as Linux shows them")
class TestSettle:
    @pytest.mark.parametrize("path", ["people/a/b", "/people/a/b"])
    async def test_flushes_the_file_and_each_folder_up_to_the_store(
        self, root: Path, synced: list[str], path: str
    ) -> None:
        store = LocalStore(str(root))
        await obstore.put_async(store, path, b"x")
        await settle(store, path)
        assert synced == [str(root / "people/a/b"), str(root / "people/a"), str(root / "people"), str(root)]

    async def test_leaves_other_stores_to_themselves(self, synced: list[str]) -> None:
        store = MemoryStore()
        await obstore.put_async(store, "a", b"x")
        await settle(store, "a")
        assert synced == []
