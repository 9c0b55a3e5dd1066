"""The process that reads one document: limits itself, takes the file on stdin, answers JSON on stdout, ends.

Run by `sandbox.py` as a module. It imports little, because every document pays for it.
"""

import json
import math
import resource
import signal
import sys
from typing import Any

from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.model import Kind
from evenhand.engines.documents.reader import read_here
from evenhand.engines.documents.refusals import DocumentRefused, bomb, damaged

# The parent kills at its deadline; this is for a parent that died and cannot.
SECONDS_PAST_DEADLINE = 2.0
OPEN_FILES = 32
HEADER_BYTES = 4096


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline(HEADER_BYTES))
    limits = Limits(**order["limits"])
    kind: Kind = order["kind"]
    restrict(limits)
    content = sys.stdin.buffer.read()
    if len(content) != order["size"]:
        sys.exit(1)  # the parent died in mid-sentence; there is nobody to answer
    sys.stdout.buffer.write(answer(content, kind, limits))
    sys.stdout.buffer.flush()


def restrict(limits: Limits) -> None:
    """Bound this process for good: memory, processor and wall-clock time, no files written, no children."""
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + SECONDS_PAST_DEADLINE)  # SIGALRM ends us
    seconds = math.ceil(limits.seconds)
    wanted = {
        "RLIMIT_AS": limits.memory_bytes,
        "RLIMIT_CPU": seconds,
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


def answer(content: bytes, kind: Kind, limits: Limits) -> bytes:
    """JSON: `{"document": ...}` or `{"refused": {"code": ..., "message": ...}}`."""
    reply: dict[str, Any]
    what = "file" if kind == "txt" else kind.upper()
    try:
        reply = {"document": read_here(content, kind, limits).to_dict()}
    except DocumentRefused as refused:
        reply = _refused(refused)
    except MemoryError:
        reply = _refused(bomb(what))
    except Exception:  # noqa: BLE001  the edge of the process: whatever broke, it was this file
        reply = _refused(damaged(what))
    return json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode()


def _refused(refused: DocumentRefused) -> dict[str, Any]:
    return {"refused": {"code": refused.code, "message": refused.message}}


if __name__ == "__main__":
    main()
