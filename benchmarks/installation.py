"""A real `evenhand serve` with the demo, in a folder of its own, and what one can ask it from outside."""

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 120.0
LOOK_EVERY_SECONDS = 0.005
TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]{64})"')
DEMO_PASSWORD = "evenhand demo"  # noqa: S105 - the demo prints it


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Installation:
    """One data folder and the process tree that serves it."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What it said so far."""
        return (self.folder / "log").read_text(errors="replace")

    def start(self) -> float:
        """Run it; the seconds until its first page has come."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("EVENHAND_", "DATABASE_"))}
        own = {
            "EVENHAND_DATA_DIR": str(self.folder / "data"),
            "EVENHAND_PORT": str(self.port),
            "EVENHAND_ENVIRONMENT": "development",
            "EVENHAND_DEMO": "1",
            **self.settings,
        }
        begun = time.perf_counter()
        with (self.folder / "log").open("ab") as log:
            command = [sys.executable, "-m", "evenhand.cli", "serve", "--with-parent"]
            self.process = subprocess.Popen(command, cwd=ROOT, env={**kept, **own}, stdout=log, stderr=log)
        while not self._shows("/"):
            assert self.process.poll() is None, self.log
            assert time.perf_counter() - begun < PATIENCE_SECONDS, self.log
            time.sleep(LOOK_EVERY_SECONDS)
        return time.perf_counter() - begun

    def stop(self) -> None:
        """End it politely."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE_SECONDS)

    def _shows(self, path: str) -> bool:
        try:
            return self.get(path)[0] == 200
        except (urllib.error.URLError, OSError):
            return False

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """One page."""
        return self._send(urllib.request.Request(self.url + path, headers=headers or {}))  # noqa: S310 - our own address

    def post(self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> dict[str, Any]:
        """One call of the API."""
        return self._sent(path, json.dumps(body).encode(), {"content-type": "application/json", **(headers or {})})

    def upload(self, path: str, name: str, content: bytes, headers: dict[str, str]) -> dict[str, Any]:
        """One file to the API."""
        before = f'--part\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = before.encode() + content + b"\r\n--part--\r\n"
        return self._sent(path, body, {"content-type": "multipart/form-data; boundary=part", **headers})

    def _sent(self, path: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        request = urllib.request.Request(self.url + path, body, headers)  # noqa: S310 - our own address
        answer: dict[str, Any] = json.loads(self._send(request)[1])
        return answer

    def cpu_seconds(self) -> float:
        """Processor time of the tree so far; processes that ended are not counted."""
        used = 0.0
        for one in self.tree():
            with suppress(psutil.Error):
                times = one.cpu_times()
                used += times.user + times.system
        return used

    def json(self, path: str, headers: dict[str, str]) -> dict[str, Any]:
        """What the API answers."""
        answer: dict[str, Any] = json.loads(self.get(path, headers)[1])
        return answer

    def sign_in_on_the_page(self, *, email: str, password: str) -> str:
        """The session cookie as a browser sends it."""
        jar = CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        form = browser.open(f"{self.url}/sign-in", timeout=20).read().decode()
        proof = TOKEN.search(form)
        assert proof, "the sign-in page has no form"
        sent = {"csrf_token": proof.group(1), "email": email, "password": password}
        browser.open(f"{self.url}/sign-in", urllib.parse.urlencode(sent).encode(), timeout=20).close()
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)

    def _send(self, request: urllib.request.Request) -> tuple[int, bytes]:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own address
            return answer.status, answer.read()

    def tree(self) -> list[psutil.Process]:
        """The server and everything below it."""
        assert self.process
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]


@contextmanager
def installation(**settings: str) -> Iterator[Installation]:
    """A new one, filled with the demo and running; taken away at the end."""
    made = Installation(Path(tempfile.mkdtemp(prefix="evenhand-bench-")), free_port(), settings=settings)
    made.folder.chmod(0o755)  # the account that runs PostgreSQL for root must reach it
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(made.folder, ignore_errors=True)


async def until_quiet(made: Installation, *, seconds: float = 60.0) -> None:
    """Wait until the queue is empty: the tree has used next to no processor time for a second."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    before = made.cpu_seconds()
    while loop.time() < deadline:
        await asyncio.sleep(1)
        now = made.cpu_seconds()
        if now - before < 0.1:
            return
        before = now
