"""The process that reads one document: limits itself, takes the file on stdin, answers JSON on stdout, ends.

Run by `sandbox.py`. It imports little, because every document pays for it.
"""

import ctypes
import json
import math
import os
import resource
import signal
import sys
from typing import Any

from evenhand.engines.documents.limits import MEGABYTE, Limits
from evenhand.engines.documents.model import Kind
from evenhand.engines.documents.reader import read_here
from evenhand.engines.documents.refusals import DocumentRefused, bomb, damaged

# The parent kills at its deadline; this is for a parent that died and cannot.
SECONDS_PAST_DEADLINE = 2.0
OPEN_FILES = 32
MAPPED_BYTES = 640 * MEGABYTE
ORDER_BYTES = 4096
_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline(ORDER_BYTES))
    limits = Limits(**order["limits"])
    kind: Kind = order["kind"]
    pictures: bool = order["pictures"]
    die_with(order["parent"])
    restrict(limits, pictures=pictures)
    content = sys.stdin.buffer.read()
    if len(content) != order["size"]:
        return  # the parent died in mid-sentence; there is nobody to answer
    sys.stdout.buffer.write(answer(content, kind, limits, pictures=pictures))
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing is left to put away, and putting it away would cost as much as reading a page


def die_with(parent: int) -> None:
    """Where the system can (Linux), be killed the moment the parent is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)  # it went before we could ask


def restrict(limits: Limits, *, pictures: bool = False) -> None:
    """Bound this process for good: memory, processor and wall-clock time, no files written, no children."""
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + SECONDS_PAST_DEADLINE)  # its SIGALRM ends us
    wanted = {
        # What recognises words maps large libraries, of which it touches little: there, what is written to counts.
        "RLIMIT_AS": limits.memory_bytes + (MAPPED_BYTES if pictures else 0),
        "RLIMIT_DATA": limits.memory_bytes,
        "RLIMIT_CPU": math.ceil(limits.seconds),
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": OPEN_FILES,
        "RLIMIT_NPROC": 0,
        "RLIMIT_CORE": 0,
    }
    for name, most in wanted.items():
        which = getattr(resource, name, None)
        if which is None:
            continue  # not every system has every limit
        _, hard = resource.getrlimit(which)
        ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(which, (ceiling, ceiling))
        except (ValueError, OSError):
            continue  # macOS names RLIMIT_AS and refuses to set it


def answer(content: bytes, kind: Kind, limits: Limits, *, pictures: bool = False) -> bytes:
    """JSON: `{"document": ...}` or `{"refused": {"code": ..., "message": ...}}`."""
    what = "file" if kind in ("txt", "md") else kind.upper()
    try:
        return _json({"document": read_here(content, kind, limits, pictures=pictures).to_dict()})
    except DocumentRefused as refused:
        return _refused(refused)
    except MemoryError:
        return _refused(bomb(what))
    except Exception:  # noqa: BLE001  the edge of the process: whatever broke, it was this file
        return _refused(damaged(what))


def _refused(refused: DocumentRefused) -> bytes:
    return _json({"refused": {"code": refused.code, "message": refused.message}})


def _json(reply: dict[str, Any]) -> bytes:
    return json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode()
