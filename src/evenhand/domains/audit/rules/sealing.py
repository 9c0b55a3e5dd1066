"""How an entry is sealed: SHA-256 over the hash before it and its canonical JSON.

The verifier (evenhand.engines.auditing) was written from docs/decisions/0013-audit.md and shares no line with this one.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

START = bytes(32)
"""What stands before the first entry of a chain."""

Told = Mapping[str, str | int | Mapping[str, str | int] | None]


def canonical(told: Told) -> bytes:
    """Keys in order, no spaces, UTF-8."""
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sealed(told: Told, *, prev: bytes) -> bytes:
    """The hash of an entry that stands after the one with the hash `prev`."""
    return hashlib.sha256(prev + canonical(told)).digest()


def when(moment: datetime) -> str:
    """A moment as it is sealed: to the microsecond, as the database keeps it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
