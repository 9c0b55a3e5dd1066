"""Files over an object store: what is there, what is not, and a disk in a bad state."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore, S3Store
from tests.processes import free_port

from evenhand.external.storage import ObjectFiles, StorageUnavailable

ESCAPES = ["../escaped", "a/../../escaped", "a/./b", "a//b", "a\0b", "..", "a\nb"]


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectFiles:
    return ObjectFiles(LocalStore(str(tmp_path)) if request.param == "folder" else MemoryStore())


class TestObjectFiles:
    async def test_gives_back_what_was_put(self, files: ObjectFiles) -> None:
        content = os.urandom(3_000_000)
        await files.put("resumes/a", content)
        assert await files.get("resumes/a") == content
        await files.put("resumes/a", b"")
        assert await files.get("resumes/a") == b""

    async def test_says_that_there_is_no_such_file(self, files: ObjectFiles) -> None:
        await files.put("resumes/a", b"x")
        for path in ("resumes/b", "resumes", "other/a"):
            with pytest.raises(FileNotFoundError):
                await files.get(path)

    async def test_deletes_and_does_not_mind_what_is_gone(self, files: ObjectFiles) -> None:
        await files.put("resumes/a", b"x")
        await files.put("resumes/b", b"y")
        await files.delete("resumes/a")
        await files.delete("resumes/a")
        await files.delete("never/there")
        with pytest.raises(FileNotFoundError):
            await files.get("resumes/a")
        assert await files.get("resumes/b") == b"y"

    @pytest.mark.parametrize("path", ESCAPES)
    async def test_takes_no_path_that_leads_elsewhere(self, files: ObjectFiles, tmp_path: Path, path: str) -> None:
        (tmp_path.parent / "escaped").unlink(missing_ok=True)
        for attempt in (files.put(path, b"x"), files.get(path), files.delete(path)):
            with pytest.raises((ValueError, TypeError)):
                await attempt
        assert not (tmp_path.parent / "escaped").exists()

    async def test_takes_an_absolute_path_as_one_below_its_folder(self, tmp_path: Path) -> None:
        files = ObjectFiles(LocalStore(str(tmp_path)))
        await files.put("/etc/below", b"x")
        assert (tmp_path / "etc" / "below").read_bytes() == b"x"


class TestTrouble:
    async def test_a_full_disk(self, full_disk: Path) -> None:
        files = ObjectFiles(LocalStore(str(full_disk)))
        await files.put("resumes/kept", b"x" * 1000)
        with pytest.raises(StorageUnavailable) as trouble:
            await files.put("resumes/a", b"x" * 200_000)
        assert (trouble.value.status, trouble.value.code) == (507, "storage_unavailable")
        with pytest.raises(StorageUnavailable):
            await files.put("resumes/kept", b"y" * 200_000)
        assert await files.get("resumes/kept") == b"x" * 1000
        with pytest.raises(FileNotFoundError):
            await files.get("resumes/a")
        await files.put("resumes/small", b"there is room again")

    async def test_a_read_only_disk(self, read_only_disk: Path) -> None:
        files = ObjectFiles(LocalStore(str(read_only_disk)))
        for path in ("a", "resumes/a"):
            with pytest.raises(StorageUnavailable):
                await files.put(path, b"x")
        with pytest.raises(FileNotFoundError):
            await files.get("a")

    async def test_a_file_where_a_folder_should_be(self, tmp_path: Path) -> None:
        (tmp_path / "resumes").write_text("in the way")
        with pytest.raises(StorageUnavailable):
            await ObjectFiles(LocalStore(str(tmp_path))).put("resumes/a", b"x")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    async def test_a_folder_of_someone_else(self, others_folder: Path) -> None:
        with pytest.raises(StorageUnavailable):
            await ObjectFiles(LocalStore(str(others_folder))).put("a", b"x")

    async def test_a_bucket_that_does_not_answer(self, bucket_nobody_serves: S3Store) -> None:
        files = ObjectFiles(bucket_nobody_serves)
        for attempt in (files.put("a", b"x"), files.get("a"), files.delete("a")):
            with pytest.raises(StorageUnavailable):
                await attempt


@pytest.fixture
def bucket_nobody_serves() -> Iterator[S3Store]:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", free_port()))  # bound, and nobody listens: the port stays ours
        yield S3Store(
            "evenhand",
            endpoint=f"http://127.0.0.1:{closed.getsockname()[1]}",
            access_key_id="x",
            secret_access_key="x",
            client_options={"allow_http": True, "connect_timeout": "1s", "timeout": "1s"},
            retry_config={"max_retries": 0},
        )


@pytest.fixture
def others_folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o500)
    return tmp_path
