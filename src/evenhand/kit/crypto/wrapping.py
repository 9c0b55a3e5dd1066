"""A data key wrapped by a master key, as it lies in the key store: version, master key id, nonce, key, tag."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from evenhand.kit.crypto.keyring import ID_BYTES, Keyring

VERSION = b"\x01"
NONCE_BYTES = 12
STORED_BYTES = 1 + ID_BYTES + NONCE_BYTES + 32 + 16


class MasterMissing(Exception):
    """The master key that wraps this one is not in the key file that was read."""


class WrappingDamaged(Exception):
    """The file is not what was written there, or it was written for another place or by another installation."""


def wrap(ring: Keyring, place: str, key: bytes) -> bytes:
    """The key under the current master key, good for this place only."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + ring.current + nonce + AESGCM(ring.masters[ring.current]).encrypt(nonce, key, place.encode())


def wrapped_by(stored: bytes) -> bytes:
    """The id of the master key. Raises WrappingDamaged."""
    if len(stored) != STORED_BYTES or stored[:1] != VERSION:
        raise WrappingDamaged("it has another length or version")
    return stored[1 : 1 + ID_BYTES]


def unwrap(ring: Keyring, place: str, stored: bytes) -> bytes:
    """The key. Raises MasterMissing or WrappingDamaged."""
    master = ring.masters.get(wrapped_by(stored))
    if master is None:
        raise MasterMissing(wrapped_by(stored).hex())
    nonce = stored[1 + ID_BYTES : 1 + ID_BYTES + NONCE_BYTES]
    try:
        return AESGCM(master).decrypt(nonce, stored[1 + ID_BYTES + NONCE_BYTES :], place.encode())
    except InvalidTag as error:
        raise WrappingDamaged("its tag does not fit") from error
