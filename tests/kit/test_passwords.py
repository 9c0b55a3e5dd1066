"""Passwords: what fits, and that a guess costs the same whether the account exists or not."""

import asyncio
import hashlib
import threading
import time
from typing import Any

import bcrypt
import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type

from evenhand.kit.passwords import AT_ONCE, MOST_WAITING, Busy, Passwords, checkable

CROWD = AT_ONCE + MOST_WAITING
QUICK: dict[str, Any] = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


class Counting(PasswordHasher):
    """Notes each piece of work and how many ran at the same time."""

    def __init__(self, pause: float = 0) -> None:
        super().__init__(**QUICK)
        self.work: list[str] = []
        self.most = self._now = 0
        self._pause = pause
        self._lock = threading.Lock()

    def hash(self, *arguments: Any, **named: Any) -> str:
        with _At(self, "hash"):
            return super().hash(*arguments, **named)

    def verify(self, *arguments: Any, **named: Any) -> Any:
        with _At(self, "verify"):
            return super().verify(*arguments, **named)


class _At:
    def __init__(self, hasher: Counting, name: str) -> None:
        self.hasher, self.name = hasher, name

    def __enter__(self) -> None:
        with self.hasher._lock:
            self.hasher._now += 1
            self.hasher.most = max(self.hasher.most, self.hasher._now)
            self.hasher.work.append(self.name)
        time.sleep(self.hasher._pause)

    def __exit__(self, *_: object) -> None:
        with self.hasher._lock:
            self.hasher._now -= 1


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(PasswordHasher(**QUICK), refused_after=0)


class TestVerify:
    @pytest.mark.parametrize("password", ["correct horse", "пароль с пробелом", "", "\0", "🎉" * 50, "x" * 10_000])
    async def test_fits_the_same_password_only(self, passwords: Passwords, password: str) -> None:
        stored = await passwords.hash(password)
        assert await passwords.verify(stored, password)
        for other in (password + "x", password + "\0", "something else"):
            assert not await passwords.verify(stored, other)

    async def test_never_stores_the_same_twice(self, passwords: Passwords) -> None:
        assert await passwords.hash("the same") != await passwords.hash("the same")

    @pytest.mark.parametrize("stored", ["", "nonsense", "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$", "\ud800"])
    async def test_says_no_to_a_hash_that_is_damaged(self, passwords: Passwords, stored: str) -> None:
        assert not await passwords.verify(stored, "anything")

    async def test_says_no_to_half_a_character(self, passwords: Passwords) -> None:
        assert not await passwords.verify(await passwords.hash("anything"), "\ud800")
        for _ in range(2):
            assert not await passwords.verify(None, "\ud800")

    async def test_an_unknown_account_costs_the_same_work(self) -> None:
        hasher = Counting()
        passwords = Passwords(hasher, refused_after=0)
        stored = await passwords.hash("correct horse")
        for known in (stored, None, None, stored, None):
            before = len(hasher.work)
            assert not await passwords.verify(known, "a guess")
            assert len(hasher.work) == before + 1
        assert not await passwords.verify(None, "nobody has this password")

    async def test_works_a_few_at_a_time(self) -> None:
        """Each takes 64 MiB: a crowd waits its turn."""
        hasher = Counting(pause=0.02)
        passwords = Passwords(hasher, refused_after=0)
        stored = await passwords.hash("correct horse")
        answers = await asyncio.gather(*(passwords.verify(stored, "correct horse") for _ in range(CROWD)))
        assert all(answers)
        assert hasher.most == AT_ONCE

    async def test_turns_away_whoever_would_wait_too_long_and_serves_the_next(self) -> None:
        hasher = Counting(pause=0.02)
        passwords = Passwords(hasher, refused_after=0)
        stored = await passwords.hash("correct horse")
        attempts = (passwords.verify(stored, "correct horse") for _ in range(CROWD + 3))
        answers = await asyncio.gather(*attempts, return_exceptions=True)
        assert sum(isinstance(answer, Busy) for answer in answers) == 3
        assert answers.count(True) == CROWD
        assert await passwords.verify(stored, "correct horse")

    async def test_leaves_the_loop_free(self) -> None:
        passwords = Passwords(Counting(pause=0.2))
        working = asyncio.create_task(passwords.hash("correct horse"))
        turns = 0
        while not working.done():
            await asyncio.sleep(0.01)
            turns += 1
        assert turns > 5


class TestOutdated:
    async def test_knows_weaker_parameters(self, passwords: Passwords) -> None:
        stored = await passwords.hash("correct horse")
        assert not passwords.outdated(stored)
        assert Passwords().outdated(stored)


class TestPasswords:
    def test_uses_argon2id_as_strong_as_rfc_9106_wants(self) -> None:
        """RFC 9106, section 4, second recommended option."""
        hasher = Passwords()._hasher
        assert (hasher.type, hasher.time_cost, hasher.memory_cost, hasher.parallelism) == (Type.ID, 3, 65536, 4)
        assert (hasher.salt_len, hasher.hash_len) == (16, 32)


class TestWerkzeug:
    """Hashes that an installation brings along from a system that used Werkzeug."""

    SALT = "qYb3jCw7"

    def stored(self, rounds: str = "1000") -> str:
        digest = hashlib.pbkdf2_hmac("sha256", b"correct horse battery", self.SALT.encode(), 1000).hex()
        return f"pbkdf2:sha256:{rounds}${self.SALT}${digest}"

    async def test_fits_its_password_only_and_is_outdated(self) -> None:
        passwords = Passwords(refused_after=0)
        assert await passwords.verify(self.stored(), "correct horse battery")
        assert not await passwords.verify(self.stored(), "correct horse batterz")
        assert passwords.outdated(self.stored())

    async def test_with_rounds_beyond_reason_fits_nothing(self) -> None:
        assert not await Passwords(refused_after=0).verify(self.stored("99999999"), "correct horse battery")


class TestBcrypt:
    """Hashes that an installation brings along from a system that used bcrypt."""

    PASSWORD = "correct horse battery"

    def stored(self, password: str = PASSWORD, *, kind: str = "2b") -> str:
        made = bcrypt.hashpw(password.encode()[:72], bcrypt.gensalt(4)).decode()
        return f"${kind}" + made.removeprefix("$2b")

    @pytest.mark.parametrize("kind", ["2a", "2b", "2y"])
    async def test_fits_its_password_only_and_is_outdated(self, passwords: Passwords, kind: str) -> None:
        stored = self.stored(kind=kind)
        assert checkable(stored)
        assert await passwords.verify(stored, self.PASSWORD)
        for other in ("correct horse batterz", "", self.PASSWORD + "\0"):
            assert not await passwords.verify(stored, other)
        assert passwords.outdated(stored)

    async def test_takes_a_long_password_as_the_system_did_that_hashed_it(self, passwords: Passwords) -> None:
        """Only 72 bytes count, wherever they end: in the middle of a letter too."""
        for word in ("x", "ж", "🎉"):
            long = ("a" + word * 72)[:73]
            assert await passwords.verify(self.stored(long), long)
            assert not await passwords.verify(self.stored(long), "b" + long[1:])

    @pytest.mark.parametrize(
        "stored",
        [
            "$2x$04$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZabcde",
            "$2b$31$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZabcde",
            "$2b$03$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZabcde",
            "$2b$04$short",
        ],
    )
    async def test_of_another_form_or_beyond_reason_fits_nothing(self, passwords: Passwords, stored: str) -> None:
        assert not checkable(stored)
        assert not await passwords.verify(stored, self.PASSWORD)


class TestRefusedAfter:
    async def test_takes_as_long_whatever_the_account_has(self) -> None:
        """Unknown, ours, and brought along: each of them takes a different time by itself."""
        passwords = Passwords(PasswordHasher(**QUICK), refused_after=0.3)
        brought = bcrypt.hashpw(b"correct horse", bcrypt.gensalt(8)).decode()
        own = await passwords.hash("correct horse")
        for stored in (None, None, own, brought):
            began = time.monotonic()
            assert not await passwords.verify(stored, "a guess")
            assert time.monotonic() - began >= 0.3
        async with asyncio.timeout(30):  # and who knows the password waits for nothing
            assert await Passwords(PasswordHasher(**QUICK), refused_after=600).verify(own, "correct horse")

    async def test_counts_whoever_waits_among_those_inside(self) -> None:
        passwords = Passwords(PasswordHasher(**QUICK), refused_after=0.2)
        stored = await passwords.hash("correct horse")
        attempts = (passwords.verify(stored, "a guess") for _ in range(CROWD + 1))
        answers = await asyncio.gather(*attempts, return_exceptions=True)
        assert sum(isinstance(answer, Busy) for answer in answers) == 1
