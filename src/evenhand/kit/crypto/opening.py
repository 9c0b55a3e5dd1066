"""An installation's keys as a process finds them at its start: usable, or one sentence that says what to do."""

import os
from itertools import pairwise
from pathlib import Path

from evenhand.kit.crypto.folder import KeyFolder
from evenhand.kit.crypto.keyring import Keyring, KeyringError
from evenhand.kit.crypto.wrapping import MasterMissing, WrappingDamaged, unwrap

TRIED = 100
"""Data keys that are opened to see whether the key file is theirs: enough to find a mistake, quick at any size."""

FEWEST_BYTES = 12
"""Different bytes in a key. Of 32 random ones some 30 differ; one example key repeats itself or counts up in text."""


def open_keys(home: Path, *, production: bool) -> tuple[KeyFolder, Keyring]:
    """The key store in `home` and its key file; development makes a key file where there is none.

    Raises KeyringError: missing (in production), damaged, not the one that wraps what is stored, an example,
    or (in production) readable by others.
    """
    folder = KeyFolder(home)
    if production and not folder.ring.exists() and not folder.any_folder():
        raise KeyringError(
            f"There is no key file {folder.ring} yet. Make it with `evenhand keys add`, or restore it from its backup."
        )
    keyring = Keyring.open(folder.ring, wraps=folder.people)
    if example(keyring):
        raise KeyringError(
            f"A key in {folder.ring} is an example, typed by hand or there twice. "
            "Move the file away and make a new one with `evenhand keys add`, before anybody stores anything."
        )
    if production and (open_to_others := too_open(folder)):
        raise KeyringError(open_to_others)
    _fits(folder, keyring)
    return folder, keyring


def too_open(folder: KeyFolder) -> str:
    """What to do about keys that others on this machine can read; nothing where only their owner can."""
    for secret, mode in ((folder.ring, "600"), (folder.home, "700")):
        if os.name == "posix" and secret.stat().st_mode & 0o077:
            return f"others can read {secret}. Run: chmod {mode} {secret}"
    return ""


def example(keyring: Keyring) -> bool:
    """Whether a key is none that chance made: in text, repeating, or used twice."""
    keys = [*keyring.masters.values(), keyring.index_key, keyring.signing_key]
    return len(set(keys)) < len(keys) or any(len(set(key)) < FEWEST_BYTES or _counts_or_text(key) for key in keys)


def _counts_or_text(key: bytes) -> bool:
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    return len(steps) == 1 or all(32 <= byte < 127 for byte in key)


def _fits(folder: KeyFolder, keyring: Keyring) -> None:
    tried = damaged = 0
    missing = ""
    for place in folder.some(TRIED):
        try:
            unwrap(keyring, place, folder.read(place))
        except FileNotFoundError:
            continue  # destroyed just now
        except WrappingDamaged:
            damaged += 1  # one of many concerns one person and is theirs to hear; all of them, the key file
        except MasterMissing as error:
            missing = f" (master key {error} is not in it)"
        tried += 1
    if missing or (tried and damaged == tried):
        raise KeyringError(
            f"The key file {folder.ring} does not open the keys in {folder.people}{missing}: "
            "it is older than they are, or of another installation. Put back the one that was here."
        )
