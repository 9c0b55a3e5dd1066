"""A data key for each person and custodian: sealed at rest under it, unreadable for ever once it is destroyed.

A custodian is whoever holds a copy of the person's data: the person's own account, or an organisation that
received it. Wrapped keys live in a store of their own, apart from the database, and are written there before the row
that needs them, so that no backup of the database alone can be read. Other processes may re-wrap them at any time
(rotation.py): the key file is read again when it has changed, and whoever changes anything holds the store's lock.
"""

import asyncio
import json
import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, NewType
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from evenhand.kit.crypto.folder import KeyFolder
from evenhand.kit.crypto.keyring import KEY_BYTES, Keyring, KeyringError
from evenhand.kit.crypto.wrapping import MasterMissing, WrappingDamaged, unwrap, wrap
from evenhand.kit.durable import StorageUnavailable, said_plainly

VERSION = b"\x01"
NONCE_BYTES = 12
ATTEMPTS = 3
CACHED_KEYS = 4096
CACHE_SECONDS = 30.0  # an erased person's key may linger this long in another process; their rows are gone at once


Place = NewType("Place", bytes)
"""Where sealed bytes are kept: a column of a row (`kit.db.place`) or a file (`file_place`)."""


def file_place(object_key: str) -> Place:
    """The place of a stored file."""
    return Place(b"file/" + object_key.encode())


class KeyDestroyed(Exception):
    """There is no key for this person and custodian any more, or what was sealed is not theirs or not from there."""


class DataKey:
    """Seals and opens what one custodian holds about one person (AES-256-GCM, a fresh 96-bit nonce each time).

    Person, custodian and place are authenticated with it: put into another row, column or file, it does not open.
    """

    __slots__ = ("_cipher", "_owner")

    def __init__(self, key: bytes, owner: bytes) -> None:
        self._cipher = AESGCM(key)
        self._owner = owner

    def seal(self, content: bytes, place: Place) -> bytes:
        """Encrypt for this place."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, content, self._about(place))

    def open(self, sealed: bytes, place: Place) -> bytes:
        """Decrypt. Raises KeyDestroyed when it was not sealed with this key for this place."""
        version, nonce, content = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if version != VERSION or len(nonce) < NONCE_BYTES:
            raise KeyDestroyed("not sealed here, or not whole")
        try:
            return self._cipher.decrypt(nonce, content, self._about(place))
        except InvalidTag as error:
            raise KeyDestroyed("sealed with another key, or for another place") from error

    def seal_text(self, text: str, place: Place) -> bytes:
        """Encrypt text as UTF-8."""
        return self.seal(text.encode(), place)

    def open_text(self, sealed: bytes, place: Place) -> str:
        """Decrypt UTF-8 text."""
        return self.open(sealed, place).decode()

    def seal_json(self, value: Any, place: Place) -> bytes:
        """Encrypt a plain JSON value."""
        return self.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), place)

    def open_json(self, sealed: bytes, place: Place) -> Any:
        """Decrypt a JSON value."""
        return json.loads(self.open(sealed, place))

    def _about(self, place: Place) -> bytes:
        return self._owner + b" " + place


class Vault:
    """The key store: creates, finds and destroys data keys. Safe to share between tasks of one process."""

    def __init__(self, folder: KeyFolder, keyring: Keyring) -> None:
        self._folder = folder
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
        with said_plainly():
            key = await asyncio.to_thread(self._found, path)
            if key is None and create:
                await asyncio.to_thread(self._make, path)
                key = await asyncio.to_thread(self._found, path)
        if key is None:
            raise KeyDestroyed(path)
        return self._remember(path, DataKey(key, path.encode()))

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
        for path in [path for path in self._cache if path.startswith(f"{person_id}/")]:
            if custodian is None or path == f"{person_id}/{custodian}":
                del self._cache[path]
        with said_plainly():
            await asyncio.to_thread(self._destroy, str(person_id), custodian)

    async def custodians(self, person_id: UUID) -> list[UUID]:
        """Who holds a key to this person's data. Raises StorageUnavailable."""
        with said_plainly():
            places = await asyncio.to_thread(self._folder.places, str(person_id))
        return [UUID(place.partition("/")[2]) for place in places]

    def _destroy(self, person: str, custodian: UUID | None) -> None:
        with self._folder.locked():
            for place in [f"{person}/{custodian}"] if custodian else self._folder.places(person):
                self._folder.delete(place)

    def _make(self, path: str) -> None:
        """Store a new key; when another process was first, theirs stays."""
        with self._folder.locked():  # the current master key stays in the key file until this is written
            self._keyring = self._newest()
            self._folder.create(path, wrap(self._keyring, path, AESGCM.generate_key(KEY_BYTES * 8)))

    def _found(self, path: str) -> bytes | None:
        """The key, if there is one; re-wrapped by another process while we read it, it is read once more."""
        missing = None
        for _ in range(ATTEMPTS):
            try:
                return unwrap(self._keyring, path, self._folder.read(path))
            except FileNotFoundError:
                return None
            except WrappingDamaged as error:
                raise KeyDestroyed(f"{path} is damaged: {error}") from error
            except MasterMissing as error:
                missing, self._keyring = error, self._newest()
        raise KeyDestroyed(f"{path} is wrapped with the master key {missing}, which is not in the key file")

    def _newest(self) -> Keyring:
        try:
            return self._keyring.newest()
        except KeyringError as error:
            raise StorageUnavailable from error

    def _remember(self, path: str, key: DataKey) -> DataKey:
        self._cache[path] = (time.monotonic() + CACHE_SECONDS, key)
        self._cache.move_to_end(path)
        while len(self._cache) > CACHED_KEYS:
            self._cache.popitem(last=False)
        return key
