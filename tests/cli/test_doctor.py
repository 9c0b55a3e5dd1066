"""The doctor on healthy and on broken installations: what it says, how to mend it, and its exit status."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tests.cli.command import environment, evenhand
from tests.kit.postgres_for_tests import temporary_folder
from tests.processes import free_port

from evenhand.cli import doctor as doctors
from evenhand.kit.crypto import open_keys

NAMES = [
    "settings",
    "disk",
    "keys",
    "storage",
    "database",
    "documents",
    "skills",
    "embeddings",
    "page assets",
    "mail",
]

Examine = Callable[[], Awaitable[tuple[int, dict[str, str]]]]


def findings(said: str) -> dict[str, str]:
    """Each finding's words by name; those that need mending begin with MEND."""
    rows = [(line[:6].strip(), *line[6:].split(": ", 1)) for line in said.splitlines()]
    return {name: f"MEND {words}" if mark == "MEND" else words for mark, name, words in rows}


def mended(found: dict[str, str]) -> list[str]:
    return [name for name, words in found.items() if words.startswith("MEND ")]


@pytest.mark.process
class TestCommand:
    def test_finds_a_new_installation_healthy_and_leaves_nothing_running(self) -> None:
        folder = temporary_folder("evenhand-doctor-")
        try:
            done = evenhand(
                "doctor",
                env=environment(EVENHAND_DATA_DIR=str(folder / "data"), EVENHAND_ENVIRONMENT="development"),
            )
            found = findings(done.stdout.decode())
            assert list(found) == NAMES
            assert mended(found) == []
            assert (done.returncode, done.stderr) == (0, b"")
            assert found["database"].startswith("the embedded PostgreSQL answers, but is behind this version")
            assert not (folder / "data/postgres/cluster/postmaster.pid").exists()
        finally:
            shutil.rmtree(folder)

    def test_goes_on_after_what_needs_mending(self, tmp_path: Path) -> None:
        """A damaged key file, a database nobody serves, a mail server nobody serves: all in one look."""
        (tmp_path / "keys").mkdir()
        (tmp_path / "keys/keyring.json").write_text("{")
        (tmp_path / "files").write_text("a file where the folder should be")
        settings = {
            "EVENHAND_DATA_DIR": str(tmp_path),
            "DATABASE_URL": f"postgresql://someone:secret@127.0.0.1:{free_port()}/evenhand",
            "EVENHAND_SMTP_URL": f"smtp://127.0.0.1:{free_port()}",
            "EVENHAND_HOST": "0.0.0.0",  # noqa: S104 - nothing listens
        }
        done = evenhand("doctor", env=environment(**settings))
        assert (done.returncode, done.stderr) == (1, b"")
        found = findings(done.stdout.decode())
        assert list(found) == NAMES
        assert mended(found) == ["settings", "keys", "storage", "database", "mail"]
        assert "EVENHAND_BASE_URL" in found["settings"]
        assert "Restore it from its backup" in found["keys"]
        assert "Check the owner of the folder" in found["storage"]
        assert "cannot be reached" in found["database"]
        assert "Check DATABASE_URL" in found["database"]
        assert "secret" not in done.stdout.decode()
        assert "Check EVENHAND_SMTP_URL" in found["mail"]
        assert (tmp_path / "keys/keyring.json").read_text() == "{"


class TestDoctor:
    """In this process, on a database of the tests: quicker, and the program's own parts can be taken away."""

    @pytest.fixture
    async def examine(
        self,
        own_database: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> Examine:
        monkeypatch.setenv("EVENHAND_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("DATABASE_URL", own_database)
        open_keys(tmp_path / "keys", production=False)

        def look() -> tuple[int, dict[str, str]]:
            with pytest.raises(SystemExit) as end:
                doctors.doctor()
            assert isinstance(end.value.code, int)
            return end.value.code, findings(capsys.readouterr().out)

        return lambda: asyncio.to_thread(look)  # it runs loops of its own

    async def test_finds_a_migrated_database_healthy(self, examine: Examine) -> None:
        status, found = await examine()
        assert (status, mended(found)) == (0, [])
        assert found["database"] == "yours answers and is at this version"
        assert "outbox" in found["mail"]

    @pytest.mark.parametrize(("place", "mode"), [("keys/keyring.json", 0o640), ("keys", 0o755)])
    async def test_sees_keys_that_others_can_read(
        self, examine: Examine, tmp_path: Path, place: str, mode: int
    ) -> None:
        (tmp_path / place).chmod(mode)
        status, found = await examine()
        assert (status, mended(found)) == (1, ["keys"])
        wanted = "600" if place.endswith("json") else "700"
        assert found["keys"].endswith(f"others can read {tmp_path / place}. Run: chmod {wanted} {tmp_path / place}")

    async def test_sees_that_the_key_file_is_lost_and_makes_no_new_one(self, examine: Examine, tmp_path: Path) -> None:
        (tmp_path / "keys/people/someone").mkdir(parents=True)
        (tmp_path / "keys/keyring.json").unlink()
        status, found = await examine()
        assert (status, mended(found)) == (1, ["keys"])
        assert "Restore it from its backup" in found["keys"]
        assert not (tmp_path / "keys/keyring.json").exists()

    async def test_says_in_production_that_there_are_no_keys_yet(self, examine: Examine, tmp_path: Path) -> None:
        (tmp_path / "keys/keyring.json").unlink()
        status, found = await examine()
        assert (status, mended(found)) == (1, ["keys"])
        assert "Make it with `evenhand keys add`" in found["keys"]

    async def test_sees_that_the_pages_were_not_built(
        self, examine: Examine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(doctors, "MANIFEST", tmp_path / "manifest.json")
        status, found = await examine()
        assert (status, mended(found)) == (1, ["page assets"])
        assert found["page assets"] == "MEND not built. Run `make setup`."

    async def test_sees_that_the_disk_is_nearly_full(self, examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doctors, "ENOUGH_BYTES", 10**18)
        status, found = await examine()
        assert (status, mended(found)) == (1, ["disk"])
        assert "Make room" in found["disk"]

    async def test_sees_a_part_that_is_not_installed(self, examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing() -> None:
            raise ImportError("No module named 'onnxruntime'")

        monkeypatch.setattr(doctors, "minilm", missing)
        status, found = await examine()
        assert (status, mended(found)) == (1, ["embeddings"])
        assert found["embeddings"].startswith("MEND No module named 'onnxruntime'. Run `make setup` again")

    @pytest.mark.parametrize("url", ["nonsense", "http://mail.example.org"])
    async def test_sees_a_mail_address_that_makes_no_sense(
        self, examine: Examine, monkeypatch: pytest.MonkeyPatch, url: str
    ) -> None:
        monkeypatch.setenv("EVENHAND_SMTP_URL", url)
        status, found = await examine()
        assert (status, mended(found)) == (1, ["mail"])
        assert "must look like smtp://" in found["mail"]

    async def test_is_content_with_production_behind_tls(
        self, examine: Examine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("EVENHAND_HOST", "0.0.0.0")  # noqa: S104 - nothing listens
        assert mended((await examine())[1]) == ["settings"]
        monkeypatch.setenv("EVENHAND_BASE_URL", "https://jobs.example.org")
        assert mended((await examine())[1]) == []
