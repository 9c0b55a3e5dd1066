"""Takes sealing and the audit log out of every Python process that finds this file: half of `benchmarks.sealing`.

It is on the path of that measurement's second installation only. The product has no such switch.
"""

from typing import Any

from evenhand.domains.audit import service as audit
from evenhand.kit.crypto.vault import DataKey, Vault


def _as_it_is(_self: DataKey, content: bytes, _place: bytes) -> bytes:
    return content


async def _no_key(_self: Vault, *_whose: Any, create: bool = False) -> DataKey:
    del create
    return DataKey(bytes(32), b"")


async def _no_keys(_self: Vault, people: Any, _custodian: Any) -> dict[Any, DataKey]:
    return dict.fromkeys(people, DataKey(bytes(32), b""))


def _untold(*_arguments: Any, **_about: Any) -> None:
    """No entry is written."""


DataKey.seal = _as_it_is  # type: ignore[method-assign]
DataKey.open = _as_it_is  # type: ignore[method-assign]
Vault.key = _no_key  # type: ignore[method-assign]
Vault.keys = _no_keys  # type: ignore[method-assign]
audit.record = _untold
