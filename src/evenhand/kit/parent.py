"""Children that do not outlive their parent, whatever kills it."""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
LOOK_SECONDS = 0.5


def die_with_parent(parent_pid: int, *, how: signal.Signals = signal.SIGKILL) -> None:
    """Arrange for this process to get the signal `how` when `parent_pid` is gone. Call first thing in a child.

    Linux's kernel does it; elsewhere a thread looks. A parent that died before this call ends us here. The kernel
    takes the thread that started this process for its parent: start such children from a thread that stays.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent_pid, how), daemon=True).start()
    if os.getppid() != parent_pid:
        os.kill(os.getpid(), how)


def _watch(parent_pid: int, how: signal.Signals) -> None:
    while os.getppid() == parent_pid:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), how)
