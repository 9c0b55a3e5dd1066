"""Children that end with their parent, as real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from tests.processes import until

CHILD = """
import os, sys, time
from pathlib import Path
if sys.argv[3] == "watching":
    sys.platform = "darwin"  # where no kernel does it
import signal
from evenhand.kit import parent
parent.LOOK_SECONDS = 0.05
parent.die_with_parent(int(sys.argv[1]) or os.getppid(), how=signal.Signals[sys.argv[4]])
Path(sys.argv[2]).write_text(str(os.getpid()))
time.sleep(60)
"""
PARENT = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', *sys.argv[1:]]); time.sleep(60)"
WAYS = [
    pytest.param("asking", marks=pytest.mark.skipif(sys.platform != "linux", reason="a service of Linux's kernel")),
    "watching",
]


@dataclass
class Family:
    """A parent process and the child it started."""

    parent: "subprocess.Popen[bytes]"
    child: psutil.Process

    def child_is_gone(self) -> bool:
        return not self.child.is_running() or self.child.status() == psutil.STATUS_ZOMBIE


@pytest.fixture(params=WAYS)
def family(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Family]:
    pid_file = tmp_path / "child"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, CHILD, "0", str(pid_file), request.param, "SIGKILL"])
    child = psutil.Process(until(lambda: pid_file.exists() and int(pid_file.read_text() or 0), "the child", 10))
    yield Family(parent, child)
    for one in (parent, child):
        if one.poll() is None if isinstance(one, subprocess.Popen) else one.is_running():
            one.kill()
    parent.wait()


class TestDieWithParent:
    @pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
    def test_ends_the_child_whatever_ends_the_parent(self, family: Family, number: signal.Signals) -> None:
        family.parent.send_signal(number)
        family.parent.wait()
        until(family.child_is_gone, "the child to end", 5)

    def test_leaves_the_child_alone_while_the_parent_lives(self, family: Family) -> None:
        time.sleep(0.3)
        assert not family.child_is_gone()

    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
    def test_ends_a_child_whose_parent_died_before_the_call(
        self, tmp_path: Path, way: str, number: signal.Signals
    ) -> None:
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        command = [sys.executable, "-c", CHILD, str(gone.pid), str(tmp_path / "child"), way, number.name]
        began = time.monotonic()
        done = subprocess.run(command, check=False, timeout=20)
        assert done.returncode == -number
        assert time.monotonic() - began < 15
        assert gone.pid != os.getpid()
