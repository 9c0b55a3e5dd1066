"""Passwords: argon2id in a thread, a few at a time, because each costs 64 MiB and is a lever for whoever wants load."""

import asyncio
import os

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = max(2, os.cpu_count() or 2)


class Passwords:
    """Hashes and checks passwords. One instance a process; RFC 9106's second recommended option."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        """The argon2id hash to store."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password fits. With no stored hash it takes the same time and says no."""
        if stored is None:
            if self._decoy is None:  # making it is the same work as checking it
                self._decoy = await self.hash("nobody has this password")
            else:
                await self._check(self._decoy, password)
            return False
        return await self._check(stored, password)

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    async def _check(self, stored: str, password: str) -> bool:
        async with self._slots:
            try:
                return await asyncio.to_thread(self._hasher.verify, stored, password)
            except (VerificationError, InvalidHashError, UnicodeEncodeError):  # half a character fits nothing
                return False
