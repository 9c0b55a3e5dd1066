"""Child and the launcher: a command never outlives its owner, with the kernel's help and without."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from evenhand.kit.embedded_postgres.account import account_for_root, own_account
from evenhand.kit.embedded_postgres.child import Child, run_to_end

from .conftest import AS_ROOT, SOURCES, until

pytestmark = pytest.mark.process

OWNER = """
import os, sys, time
from evenhand.kit.embedded_postgres.account import own_account
from evenhand.kit.embedded_postgres.child import Child
log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT, 0o600)
child = Child(["/bin/sleep", "60"], account=own_account(), log=log, keep_open=(), kernel_tells=sys.argv[2] == "kernel")
print(child.pid, flush=True)
time.sleep(60)
"""


def with_parent_in_group(group: int) -> list[psutil.Process]:
    """Every process of a session that a child began."""
    found = []
    for one in psutil.process_iter():
        try:
            if os.getsid(one.pid) == group and one.status() != psutil.STATUS_ZOMBIE:
                found.append(one)
        except (ProcessLookupError, psutil.NoSuchProcess):
            continue
    return found


class TestChild:
    @pytest.mark.parametrize("way", ["kernel", "watcher"])
    def test_ends_when_its_owner_is_killed(self, place: Path, way: str) -> None:
        command = [sys.executable, "-c", OWNER, str(place / "log"), way]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={"PYTHONPATH": str(SOURCES)}) as owner:
            assert owner.stdout is not None
            child = int(owner.stdout.readline())
            until(lambda: psutil.Process(child).name() == "sleep")
            assert len(with_parent_in_group(child)) == (1 if way == "kernel" else 2)
            owner.kill()
            until(lambda: not with_parent_in_group(child), 2.0)

    @pytest.mark.parametrize("kernel_tells", [True, False])
    def test_leaves_no_watcher_when_it_ends(self, place: Path, kernel_tells: bool) -> None:
        log = os.open(place / "log", os.O_WRONLY | os.O_CREAT, 0o600)
        child = Child(["/bin/sleep", "60"], account=own_account(), log=log, keep_open=(), kernel_tells=kernel_tells)
        os.close(log)
        until(lambda: psutil.Process(child.pid).name() == "sleep")
        before = child.status
        child.send(signal.SIGTERM)
        assert child.ended.wait(2)
        assert (before, child.status) == (None, -signal.SIGTERM)
        until(lambda: not with_parent_in_group(child.pid), 2.0)

    def test_says_when_the_program_does_not_run(self, place: Path) -> None:
        log = os.open(place / "log", os.O_WRONLY | os.O_CREAT, 0o600)
        child = Child([str(place / "missing")], account=own_account(), log=log, keep_open=())
        os.close(log)
        assert child.ended.wait(2)
        assert "evenhand-launcher: [Errno 2]" in (place / "log").read_text()


class TestRunToEnd:
    def test_gives_status_and_output(self) -> None:
        done = run_to_end(["/bin/cat"], account=own_account(), keep_open=(), timeout=5, stdin="one\ntwo\n")
        assert done == (0, ["one", "two"])

    def test_inherits_none_of_our_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PGDATA", "/somewhere")
        _, said = run_to_end(["/usr/bin/env"], account=own_account(), keep_open=(), timeout=5)
        assert {line.split("=")[0] for line in said} <= {"PATH", "LC_ALL", "TZ", "LC_CTYPE", "__CF_USER_TEXT_ENCODING"}

    @pytest.mark.skipif(not AS_ROOT, reason="only root becomes another account")
    def test_gives_up_every_right_of_root(self) -> None:
        account = account_for_root()
        program = "import os; print(os.getresuid(), os.getresgid(), sorted(os.getgroups()), oct(os.umask(0)))"
        python = "/usr/bin/python3"
        if not Path(python).exists():
            pytest.skip("no Python that the other account can run")
        _, said = run_to_end([python, "-c", program], account=account, keep_open=(), timeout=5)
        uid, gid = account.uid, account.gid
        assert said == [f"{(uid, uid, uid)} {(gid, gid, gid)} {sorted(account.groups)} 0o77"]
