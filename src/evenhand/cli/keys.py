"""The installation's master keys: which there are, one more, everything under the newest, an old one away."""

import sys
from datetime import datetime

from evenhand.cli.acts import write_down
from evenhand.cli.database import read_settings, saying_why, stop_with
from evenhand.domains.audit.rules import Act
from evenhand.kit.clock import utc_now
from evenhand.kit.crypto import KeyFolder, Keyring, KeyringError, open_keys
from evenhand.kit.crypto.rotation import RetireRefused, add, in_use, retire, rotate

STEP = 25
"""A line on a terminal is written anew after so many keys."""


def status() -> None:
    """Print the master keys; the exit status is 1 when a data key has none here that opens it."""
    with saying_why():
        folder, ring = _keys()
        used = in_use(folder)
        print(f"{folder.ring}")
        for key_id in sorted(ring.masters, key=lambda one: (_since(ring, one), one)):
            made = f"made {_since(ring, key_id)} UTC"
            mark = ", current" if key_id == ring.current else ""
            print(f"{key_id.hex()}  {made}  wraps {used[key_id]:,} data keys{mark}")
        lost = sum(count for key_id, count in used.items() if key_id not in ring.masters)
    if lost:
        stop_with(f"{lost:,} data keys are opened by none of these. Put back the key file or the keys of their time.")


def add_key() -> None:
    """Make a master key and make it current; where there is no key file yet, make that."""
    with saying_why():
        settings = read_settings()
        home = settings.data_dir / "keys"
        if not KeyFolder(home).ring.exists():
            folder, ring = open_keys(home, production=False)
            print(f"Made {folder.ring} with the master key {ring.current.hex()}. Keep a backup of {home} by itself.")
            return
        folder, ring = _keys()
        made = add(folder, ring, now=utc_now())
        write_down(Act.KEY_ADDED, {"key": made.hex()})
    print(f"{made.hex()} is current. `evenhand keys rotate` wraps by it what other master keys wrap now.")


def rotate_keys() -> None:
    """Wrap every data key by the current master key, saying on a terminal how far it is."""
    terminal = sys.stderr.isatty()
    with saying_why():
        folder, ring = _keys()
        for progress in rotate(folder, ring):
            if terminal and (progress.looked_at % STEP == 0 or progress.looked_at == progress.total):
                print(f"\r{progress.looked_at:,} of {progress.total:,} data keys", end="", file=sys.stderr, flush=True)
        if terminal:
            print(file=sys.stderr)
        about = {"wrapped": progress.wrapped, "keys": progress.total, "unreadable": progress.unreadable}
        write_down(Act.KEYS_ROTATED, about)
    print(f"{progress.wrapped:,} of {progress.total:,} data keys were wrapped anew; the others were already.")
    if progress.unreadable:
        stop_with(f"{progress.unreadable:,} data keys are opened by no master key here; they stay as they are.")


def retire_key(key_id: str) -> None:
    """Take away a master key that wraps nothing any more."""
    try:
        wanted = bytes.fromhex(key_id)
    except ValueError:
        stop_with(f"“{key_id}” is not the id of a master key. `evenhand keys status` lists them.")
    with saying_why():
        folder, ring = _keys()
        try:
            retire(folder, ring, wanted)
        except RetireRefused as refusal:
            stop_with(str(refusal))
        write_down(Act.KEY_RETIRED, {"key": wanted.hex()})
    print(f"{key_id} is gone from {folder.ring}. Backups of the key file from before still hold it.")


def _keys() -> tuple[KeyFolder, Keyring]:
    """Raises KeyringError. Where there are none, none are made: looking must not."""
    settings = read_settings()
    home = settings.data_dir / "keys"
    if not KeyFolder(home).ring.exists():
        raise KeyringError(f"There is no key file in {home}. Make it with `evenhand keys add`, or restore its backup.")
    return open_keys(home, production=not settings.development)


def _since(ring: Keyring, key_id: bytes) -> str:
    made: datetime | None = ring.made.get(key_id)
    return f"{made:%Y-%m-%d %H:%M}" if made else "at an unknown time"
