"""The `evenhand` command as a person or a script runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.browsers import ROOT
from tests.cli.preloaded import CAN_SPLIT, preloaded_program

ENOUGH_SECONDS = 60

OPERATING = {
    "audit", "backup", "files", "keys", "llm", "migrate", "parse", "rescore", "restore", "retention", "serve", "user",
}  # fmt: skip
"""Commands that load the product, or the reading of documents: most often run on a copy of a process that has."""


def environment(**settings: str) -> dict[str, str]:
    """This process's environment without any setting of the product, and with these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EVENHAND_", "DATABASE_"))}
    return {**kept, **settings}


def evenhand(
    *arguments: str | Path,
    given: str | bytes = b"",
    env: dict[str, str] | None = None,
    cwd: Path = ROOT,
    program: tuple[str, ...] = (),
    from_nothing: bool = False,
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command to its end with `given` as its standard input.

    `from_nothing` loads the product anew: each command of OPERATING is tested so somewhere.
    """
    operating = bool(arguments) and str(arguments[0]) in OPERATING and "--manifest" not in arguments
    preloaded = CAN_SPLIT and operating and not program and not from_nothing
    start = preloaded_program() if preloaded else [sys.executable, *(program or ("-m", "evenhand.cli"))]
    return subprocess.run(
        [*start, *arguments],
        cwd=cwd,
        env=environment() if env is None else env,
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        timeout=ENOUGH_SECONDS,
        check=False,
    )


def lines(done: "subprocess.CompletedProcess[bytes]") -> list[dict[str, Any]]:
    """The JSON objects it wrote, one a line."""
    return [json.loads(line) for line in done.stdout.decode().splitlines()]
