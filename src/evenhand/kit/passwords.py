"""Passwords: argon2id in a thread, a few at a time, because each costs 64 MiB and is a lever for whoever wants load."""

import asyncio
import hashlib
import hmac
import os
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import bcrypt
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

_BCRYPT = re.compile(r"\$2[aby]\$(?:0[4-9]|1[0-3])\$[./A-Za-z0-9]{53}")
"""How bcrypt is written everywhere: the rounds are two to that power, and above 13 a check takes most of a second."""
BCRYPT_BYTES = 72
"""What bcrypt reads of a password. The systems that made the hashes cut the rest off without a word."""

REFUSED_AFTER = 0.4
"""Seconds. A check takes as long as its kind of hash, and an account that was imported has another kind than one that
is not there. What is refused is told no sooner than this, which is longer than the usual ones take."""

MOST_MEMORY_KIB, MOST_PASSES = 1 << 18, 10


def checkable(stored: str) -> bool:
    """Whether a hash that was made elsewhere has a form we can check, at a cost we can bear."""
    if _WERKZEUG.fullmatch(stored) or _BCRYPT.fullmatch(stored):
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

    def __init__(self, hasher: PasswordHasher | None = None, *, refused_after: float = REFUSED_AFTER) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._decoy: str | None = None
        self._inside = 0
        self._refused_after = refused_after

    async def hash(self, password: str) -> str:
        """The argon2id hash to store. Raises Busy."""
        async with self._place(), self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password fits. With no stored hash it takes the same time and says no. Raises Busy."""
        began = time.monotonic()
        async with self._place():
            if stored is not None and await self._check(stored, password):
                return True
            if stored is None:
                await self._work_for_nobody(password)
            await asyncio.sleep(began + self._refused_after - time.monotonic())
            return False

    async def _work_for_nobody(self, password: str) -> None:
        if self._decoy is None:  # making it is the same work as checking it
            async with self._slots:
                self._decoy = await asyncio.to_thread(self._hasher.hash, "nobody has this password")
        else:
            await self._check(self._decoy, password)

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with weaker parameters than today's, or by another system in another way."""
        return bool(_WERKZEUG.fullmatch(stored) or _BCRYPT.fullmatch(stored)) or self._hasher.check_needs_rehash(stored)

    async def _check(self, stored: str, password: str) -> bool:
        async with self._slots:
            try:
                return await asyncio.to_thread(self._fits, stored, password)
            except (VerificationError, InvalidHashError, UnicodeEncodeError):  # half a character fits nothing
                return False

    def _fits(self, stored: str, password: str) -> bool:
        if brought := _WERKZEUG.fullmatch(stored):
            rounds, salt, digest = int(brought[1]), brought[2].encode(), brought[3]
            made = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds).hex()
            return hmac.compare_digest(made, digest)
        if _BCRYPT.fullmatch(stored):
            return bcrypt.checkpw(password.encode()[:BCRYPT_BYTES], stored.encode())
        return self._hasher.verify(stored, password)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if self._inside >= AT_ONCE + MOST_WAITING:
            raise Busy(headers={"Retry-After": "5"})
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
