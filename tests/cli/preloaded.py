"""The `evenhand` command in processes of their own that need not load the product first: that takes seconds of each.

One process loads everything and waits; for each command it splits off a copy, which runs as if it had been started
(`python -m evenhand.cli`, with arguments, environment, folder and files of its own) and ends as one. What starts from
nothing shows more: whether a command loads all it needs. `tests.cli.command` says which do.

Run as a program this is the waiting process; `run` is its client, a small program that stands for the command: what is
done to it (its streams, its end) is done to the copy.
"""

import atexit
import gc
import json
import os
import runpy
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STANDARD = (0, 1, 2)
STOPPED = 128
CAN_SPLIT = hasattr(os, "pidfd_open")  # Linux; elsewhere every command starts from nothing

_KEPT: "list[subprocess.Popen[bytes]]" = []

CLIENT = f"""
import json, os, socket, sys
here = socket.socket(socket.AF_UNIX)
here.connect(sys.argv[1])
asked = json.dumps({{"arguments": sys.argv[2:], "environment": dict(os.environ), "folder": os.getcwd()}}).encode()
socket.send_fds(here, [len(asked).to_bytes(4, "big")], {STANDARD})
here.sendall(asked)
said = here.recv(8)
sys.exit(int(said) if said else {STOPPED})
"""


@cache
def _address() -> str:
    """Where the waiting process listens. It ends with this one, which holds the other end of its standard input."""
    place = Path(tempfile.mkdtemp(prefix="evenhand-preloaded-")) / "socket"
    waiting = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.preloaded", place],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith(("EVENHAND_", "DATABASE_"))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert waiting.stdout
    assert waiting.stdout.readline() == b"waiting\n"
    _KEPT.append(waiting)
    return str(place)


def preloaded_program() -> list[str]:
    """What to start instead of `python -m evenhand.cli`; its arguments follow."""
    return [sys.executable, "-ISE", "-c", CLIENT, _address()]


def _load() -> None:
    gc.disable()
    for name in ("audit", "backup", "files", "keys", "llm", "operate", "parse", "retention", "serve", "stored"):
        import_module(f"evenhand.cli.{name}")
    gc.freeze()
    gc.enable()


class _Waiting:
    """Listens, and splits off a copy for each client."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(place))
        self.listening.listen()
        self.looks = selectors.DefaultSelector()
        self.looks.register(0, selectors.EVENT_READ)
        self.looks.register(self.listening, selectors.EVENT_READ)
        self.running: dict[int, tuple[int, socket.socket]] = {}
        sys.stdout.write("waiting\n")
        sys.stdout.flush()

    def next_copy(self) -> tuple[dict[str, Any], list[int]]:
        """Returns in a copy only, with what it was asked and its streams."""
        while True:
            for key, _ in self.looks.select():
                if key.fileobj == 0:
                    shutil.rmtree(self.place.parent)
                    os._exit(0)
                elif key.fileobj is self.listening:
                    if asked := self._split():
                        return asked
                elif isinstance(key.fileobj, socket.socket):  # the client is gone before its command
                    self.looks.unregister(key.fileobj)
                    os.kill(key.data, signal.SIGKILL)
                else:
                    self._ended(int(key.fd))

    def _split(self) -> tuple[dict[str, Any], list[int]] | None:
        client, _ = self.listening.accept()
        length, streams, _, _ = socket.recv_fds(client, 4, len(STANDARD))
        asked = b""
        while len(asked) < int.from_bytes(length, "big"):
            asked += client.recv(65536)
        pid = os.fork()
        if not pid:
            return json.loads(asked), streams
        for stream in streams:
            os.close(stream)
        end = os.pidfd_open(pid)
        self.running[end] = pid, client
        self.looks.register(end, selectors.EVENT_READ)
        self.looks.register(client, selectors.EVENT_READ, pid)
        return None

    def _ended(self, end: int) -> None:
        pid, client = self.running.pop(end)
        self.looks.unregister(end)
        os.close(end)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if client.fileno() in self.looks.get_map():
            self.looks.unregister(client)
            client.sendall(str(code if code >= 0 else STOPPED - code).encode())
        client.close()


def _become(asked: dict[str, Any], streams: list[int]) -> None:
    """Be the command that was asked for."""
    for number, stream in zip(STANDARD, streams, strict=True):
        os.dup2(stream, number)
    for stream in streams:
        os.close(stream)
    sys.stdin, sys.stdout = open(0), open(1, "w")  # noqa: SIM115 - the old ones know what was there before
    sys.stderr = open(2, "w", errors="backslashreplace", buffering=1)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv[1:] = asked["arguments"]


def _run() -> int:
    """The command; its exit status. An ending program would wait for threads of libraries that no copy has."""
    try:
        runpy.run_module("evenhand.cli", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - told as the interpreter does
        sys.excepthook(*sys.exc_info())
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)


if __name__ == "__main__":
    _load()
    _become(*_Waiting(Path(sys.argv[1])).next_copy())
    os._exit(_run())
