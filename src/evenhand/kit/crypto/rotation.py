"""Master keys come and go: a new one is added, every data key is wrapped by it, and the old one is taken away.

What people stored is never written anew. Each data key is re-wrapped by itself, under the store's lock and by one
rename, so a reader finds it wrapped by the old key or by the new one, both in the key file. Killed at any point, it
loses nothing; the next run goes on, because what is done already is told by the key id in each file.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from evenhand.kit.crypto.folder import KeyFolder
from evenhand.kit.crypto.keyring import ID_BYTES, Keyring
from evenhand.kit.crypto.wrapping import MasterMissing, WrappingDamaged, unwrap, wrap, wrapped_by


class RetireRefused(Exception):
    """The master key stays; the text says why and what to do."""


@dataclass
class Progress:
    """How far a rotation is. `unreadable` are data keys that no master key here opens; they stay as they are."""

    total: int
    looked_at: int = 0
    wrapped: int = 0
    unreadable: int = 0


def in_use(folder: KeyFolder) -> Counter[bytes | None]:
    """How many data keys each master key wraps, by its id; None counts files that are damaged."""
    used: Counter[bytes | None] = Counter()
    for place in folder.places():
        with suppress(FileNotFoundError):  # destroyed meanwhile
            used[_master_of(folder, place)] += 1
    return used


def add(folder: KeyFolder, keyring: Keyring, *, now: datetime) -> bytes:
    """Make a master key that wraps whatever is wrapped from now on, in running servers too. Its id."""
    with folder.locked():
        grown = keyring.newest().with_new_master(now)
        folder.replace_ring(grown.content())
    return grown.current


def rotate(folder: KeyFolder, keyring: Keyring) -> Iterator[Progress]:
    """Wrap every data key by the current master key, one at a time; tells after each how far it is."""
    places = folder.places()
    progress = Progress(len(places))
    yield progress
    for place in places:
        try:
            keyring = keyring.newest()
            if _master_of(folder, place) != keyring.current:
                progress.wrapped += _rewrap(folder, keyring, place)
        except FileNotFoundError:
            pass  # destroyed meanwhile: nothing to wrap
        except (MasterMissing, WrappingDamaged):
            progress.unreadable += 1
        progress.looked_at += 1
        yield progress


def retire(folder: KeyFolder, keyring: Keyring, key_id: bytes) -> None:
    """Take a master key out of the key file. Raises RetireRefused while it is current or wraps anything."""
    with folder.locked():  # nobody wraps anything by it meanwhile
        keyring = keyring.newest()
        if key_id not in keyring.masters or len(key_id) != ID_BYTES:
            raise RetireRefused(f"There is no master key {key_id.hex()}. `evenhand keys status` lists them.")
        if key_id == keyring.current:
            raise RetireRefused(
                f"{key_id.hex()} is current. Add another with `evenhand keys add`, then run `evenhand keys rotate`."
            )
        used = in_use(folder)
        if used[key_id]:
            raise RetireRefused(f"{key_id.hex()} still wraps {used[key_id]:,} data keys. Run `evenhand keys rotate`.")
        folder.replace_ring(keyring.without_master(key_id).content())


def _rewrap(folder: KeyFolder, keyring: Keyring, place: str) -> bool:
    """Whether it was left to do: another rotation may have been here. Raises FileNotFoundError for a destroyed key."""
    with folder.locked():
        keyring = keyring.newest()
        stored = folder.read(place)
        if wrapped_by(stored) == keyring.current:
            return False
        folder.replace(place, wrap(keyring, place, unwrap(keyring, place, stored)))
        return True


def _master_of(folder: KeyFolder, place: str) -> bytes | None:
    try:
        return wrapped_by(folder.read(place))
    except WrappingDamaged:
        return None
