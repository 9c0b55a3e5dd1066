"""The installation's own keys: one file, readable by the operator alone, made at the first start.

It holds the master keys that wrap data keys (several, so that rotation can re-wrap without a gap), the key of
the e-mail index and the key that signs tokens. It belongs in a backup apart from the database's.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from evenhand.kit.clock import utc_now
from evenhand.kit.durable import sync

KEY_BYTES = 32
ID_BYTES = 4


class KeyringError(Exception):
    """The key file cannot be used; the text says what to do."""


@dataclass(frozen=True)
class Keyring:
    """Raw keys as the file held them. `masters` maps a 4-byte key id to a key; `current` wraps new data keys.

    `made` says since when a master key is there; `state` tells one content of the file from the next.
    """

    masters: dict[bytes, bytes] = field(repr=False)
    current: bytes
    index_key: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)
    made: dict[bytes, datetime]
    path: Path = field(compare=False)
    state: tuple[int, ...] = field(compare=False)

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
            return _read(path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KeyringError(
                f"The key file {path} cannot be used ({error}). Restore it from its backup: "
                "without it, what people stored cannot be read."
            ) from error

    def newest(self) -> "Keyring":
        """This, or what another process has written since. Raises KeyringError."""
        try:
            if _state(self.path.stat()) == self.state:
                return self
        except OSError as error:
            raise KeyringError(f"The key file {self.path} is gone. Restore it from its backup.") from error
        return Keyring.open(self.path, wraps=self.path.parent)

    def with_new_master(self, now: datetime) -> "Keyring":
        """The same with one more master key, which is current."""
        key_id = secrets.token_bytes(ID_BYTES)
        return replace(
            self,
            masters={**self.masters, key_id: secrets.token_bytes(KEY_BYTES)},
            made={**self.made, key_id: now},
            current=key_id,
        )

    def without_master(self, key_id: bytes) -> "Keyring":
        """The same without one that is not current."""
        masters = {one: key for one, key in self.masters.items() if one != key_id}
        return replace(self, masters=masters, made={one: when for one, when in self.made.items() if one in masters})

    def content(self) -> bytes:
        """What the file holds."""
        raw = {
            "current": self.current.hex(),
            "masters": {key_id.hex(): _encode(key) for key_id, key in self.masters.items()},
            "made": {key_id.hex(): when.isoformat(timespec="seconds") for key_id, when in self.made.items()},
            "index": _encode(self.index_key),
            "signing": _encode(self.signing_key),
        }
        return json.dumps(raw, indent=1).encode()


def _create(path: Path) -> None:
    """Write a new key file whole or not at all; of two processes that race, the first one's file stands."""
    index, signing = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
    content = Keyring({}, b"", index, signing, {}, path, ()).with_new_master(utc_now()).content()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
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


def _read(path: Path) -> Keyring:
    with path.open("rb") as file:
        state = _state(os.fstat(file.fileno()))
        raw = json.loads(file.read())
    masters, made = raw["masters"], raw.get("made", {})
    if not isinstance(masters, dict) or not isinstance(made, dict):
        raise TypeError("masters is not a table")
    current = bytes.fromhex(str(raw["current"]))
    ring = {bytes.fromhex(key_id): _decode(key) for key_id, key in masters.items()}
    if current not in ring:
        raise ValueError("the current master key is missing")
    if any(len(key_id) != ID_BYTES for key_id in ring):
        raise ValueError("the id of a master key has the wrong length")
    when = {bytes.fromhex(key_id): datetime.fromisoformat(moment).astimezone(UTC) for key_id, moment in made.items()}
    return Keyring(ring, current, _decode(str(raw["index"])), _decode(str(raw["signing"])), when, path, state)


def _state(found: os.stat_result) -> tuple[int, ...]:
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
