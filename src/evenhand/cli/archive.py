"""A folder of a backup: what is in it by hash, written last, and looked at whole before anything is restored."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evenhand.kit.durable import sync

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1 << 20


class BackupUnusable(Exception):
    """The folder cannot be used for this; the text is one sentence that says what to do."""


def begin(folder: Path) -> None:
    """Make the folder, closed to others, or take an empty one. Raises BackupUnusable."""
    closed(folder)
    if any(folder.iterdir()):
        raise BackupUnusable(f"{folder} is not empty. Name a new folder for each backup.")


def closed(folder: Path) -> None:
    """Make the folder and those on the way to it, for their owner alone; one that is there stays as it is."""
    if not folder.is_dir():
        closed(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def copy(source: Path, target: Path) -> None:
    """Copy a file or a folder of them through to the disk; one that is removed meanwhile is left out."""
    for path in _files(source) if source.is_dir() else [source]:
        place = target / path.relative_to(source) if source.is_dir() else target
        closed(place.parent)
        try:
            shutil.copyfile(path, place)
        except FileNotFoundError:
            continue
        place.chmod(0o600)
        sync(place)


def finish(folder: Path, **told: Any) -> int:
    """Write the manifest, which makes it a whole backup. How many files there are."""
    listed = {str(path.relative_to(folder)): _hash(path) for path in _files(folder)}
    draft = folder / f"{MANIFEST}.draft"
    draft.write_text(json.dumps({"format": FORMAT, **told, "files": listed}, indent=1))
    draft.chmod(0o600)
    sync(draft)
    for place in {path.parent for path in _files(folder)}:
        sync(place)
    draft.rename(folder / MANIFEST)
    sync(folder)
    return len(listed)


def verified(folder: Path, *, kind: str) -> dict[str, Any]:
    """The manifest of a backup that is whole: each file as it was written, none missing, none more.

    Raises BackupUnusable.
    """
    try:
        told = json.loads((folder / MANIFEST).read_text())
        listed = dict(told["files"])
        known = (told["format"], told["kind"]) == (FORMAT, kind)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupUnusable(f"{folder} is no whole backup: its {MANIFEST} is missing or damaged.") from error
    if not known:
        raise BackupUnusable(f"{folder} is another kind of backup, or of a newer Evenhand.")
    found = {str(path.relative_to(folder)) for path in _files(folder)} - {MANIFEST}
    for name in sorted(found ^ set(listed)):
        raise BackupUnusable(f"{folder} is damaged: {name} is {'not listed' if name in found else 'missing'}.")
    for name, wanted in listed.items():
        if _hash(folder / name) != wanted:
            raise BackupUnusable(f"{folder} is damaged: {name} is not what was written. Use another backup.")
    return dict(told)


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield Path(base) / name
