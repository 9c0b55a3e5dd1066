"""A data key for each person and custodian: sealed at rest under it, unreadable for ever once it is destroyed.

A custodian is whoever holds a copy of the person's data: the person's own account, or an organisation that
received it. Wrapped keys live in an object store of their own, apart from the database, and are written there
before the row that needs them, so that no backup of the database alone can be read.
"""

import json
import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

import obstore
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from obstore.store import ObjectStore

from evenhand.kit.crypto.keyring import ID_BYTES, KEY_BYTES, Keyring
from evenhand.kit.durable import said_plainly, settle

VERSION = b"\x01"
NONCE_BYTES = 12
CACHED_KEYS = 4096
CACHE_SECONDS = 30.0  # an erased person's key may linger this long in another process; their rows are gone at once


class KeyDestroyed(Exception):
    """There is no key for this person and custodian any more, or what was sealed is not theirs."""


class DataKey:
    """Seals and opens what one custodian holds about one person (AES-256-GCM, a fresh 96-bit nonce each time)."""

    __slots__ = ("_cipher", "_owner")

    def __init__(self, key: bytes, owner: bytes) -> None:
        self._cipher = AESGCM(key)
        self._owner = owner

    def seal(self, content: bytes) -> bytes:
        """Encrypt; the result names person and custodian, so a row moved to someone else does not open."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, content, self._owner)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt. Raises KeyDestroyed when it was not sealed with this key."""
        nonce, content = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, content, self._owner)
        except InvalidTag as error:
            raise KeyDestroyed("sealed with another key") from error

    def seal_text(self, text: str) -> bytes:
        """Encrypt text as UTF-8."""
        return self.seal(text.encode())

    def open_text(self, sealed: bytes) -> str:
        """Decrypt UTF-8 text."""
        return self.open(sealed).decode()

    def seal_json(self, value: Any) -> bytes:
        """Encrypt a plain JSON value."""
        return self.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def open_json(self, sealed: bytes) -> Any:
        """Decrypt a JSON value."""
        return json.loads(self.open(sealed))


class Vault:
    """The key store: creates, finds and destroys data keys. Safe to share between tasks of one process."""

    def __init__(self, store: ObjectStore, keyring: Keyring) -> None:
        self._store = store
        self._keyring = keyring
        self._cache: OrderedDict[str, tuple[float, DataKey]] = OrderedDict()

    async def key(self, person_id: UUID, custodian: UUID, *, create: bool = False) -> DataKey:
        """The data key of one person at one custodian.

        With `create`, a missing one is made and stored first. Raises KeyDestroyed when there is none, and
        StorageUnavailable.
        """
        path = f"{person_id}/{custodian}"
        cached = self._cache.get(path)
        if cached and cached[0] > time.monotonic():
            return cached[1]
        wrapped = await self._read(path)
        if wrapped is None:
            if not create:
                raise KeyDestroyed(path)
            await self._write_new(path)
            wrapped = await self._read(path)
        if wrapped is None:
            raise KeyDestroyed(path)
        return self._remember(path, self._unwrap(path, wrapped))

    async def keys(self, people: Iterable[UUID], custodian: UUID) -> dict[UUID, DataKey]:
        """The keys of several people at one custodian; whoever has none any more is left out."""
        found = {}
        for person_id in set(people):
            try:
                found[person_id] = await self.key(person_id, custodian)
            except KeyDestroyed:
                continue
        return found

    async def destroy(self, person_id: UUID, custodian: UUID | None = None) -> None:
        """Make everything sealed for this person unreadable, at one custodian or everywhere."""
        prefix = f"{person_id}/"
        paths = [f"{prefix}{custodian}"] if custodian else await self._paths(prefix)
        for path in paths:
            self._cache.pop(path, None)
            try:
                await obstore.delete_async(self._store, path)
            except FileNotFoundError:
                continue

    async def _paths(self, prefix: str) -> list[str]:
        batches = obstore.list(self._store, prefix=prefix)
        return [entry["path"] async for batch in batches for entry in batch]

    async def _read(self, path: str) -> bytes | None:
        try:
            with said_plainly():
                return bytes(await (await obstore.get_async(self._store, path)).bytes_async())
        except FileNotFoundError:
            return None

    async def _write_new(self, path: str) -> None:
        key_id = self._keyring.current
        nonce = secrets.token_bytes(NONCE_BYTES)
        wrapped = AESGCM(self._keyring.masters[key_id]).encrypt(nonce, AESGCM.generate_key(256), path.encode())
        with said_plainly():
            with suppress(obstore.exceptions.AlreadyExistsError):  # another process made it first; theirs is read next
                await obstore.put_async(self._store, path, VERSION + key_id + nonce + wrapped, mode="create")
            await settle(self._store, path)  # a row whose key a power cut took could never be read again

    def _unwrap(self, path: str, stored: bytes) -> DataKey:
        key_id = stored[1 : 1 + ID_BYTES]
        nonce = stored[1 + ID_BYTES : 1 + ID_BYTES + NONCE_BYTES]
        master = self._keyring.masters.get(key_id)
        if master is None:
            raise KeyDestroyed(f"{path} is wrapped with a master key that is not in the key file")
        key = AESGCM(master).decrypt(nonce, stored[1 + ID_BYTES + NONCE_BYTES :], path.encode())
        assert len(key) == KEY_BYTES  # noqa: S101 - GCM has authenticated it; this states the invariant
        return DataKey(key, path.encode())

    def _remember(self, path: str, key: DataKey) -> DataKey:
        self._cache[path] = (time.monotonic() + CACHE_SECONDS, key)
        self._cache.move_to_end(path)
        while len(self._cache) > CACHED_KEYS:
            self._cache.popitem(last=False)
        return key
