"""Codes of an app (RFC 6238) and recovery codes: made, and compared in constant time."""

import base64
import hmac
import re
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from evenhand.kit.crypto import Signer

ISSUER = "Evenhand"
SECRET_BYTES = 20
STEP_SECONDS = 30
DIGITS = 6
CLOCKS_DIFFER = 1
"""Steps before and after the present one whose codes are taken: phones are seldom half a minute off, people slow."""
HOW_MANY = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another
_RECOVERY_LENGTH = 12
_NOT_IN_CODES = re.compile(r"[\s-]")


def new_secret() -> bytes:
    """For one person and their app."""
    return secrets.token_bytes(SECRET_BYTES)


def typed(secret: bytes) -> str:
    """The secret as it is typed into an app."""
    return base64.b32encode(secret).decode()


def address(secret: bytes, *, email: str) -> str:
    """The secret as an address that apps open (otpauth)."""
    return _totp(secret).get_provisioning_uri(email, ISSUER)


def step_of(secret: bytes, code: str, *, after: int, now: datetime) -> int | None:
    """The step of time this code belongs to, if it is a right one and later than `after`: none is good twice."""
    given, present = _bare(code), int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in range(present - CLOCKS_DIFFER, present + CLOCKS_DIFFER + 1):
        right = hmac.compare_digest(_totp(secret).generate(step * STEP_SECONDS), given.encode())
        if right and step > after:
            found = step
    return found


def recovery_codes() -> list[str]:
    """Codes for the day the phone is gone, easy to copy by hand: three groups of four."""
    made = ["".join(secrets.choice(_LETTERS) for _ in range(_RECOVERY_LENGTH)) for _ in range(HOW_MANY)]
    return ["-".join((one[:4], one[4:8], one[8:])) for one in made]


def recovery_hash(code: str, *, signer: Signer) -> bytes:
    """What is kept of a recovery code: keyed, because a person has to be able to type it."""
    return bytes.fromhex(signer.proof("recovery-code", _bare(code).lower()))


def _bare(code: str) -> str:
    return _NOT_IN_CODES.sub("", code)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - HMAC-SHA-1 is what every app knows
