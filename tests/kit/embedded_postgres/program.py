"""A program that uses the embedded database, for tests that kill it or run it as somebody else.

`program.py FOLDER [--settings JSON] [--shared FOLDER] [--short-thread]`: starts, then answers each line of its
input with a line of JSON. `state` tells, `fork` leaves a forked child behind, `stop` stops the database and ends.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from evenhand.kit.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError


def say(**fact: Any) -> None:
    """One line of JSON to whoever started us."""
    sys.stdout.write(json.dumps(fact) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run until told to stop, or until our input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--settings", type=json.loads, default={})
    parser.add_argument("--shared", type=Path, default=Path("/nonexistent"))
    parser.add_argument("--short-thread", action="store_true")
    asked = parser.parse_args()
    postgres = EmbeddedPostgres(asked.folder, settings=asked.settings, shared=asked.shared)
    begun = time.monotonic()
    try:
        if asked.short_thread:
            thread = threading.Thread(target=postgres.start)
            thread.start()
            thread.join()
        else:
            postgres.start()
    except EmbeddedPostgresError as error:
        say(error=str(error))
        return 1
    say(seconds=time.monotonic() - begun, owner=postgres.owner, url=postgres.url(driver="postgresql"))
    threading.Thread(target=lambda: asyncio.run(postgres.keep_running()), daemon=True).start()
    for line in sys.stdin:
        if line.strip() == "fork" and (child := os.fork()):
            say(child=child)
        elif line.strip() == "fork":
            postgres.stop()
            signal.pause()
        elif line.strip() == "stop":
            postgres.stop()
            say(owner=postgres.owner, alive=postgres.alive())
            break
        else:
            say(owner=postgres.owner, alive=postgres.alive(), url=postgres.url(driver="postgresql"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
