"""settle, and where sockets go: places the database's account can reach, and nobody else's folder changed."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from evenhand.kit.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
from evenhand.kit.embedded_postgres.account import Account, account_for_root, own_account
from evenhand.kit.embedded_postgres.home import Home, settle

from .conftest import AS_ROOT, Program

Make = Callable[..., EmbeddedPostgres]

only_root = pytest.mark.skipif(not AS_ROOT, reason="only root becomes another account")
pytestmark = pytest.mark.process


def modes(*folders: Path) -> list[tuple[int, int]]:
    """Owner and mode of folders that must stay as they are."""
    return [(folder.stat().st_uid, folder.stat().st_mode) for folder in folders]


@only_root
class TestSettleAsRoot:
    @pytest.fixture
    def closed(self, place: Path) -> Path:
        """A folder of the operator's that only root enters."""
        (place / "closed").mkdir(0o700)
        return place / "closed"

    async def test_puts_the_cluster_elsewhere_when_a_parent_is_closed(
        self, make: Make, place: Path, closed: Path, shared: Path
    ) -> None:
        before = modes(place, closed)
        (postgres := make(closed / "postgres")).start()
        connection = await asyncpg.connect(postgres.url(driver="postgresql"))
        await connection.execute("create table kept (id int)")
        await connection.close()
        home = Path((closed / "postgres" / "location.txt").read_text().strip())
        assert home.parent == shared
        assert (home / "belongs-to.txt").read_text().strip() == str(closed / "postgres")
        assert [path.name for path in (closed / "postgres").iterdir()] == ["location.txt"]
        assert modes(place, closed) == before
        assert modes(home)[0] == (0, 0o40711)
        postgres.stop()
        (again := make(closed / "postgres")).start()
        connection = await asyncpg.connect(again.url(driver="postgresql"))
        assert await connection.fetchval("select count(*) from kept") == 0
        await connection.close()

    def test_refuses_when_the_cluster_elsewhere_is_gone(self, closed: Path, shared: Path) -> None:
        shutil.rmtree(settle(closed / "postgres", shared).folder)
        with pytest.raises(EmbeddedPostgresError, match="is not there: put it back from a backup"):
            settle(closed / "postgres", shared)

    def test_refuses_a_cluster_elsewhere_that_its_folder_forgot(self, closed: Path, shared: Path) -> None:
        home = settle(closed / "postgres", shared)
        home.cluster.mkdir()
        shutil.rmtree(closed / "postgres")
        with pytest.raises(EmbeddedPostgresError, match="still holds a database of"):
            settle(closed / "postgres", shared)

    def test_keeps_to_the_folder_when_its_account_can_get_there(self, place: Path, shared: Path) -> None:
        home = settle(place / "data" / "postgres", shared)
        assert home == Home(place / "data" / "postgres", account_for_root())
        assert not shared.exists()

    def test_runs_an_ordinary_users_cluster_as_that_user(self, folder: Path, shared: Path, somebody: Account) -> None:
        subprocess.run(["chown", "-R", somebody.name, folder], check=True)
        assert settle(folder, shared).account == somebody

    def test_refuses_a_cluster_that_belongs_to_root(self, folder: Path, shared: Path) -> None:
        subprocess.run(["chown", "-R", "root", folder], check=True)
        with pytest.raises(EmbeddedPostgresError, match=f"chown -R {account_for_root().name} {folder}/cluster"):
            settle(folder, shared)

    def test_says_which_folder_was_closed_since(self, closed: Path, folder: Path, shared: Path) -> None:
        folder.rename(closed / "postgres")
        with pytest.raises(EmbeddedPostgresError, match=f"can no longer enter {closed}: allow it with"):
            settle(closed / "postgres", shared)

    def test_trusts_no_shared_place_that_others_can_change(self, closed: Path, shared: Path) -> None:
        shared.mkdir()
        shared.chmod(0o777)
        with pytest.raises(EmbeddedPostgresError, match="should be a folder that only root can change"):
            settle(closed / "postgres", shared)


class TestSettle:
    def test_refuses_a_cluster_of_somebody_else(
        self, run: Callable[..., Program], folder: Path, somebody: Account
    ) -> None:
        if not AS_ROOT:
            pytest.skip("only root makes files of somebody else")
        folder.chmod(0o755)
        said = run(folder, account=somebody).first["error"]
        assert f"belongs to {account_for_root().name}: start Evenhand as that account" in said

    def test_changes_nothing_above_the_folder(self, place: Path, shared: Path) -> None:
        (place / "data").mkdir(0o755)
        before = modes(place, place / "data")
        settle(place / "data" / "postgres", shared)
        assert modes(place, place / "data") == before


class TestSocketFolder:
    @pytest.fixture
    def deep(self, place: Path) -> Iterator[Home]:
        """A home too deep for a socket, and its short folder removed afterwards."""
        home = Home(place / ("deep-" * 20), account_for_root() if AS_ROOT else own_account())
        yield home
        if (path := Path(tempfile.gettempdir()) / self.name(home)).exists():
            path.rmdir()

    def name(self, home: Home) -> str:
        return "evenhand-" + hashlib.sha256(os.fsencode(home.folder)).hexdigest()[:16]

    def test_is_private_to_the_account(self, deep: Home) -> None:
        folder = deep.socket_folder()
        assert modes(folder) == [(deep.account.uid, 0o40700)]
        assert folder == deep.socket_folder()

    def test_stays_where_it_was(self, deep: Home, place: Path) -> None:
        assert deep.socket_folder(place / "before") == place / "before"

    @pytest.mark.parametrize("trap", ["open", "link", "foreign"])
    def test_is_never_a_folder_that_somebody_else_prepared(self, deep: Home, place: Path, trap: str) -> None:
        path = Path(tempfile.gettempdir()) / self.name(deep)
        if trap == "link":
            (place / "target").mkdir(0o700)
            os.chown(place / "target", deep.account.uid, -1)
            path.symlink_to(place / "target")
        else:
            path.mkdir(0o700)
            path.chmod(0o777 if trap == "open" else 0o700)
            os.chown(path, deep.account.uid if trap == "open" else os.geteuid(), -1)
        if trap == "foreign" and not AS_ROOT:
            path.rmdir()
            pytest.skip("only root makes folders of somebody else")
        try:
            with pytest.raises(EmbeddedPostgresError, match="should be a private folder of the account"):
                deep.socket_folder()
        finally:
            if trap == "link":
                path.unlink()
