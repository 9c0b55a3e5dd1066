"""Becomes one command that ends when its owner ends: `python -I -S launcher.py ORDERS` (JSON, see `main`).

A file of its own, run by a fresh Python: code between fork and exec is not safe in a process with threads. It uses
the standard library alone and imports all of it first, because the account it becomes may not be able to read it.
"""

import json
import os
import select
import signal
import sys
from typing import Any

try:
    import ctypes
except ImportError:  # a Python built without it: the watcher below does the work
    ctypes = None  # type: ignore[assignment]

PR_SET_PDEATHSIG = 1
CANNOT_RUN = 126
"""Exit status of a shell, too, for a command that is there and does not run."""

MOST_DESCRIPTORS = 65536
"""The watcher closes every inherited descriptor below this one, so that it keeps no lock and no log open."""


def main(orders: dict[str, Any]) -> None:
    """Obey, and never return.

    `parent`: pid of the owner; `signal`: what the command gets when the owner is gone; `watch`: read end of a pipe
    that the owner holds open; `kernel`: whether to ask the kernel (Linux) rather than watch the pipe;
    `account`: [uid, gid, [groups]] to become, or null; `command`: the program and its arguments.
    """
    try:
        if orders["account"] is not None:
            uid, gid, groups = orders["account"]
            os.setgroups(groups)
            os.setgid(gid)
            os.setuid(uid)
        os.umask(0o077)
        for ignored_by_python in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(ignored_by_python, signal.SIG_DFL)
        if not (orders["kernel"] and kernel_signals_when_parent_ends(orders["signal"])):
            watch(orders["watch"], orders["signal"])
        os.close(orders["watch"])
        if os.getppid() != orders["parent"]:  # it ended before the kernel was asked
            os._exit(0)
        os.execv(orders["command"][0], orders["command"])  # noqa: S606 - never a shell
    except OSError as error:
        sys.stderr.write(f"evenhand-launcher: {error}\n")
        sys.stderr.flush()
    os._exit(CANNOT_RUN)


def kernel_signals_when_parent_ends(number: int) -> bool:
    """Ask Linux for `number` when the thread that forked us ends; False where that cannot be asked.

    Must come after the change of account (which clears it) and survives the exec.
    """
    if ctypes is None or not sys.platform.startswith("linux"):
        return False
    return bool(ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0) == 0)


def watch(owner: int, number: int) -> None:
    """Leave a grandchild that sends us `number` when the pipe `owner` closes, and ends when we do.

    It is nobody's child of ours, since PostgreSQL wonders about children it did not start.
    """
    ours_ended, ours = os.pipe()
    os.set_inheritable(ours, True)  # held by the command until its last process ends
    command = os.getpid()
    between = os.fork()
    if between:
        os.waitpid(between, 0)
        os.close(ours_ended)
        return
    if os.fork() == 0:
        low, high = sorted((owner, ours_ended))
        os.closerange(0, low)
        os.closerange(low + 1, high)
        os.closerange(high + 1, MOST_DESCRIPTORS)
        readable, _, _ = select.select([owner, ours_ended], [], [])
        if ours_ended not in readable:
            os.kill(command, number)
    os._exit(0)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
