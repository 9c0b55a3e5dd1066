"""Passwords: argon2id in a thread, a few at a time, because each costs 64 MiB and is a lever for whoever wants load."""

import asyncio
import hashlib
import hmac
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

from evenhand.kit.errors import AppError
from evenhand.kit.words import say

AT_ONCE = min(max(2, os.cpu_count() or 2), 8)
MOST_WAITING = 8
"""Whoever waits holds a connection to the database. With those at work they are fewer than a process has, so that a
flood of sign-ins stops signing in and nothing else."""

_WERKZEUG = re.compile(r"pbkdf2:sha256:([1-9]\d{0,6})\$([^$\s]{1,64})\$([0-9a-f]{64})")
"""How Werkzeug writes PBKDF2: iterations, salt, hash in hex. A larger number would be a way to keep us busy."""

MOST_MEMORY_KIB, MOST_PASSES = 1 << 18, 10


def checkable(stored: str) -> bool:
    """Whether a hash that was made elsewhere has a form we can check, at a cost we can bear."""
    if _WERKZEUG.fullmatch(stored):
        return True
    try:
        costs = extract_parameters(stored)
    except (InvalidHashError, ValueError):
        return False
    return costs.memory_cost <= MOST_MEMORY_KIB and costs.time_cost <= MOST_PASSES


class Busy(AppError):
    """More people sign in or up than can be served in a moment."""

    status, code, message = (
        503,
        "busy",
        say("Very many people are signing in at this moment. Try again in a few seconds."),
    )


class Passwords:
    """Hashes and checks passwords. One instance a process; RFC 9106's second recommended option."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._decoy: str | None = None
        self._inside = 0

    async def hash(self, password: str) -> str:
        """The argon2id hash to store. Raises Busy."""
        async with self._slot():
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password fits. With no stored hash it takes the same time and says no. Raises Busy."""
        if stored is None:
            if self._decoy is None:  # making it is the same work as checking it
                self._decoy = await self.hash("nobody has this password")
            else:
                await self._check(self._decoy, password)
            return False
        return await self._check(stored, password)

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with weaker parameters than today's, or by another system in another way."""
        return bool(_WERKZEUG.fullmatch(stored)) or self._hasher.check_needs_rehash(stored)

    async def _check(self, stored: str, password: str) -> bool:
        async with self._slot():
            try:
                return await asyncio.to_thread(self._fits, stored, password)
            except (VerificationError, InvalidHashError, UnicodeEncodeError):  # half a character fits nothing
                return False

    def _fits(self, stored: str, password: str) -> bool:
        if brought := _WERKZEUG.fullmatch(stored):
            rounds, salt, digest = int(brought[1]), brought[2].encode(), brought[3]
            made = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds).hex()
            return hmac.compare_digest(made, digest)
        return self._hasher.verify(stored, password)

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        if self._inside >= AT_ONCE + MOST_WAITING:
            raise Busy(headers={"Retry-After": "5"})
        self._inside += 1
        try:
            async with self._slots:
                yield
        finally:
            self._inside -= 1
