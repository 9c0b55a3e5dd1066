"""Secrets and sealed data: the installation's own keys, and a data key for each person and custodian."""

from evenhand.kit.crypto.folder import KeyFolder
from evenhand.kit.crypto.keyring import Keyring, KeyringError
from evenhand.kit.crypto.opening import open_keys
from evenhand.kit.crypto.tokens import InvalidToken, Signer
from evenhand.kit.crypto.vault import DataKey, KeyDestroyed, Place, Vault, file_place

__all__ = [
    "DataKey",
    "InvalidToken",
    "KeyDestroyed",
    "KeyFolder",
    "Keyring",
    "KeyringError",
    "Place",
    "Signer",
    "Vault",
    "file_place",
    "open_keys",
]
