"""Identifiers: UUID version 7 (RFC 9562 §5.7), so that ids sort by the time they were made."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A UUIDv7: 48 bits of milliseconds, then a counter seeded at random so that ids of one process never go back."""
    global _last  # noqa: PLW0603 - the monotonic counter is the one piece of state an id generator needs
    stamp = time.time_ns() // 1_000_000 << 74 | int.from_bytes(os.urandom(9)) & ((1 << 72) - 1)
    with _lock:
        _last = max(stamp, _last + 1)
        value = _last
    random_a, random_b = (value >> 62) & 0xFFF, value & ((1 << 62) - 1)
    return UUID(int=(value >> 74) << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b)
