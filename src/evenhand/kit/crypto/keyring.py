"""The installation's own keys: one file, readable by the operator alone, made at the first start.

It holds the master keys that wrap data keys (several, so that rotation can re-wrap without a gap), the key of
the e-mail index and the key that signs tokens. It belongs in a backup apart from the database's.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from evenhand.kit.durable import sync

KEY_BYTES = 32
ID_BYTES = 4


class KeyringError(Exception):
    """The key file cannot be used; the text says what to do."""


@dataclass(frozen=True)
class Keyring:
    """Raw keys. `masters` maps a 4-byte key id to a key; `current` is the id that wraps new data keys."""

    masters: dict[bytes, bytes]
    current: bytes
    index_key: bytes
    signing_key: bytes

    @classmethod
    def open(cls, path: Path, *, wraps: Path | None = None) -> "Keyring":
        """Read the key file, or make it when there is none yet.

        `wraps` is the folder of the data keys that its master keys wrap. Raises KeyringError when the file is damaged,
        the folder cannot be written, or the file is gone while that folder holds keys: a new one would open none.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists():
                if wraps and wraps.is_dir() and any(wraps.iterdir()):
                    raise FileNotFoundError(f"it is missing, and {wraps} holds keys that only it opens")
                _create(path)
            return _parse(json.loads(path.read_text()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KeyringError(
                f"The key file {path} cannot be used ({error}). Restore it from its backup: "
                "without it, what people stored cannot be read."
            ) from error


def _create(path: Path) -> None:
    """Write a new key file whole or not at all; of two processes that race, the first one's file stands."""
    current = secrets.token_bytes(ID_BYTES)
    content = json.dumps(
        {
            "current": current.hex(),
            "masters": {current.hex(): _encode(secrets.token_bytes(KEY_BYTES))},
            "index": _encode(secrets.token_bytes(KEY_BYTES)),
            "signing": _encode(secrets.token_bytes(KEY_BYTES)),
        },
        indent=1,
    )
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        sync(path.parent)
    finally:
        draft.unlink()


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decode(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key has the wrong length")
    return key


def _parse(raw: dict[str, object]) -> Keyring:
    masters = raw["masters"]
    if not isinstance(masters, dict):
        raise TypeError("masters is not a table")
    current = bytes.fromhex(str(raw["current"]))
    ring = {bytes.fromhex(key_id): _decode(key) for key_id, key in masters.items()}
    if current not in ring:
        raise ValueError("the current master key is missing")
    return Keyring(ring, current, _decode(str(raw["index"])), _decode(str(raw["signing"])))
