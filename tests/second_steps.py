"""The app that makes codes: what is shown on somebody's phone."""

import base64
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from evenhand.kit.clock import utc_now


def code_of(secret: str, *, at: datetime | None = None, steps: int = 0) -> str:
    """The code for a secret as it was typed in, so many steps of thirty seconds from a moment."""
    moment = (at or utc_now()).timestamp() + steps * 30
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(int(moment)).decode()  # noqa: S303
