"""`GET /api/v1/jobs` against a bare FastAPI route with one query, as fast as a few clients can ask, in turns."""

import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil

from benchmarks.installation import ROOT, Installation, free_port
from benchmarks.timing import figures, run_load
from evenhand.kit.embedded_postgres import EmbeddedPostgres

PATH = "/api/v1/jobs"
CLIENTS = 8
TURNS, TURN_SECONDS, WARM_SECONDS = 6, 2.5, 0.5
GOAL = 0.70
PATIENCE_SECONDS = 30


def measure(made: Installation) -> dict[str, Any]:
    """Requests a second of both and the ratio, turn by turn; the median of the turns counts.

    `cpu_ms` is the processor time of the web server's process for a request: other work on the machine blurs it less.
    """
    assert made.process
    with _bare(made) as bare:
        own = psutil.Process(made.process.pid)
        turns = [(_ask(made.url, own), _ask(f"http://127.0.0.1:{bare[0]}", bare[1])) for _ in range(TURNS)]
    ratios = [ours["requests_a_second"] / theirs["requests_a_second"] for ours, theirs in turns]
    return {
        "clients": CLIENTS,
        "goal": GOAL,
        "ratio": round(statistics.median(ratios), 3),
        "ratio_lowest": round(min(ratios), 3),
        "ratio_highest": round(max(ratios), 3),
        "cpu_ratio": round(statistics.median(theirs["cpu_ms"] / ours["cpu_ms"] for ours, theirs in turns), 3),
        "evenhand": _middle([ours for ours, _ in turns]),
        "bare": _middle([theirs for _, theirs in turns]),
    }


def _middle(turns: list[dict[str, Any]]) -> dict[str, Any]:
    return sorted(turns, key=lambda turn: float(turn["requests_a_second"]))[len(turns) // 2]


def _ask(url: str, server: psutil.Process) -> dict[str, Any]:
    user = {"headers": {}, "visits": [{"name": "list", "path": PATH}]}
    plan = {
        "url": url,
        "users": [user] * CLIENTS,
        "think_seconds": 0,
        "warm_seconds": WARM_SECONDS,
        "seconds": TURN_SECONDS,
    }
    before = server.cpu_times()
    found = run_load(plan)
    after = server.cpu_times()
    assert not found["errors"], found["errors"]
    timings = found["timings"]["list"]
    return {
        "requests_a_second": round(len(timings) / TURN_SECONDS, 1),
        "cpu_ms": round(
            (after.user + after.system - before.user - before.system)
            * 1000
            / (len(timings) * (TURN_SECONDS + WARM_SECONDS) / TURN_SECONDS),
            3,
        ),
        "bytes": found["bytes"]["list"],
        **figures(timings),
    }


@contextmanager
def _bare(made: Installation) -> Iterator[tuple[int, psutil.Process]]:
    postgres = EmbeddedPostgres(made.folder / "data" / "postgres")
    postgres.start()  # it runs already: this only finds its address
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.bare", postgres.url(), str(port)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        _until_it_answers(f"http://127.0.0.1:{port}{PATH}")
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _until_it_answers(url: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < deadline, f"{url} does not answer"
            time.sleep(0.05)
        else:
            return
