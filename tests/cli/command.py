"""The `evenhand` command as a person or a script runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.browsers import ROOT

ENOUGH_SECONDS = 60


def environment(**settings: str) -> dict[str, str]:
    """This process's environment without any setting of the product, and with these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EVENHAND_", "DATABASE_"))}
    return {**kept, **settings}


def evenhand(
    *arguments: str | Path,
    given: str | bytes = b"",
    env: dict[str, str] | None = None,
    cwd: Path = ROOT,
    program: tuple[str, ...] = ("-m", "evenhand.cli"),
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command to its end with `given` as its standard input."""
    return subprocess.run(
        [sys.executable, *program, *arguments],
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
