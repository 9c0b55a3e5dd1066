"""Reading in a process of its own, so that a hostile file can only harm a process that was about to end anyway."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time

from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.model import Document, Kind
from evenhand.engines.documents.refusals import CODES, DocumentRefused, bomb, damaged, too_slow

CHUNK = 64 * 1024
# What a child begins with. Half of what a document costs is starting Python and its libraries, and a third of that was
# looking for garbage among what they define: the process ends after one document, so it looks seldom.
START = "import gc; gc.set_threshold(100_000, 20, 20); from evenhand.engines.documents.child import main; main()"
# All of the environment a child gets: where some installations keep Python's own library.
_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
# For numerical libraries: no thread of their own, and memory given back at once (it halves the peak).
_ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "4194304",
    "MALLOC_TRIM_THRESHOLD_": "4194304",
}
# The worst reply is one line a character: four bytes of UTF-8 and about 120 of offsets and box.
REPLY_BYTES_PER_CHAR = 160
REPLY_BYTES_LEAST = CHUNK
# What a process dies of when it is refused memory (allocators abort or trap), and when its time is up.
_OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGILL, signal.SIGTRAP, signal.SIGKILL)
_OUT_OF_TIME = (signal.SIGXCPU, signal.SIGALRM)


def read_in_child(content: bytes, kind: Kind, limits: Limits, *, pictures: bool = False) -> Document:
    """The document a child process makes of `content`; however the child ends badly, `DocumentRefused`.

    Raises `RuntimeError` when the child does not even start, which is our trouble and not the file's.
    """
    deadline = time.monotonic() + limits.seconds
    order = {"kind": kind, "size": len(content), "limits": limits.to_dict(), "parent": os.getpid()}
    order["pictures"] = pictures
    # -I: no environment, no user site, no current directory on the path. The child limits itself before it reads
    # (see `child.py`), because a preexec_fn is unsafe where other threads run.
    with subprocess.Popen(
        [sys.executable, "-I", "-c", START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(pictures=pictures),
        cwd="/",
        bufsize=0,
    ) as child:
        try:
            reply = _exchange(child, json.dumps(order).encode() + b"\n" + content, deadline, _most_reply(limits))
            child.wait(max(deadline - time.monotonic(), 0.0))
        except (TimeoutError, subprocess.TimeoutExpired):
            raise too_slow() from None
        finally:
            child.kill()
    return _document(reply, child.returncode, kind)


def _environment(*, pictures: bool) -> dict[str, str]:
    paths = {name: os.environ[name] for name in _LIBRARY_PATHS if name in os.environ}
    return {"LC_ALL": "C.UTF-8"} | paths | (_ONE_THREAD if pictures else {})


def _most_reply(limits: Limits) -> int:
    return REPLY_BYTES_LEAST + REPLY_BYTES_PER_CHAR * limits.text_chars


def _exchange(child: subprocess.Popen[bytes], request: bytes, deadline: float, most: int) -> bytes:
    """Write and read as the child is ready for either, keeping at most `most` bytes of its reply."""
    left, reply = memoryview(request), bytearray()
    with selectors.DefaultSelector() as selector:
        for pipe, event in ((child.stdin, selectors.EVENT_WRITE), (child.stdout, selectors.EVENT_READ)):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                selector.register(pipe, event, pipe)
        while selector.get_map():
            ready = selector.select(max(deadline - time.monotonic(), 0.0))
            if time.monotonic() >= deadline:
                raise TimeoutError
            for key, event in ready:
                if event & selectors.EVENT_WRITE:
                    left = left[_write(key.fd, left[:CHUNK]) :]
                    finished = not left
                else:
                    piece = os.read(key.fd, CHUNK)
                    reply += piece
                    finished = not piece or len(reply) > most
                if finished:
                    selector.unregister(key.fileobj)
                    key.data.close()
    return bytes(reply)


def _write(descriptor: int, piece: memoryview) -> int:
    """Bytes taken. A child that stopped listening has taken everything it wants: its reply says why."""
    try:
        return os.write(descriptor, piece)
    except BrokenPipeError:
        return sys.maxsize


def _document(reply: bytes, status: int, kind: Kind) -> Document:
    what = "file" if kind in ("txt", "md") else kind.upper()
    if status > 0:
        raise RuntimeError(f"the process that reads documents did not start (status {status})")
    if status < 0:
        if -status in _OUT_OF_TIME:
            raise too_slow()
        raise bomb(what) if -status in _OUT_OF_MEMORY else damaged(what)
    try:
        answer = json.loads(reply)
        if "refused" in answer:
            refused = answer["refused"]
            raise DocumentRefused(CODES[CODES.index(refused["code"])], str(refused["message"]))
        return Document.from_dict(answer["document"])
    except (ValueError, KeyError, TypeError):
        raise damaged(what) from None
